import CurlHTTP
import HTTPCore
import TestSupport
import Testing

/// Each bound of an exchange ends it, with its own kind of failure.
@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kind: HTTPFailure.Kind
    var limits: HTTPLimits
    /// What the server does after it has read the request.
    var script: RawServer.Script
  }

  static let cases: [Case] = [
    Case(
      testDescription: "silence", kind: .stalled,
      limits: HTTPLimits(total: nil, stall: .milliseconds(50))
    ) { $0.hang() },
    Case(
      testDescription: "silence in the body", kind: .stalled,
      limits: HTTPLimits(total: nil, stall: .milliseconds(50))
    ) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      $0.hang()
    },
    Case(
      testDescription: "silence, the total limit being shorter", kind: .timeout,
      limits: HTTPLimits(total: .milliseconds(50), stall: .seconds(9))
    ) { $0.hang() },
    Case(
      testDescription: "a drip that never stalls", kind: .timeout,
      limits: HTTPLimits(total: .milliseconds(700), stall: .milliseconds(500))
    ) { connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      while connection.write("x") { connection.pause(milliseconds: 10) }
    },
    Case(
      testDescription: "a header of many lines", kind: .headerTooLarge,
      limits: HTTPLimits(headerBytes: 5000)
    ) { connection in
      connection.write("HTTP/1.1 200 OK\r\n")
      while connection.write("X-Filler: \(String(repeating: "x", count: 80))\r\n") {}
    },
    Case(
      testDescription: "interim answers without end", kind: .headerTooLarge,
      limits: HTTPLimits(headerBytes: 5000)
    ) { connection in
      while connection.write("HTTP/1.1 102 Processing\r\n\r\n") {}
    },
    Case(
      testDescription: "a header line without end", kind: .headerTooLarge,
      limits: HTTPLimits(headerBytes: 5000)
    ) { connection in
      connection.write("HTTP/1.1 200 OK\r\nX: ")
      while connection.write(String(repeating: "x", count: 5000)) {}
    },
    Case(
      testDescription: "a trailer without end", kind: .headerTooLarge,
      limits: HTTPLimits(headerBytes: 5000)
    ) { connection in
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
      while connection.write("X-Filler: \(String(repeating: "x", count: 80))\r\n") {}
    },
    Case(
      testDescription: "a body announced too large", kind: .bodyTooLarge,
      limits: HTTPLimits(responseBytes: 1000)
    ) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
      $0.hang()
    },
    Case(
      testDescription: "a chunked body without end", kind: .bodyTooLarge,
      limits: HTTPLimits(responseBytes: 1000)
    ) { connection in
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      while connection.write("64\r\n\(String(repeating: "x", count: 100))\r\n") {}
    },
    Case(
      testDescription: "a body without length and end", kind: .bodyTooLarge,
      limits: HTTPLimits(responseBytes: 1000)
    ) { connection in
      connection.write("HTTP/1.1 200 OK\r\n\r\n")
      while connection.write(String(repeating: "x", count: 1000)) {}
    },
    Case(
      testDescription: "a chunked body cut short", kind: .connectionLost, limits: HTTPLimits()
    ) { $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab") },
    Case(
      testDescription: "a chunked body without its last chunk", kind: .connectionLost,
      limits: HTTPLimits()
    ) { $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n") },
    Case(
      testDescription: "a body shorter than announced", kind: .connectionLost,
      limits: HTTPLimits()
    ) { $0.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab") },
    Case(
      testDescription: "a header line without colon", kind: .malformedAnswer,
      limits: HTTPLimits()
    ) { $0.write("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n") },
    Case(
      testDescription: "a length that is no number", kind: .malformedAnswer, limits: HTTPLimits()
    ) { $0.write("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nabcde") },
  ]

  @Test(arguments: cases)
  func aBoundEndsTheExchange(_ test: Case) async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      test.script(connection)
    }
    let result = await (try CurlTransport.make()).send(.get(server.url, limits: test.limits))
    let failure = try #require(result.failure)
    #expect(failure.kind == test.kind, "\(failure)")
    #expect(failure.phase == .maybeSent)
  }

  @Test(arguments: cases)
  func aBoundEndsAStreamedExchangeToo(_ test: Case) async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      test.script(connection)
    }
    let result = await (try CurlTransport.make()).receive(
      .get(server.url, limits: test.limits), by: RecordingReceiver())
    #expect(result.failure?.kind == test.kind, "\(String(describing: result))")
  }

  @Test func answersAtTheBoundAreWhole() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write(head + String(repeating: "x", count: 1000))
    }
    let limits = HTTPLimits(responseBytes: 1000, headerBytes: head.utf8.count)
    let response = await (try CurlTransport.make()).send(.get(server.url, limits: limits))
    #expect(response.success?.body.count == 1000)
  }

  @Test func waitingForAConnectionCountsAgainstNoLimit() async throws {
    let isFirstHere = Gate()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      isFirstHere.open()
      connection.pause(milliseconds: 600)
      connection.answer(body: "late")
      connection.serve(body: "at once")
    }
    let transport = try CurlTransport.make(CurlConfiguration(connectionsPerHost: 1))
    async let first = transport.send(.get(server.url))
    await isFirstHere.wait()
    let limits = HTTPLimits(
      connect: .milliseconds(500), total: .milliseconds(500), stall: .milliseconds(500))
    let second = await transport.send(.get(server.url, limits: limits))
    #expect(second.success?.text == "at once")
    #expect(await first.success?.text == "late")
    #expect(server.connections == 1)
  }
}
