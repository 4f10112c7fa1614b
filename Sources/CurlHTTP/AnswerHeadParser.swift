import HTTPCore

/// Puts an answer's head together from the header lines libcurl hands over.
///
/// Interim heads (1xx) are dropped. Lines after the final head are a chunked body's trailer:
/// they count against the bound and are dropped too.
struct AnswerHeadParser {
  enum Progress {
    case incomplete
    case complete(HTTPResponseHead)
    case tooLarge
    case malformed
  }

  private let maximumBytes: Int
  private var bytes = 0
  private var current: HTTPResponseHead?
  private(set) var isComplete = false

  /// - Parameter maximumBytes: for all lines together, interim heads and trailer included.
  init(maximumBytes: Int) {
    self.maximumBytes = maximumBytes
  }

  /// - Parameter line: with its line end.
  mutating func take(line: UnsafeRawBufferPointer) -> Progress {
    bytes += line.count
    guard bytes <= maximumBytes else { return .tooLarge }
    guard !isComplete else { return .incomplete }
    let text = Self.trimmed(line[...])
    guard let status = current?.status else {
      guard let status = Self.status(text) else { return .malformed }
      var head = HTTPResponseHead(status: status)
      head.headers.reserveCapacity(Self.usualFields)
      current = head
      return .incomplete
    }
    if text.isEmpty {
      guard status >= 200, let head = current else {
        current = nil
        return .incomplete
      }
      isComplete = true
      return .complete(head)
    }
    if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
      // A folded line goes on with the field before it.
      guard let last = current?.headers.indices.last else { return .malformed }
      current?.headers[last].value += " " + Self.string(text)
    } else {
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return .malformed }
      current?.headers.append(
        HTTPField(
          Self.string(Self.trimmed(text[..<colon])),
          Self.string(Self.trimmed(text[(colon + 1)...]))))
    }
    return .incomplete
  }

  /// More than most answers have, so that their list is made in one go.
  private static let usualFields = 8

  private typealias Text = Slice<UnsafeRawBufferPointer>

  /// `HTTP/1.1 200 OK`; three digits, and nothing but a space after them.
  private static func status(_ line: Text) -> Int? {
    guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: UInt8(ascii: " "))
    else { return nil }
    let rest = line[space...].drop { $0 == UInt8(ascii: " ") }
    let digits = rest.prefix { $0 != UInt8(ascii: " ") }
    guard digits.count == 3, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
      return nil
    }
    let status = digits.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
    return status >= 100 ? status : nil
  }

  /// A part of the line as text; from the buffer itself, for a slice would be copied first.
  private static func string(_ part: Text) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: part), as: UTF8.self)
  }

  private static func trimmed(_ text: Text) -> Text {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 || byte == 13 || byte == 10 }
    let start = text.firstIndex { !isBlank($0) } ?? text.endIndex
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    return text[start..<end]
  }
}
