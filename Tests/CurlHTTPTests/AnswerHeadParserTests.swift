import HTTPCore
import Testing

@testable import CurlHTTP

struct AnswerHeadParserTests {
  enum Outcome: Equatable, Sendable {
    case incomplete
    case head(Int, [HTTPField])
    case tooLarge
    case malformed
  }

  /// The first outcome that is not `incomplete`.
  private static func parse(_ lines: [String], maximumBytes: Int = 1000) -> Outcome {
    var parser = AnswerHeadParser(maximumBytes: maximumBytes)
    for line in lines {
      let progress = Array(line.utf8).withUnsafeBytes { parser.take(line: $0) }
      switch progress {
      case .incomplete: continue
      case .complete(let head): return .head(head.status, head.headers)
      case .tooLarge: return .tooLarge
      case .malformed: return .malformed
      }
    }
    return .incomplete
  }

  @Test(arguments: [
    (["HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n"], Outcome.head(200, [HTTPField("A", "b")])),
    (["HTTP/1.0 599\r\n", "\r\n"], .head(599, [])),
    (["HTTP/2 204 \r\n", "\n"], .head(204, [])),
    (
      ["HTTP/1.1 100 Continue\r\n", "B: c\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\r\n"],
      .head(200, [])
    ),
    (["HTTP/1.1 200 OK\r\n", "A:\r\n", "\r\n"], .head(200, [HTTPField("A", "")])),
    (["HTTP/1.1 200 OK\r\n", "A: b:c \t\r\n", "\r\n"], .head(200, [HTTPField("A", "b:c")])),
    (
      ["HTTP/1.1 200 OK\r\n", "A: b\r\n", "  c\r\n", "\r\n"], .head(200, [HTTPField("A", "b c")])
    ),
    (["HTTP/1.1 200 OK\r\n", " c\r\n"], .malformed),
    (["HTTP/1.1 200 OK\r\n", "nothing\r\n"], .malformed),
    (["HTTP/1.1 200 OK\r\n", "A: b\r\n"], .incomplete),
    (["HTTP/1.1 20 OK\r\n"], .malformed),
    (["HTTP/1.1 2000 OK\r\n"], .malformed),
    (["HTTP/1.1 +20 OK\r\n"], .malformed),
    (["HTTP/1.1 099 OK\r\n"], .malformed),
    (["HTTP/1.1\r\n"], .malformed),
    (["ICY 200 OK\r\n"], .malformed),
    (["\r\n"], .malformed),
    ([""], .malformed),
  ])
  func aHeadIsPutTogether(lines: [String], outcome: Outcome) {
    #expect(Self.parse(lines) == outcome)
  }

  @Test func theBoundIsInclusive() {
    let lines = ["HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n"]
    #expect(Self.parse(lines, maximumBytes: 25) == .head(200, [HTTPField("A", "b")]))
    #expect(Self.parse(lines, maximumBytes: 24) == .tooLarge)
  }
}
