import CurlHTTP
import HTTPCore
import TestSupport
import Testing

/// What becomes of a POST when the server misbehaves at each step of the exchange: it arrives
/// at most once, and its failure says whether it may have arrived.
@Suite(.timeLimit(.minutes(1)))
struct SubmissionTests {
  struct Misbehaviour: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var phases: [HTTPFailure.Phase]
    var kinds: [HTTPFailure.Kind]
    var arrivals: ClosedRange<Int>
    var bytes = 100
    var limits = HTTPLimits()
    var script: RawServer.Script
  }

  static let misbehaviours: [Misbehaviour] = [
    Misbehaviour(
      testDescription: "reset right after accept", phases: [.neverSent, .maybeSent],
      kinds: [.connect, .connectionLost], arrivals: 0...0
    ) { $0.reset() },
    Misbehaviour(
      testDescription: "close right after accept", phases: [.neverSent, .maybeSent],
      kinds: [.connectionLost], arrivals: 0...0
    ) { $0.close() },
    Misbehaviour(
      testDescription: "reset after the request's header", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readHead()
      $0.reset()
    },
    Misbehaviour(
      testDescription: "close after the request's header", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readHead()
      $0.close()
    },
    Misbehaviour(
      testDescription: "reset in the middle of the request's body", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1, bytes: 8 << 20
    ) {
      _ = $0.readHead()
      _ = $0.read(100_000)
      $0.reset()
    },
    Misbehaviour(
      testDescription: "reset after the whole request", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.reset()
    },
    Misbehaviour(
      testDescription: "close after the whole request", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.close()
    },
    Misbehaviour(
      testDescription: "silence after the whole request", phases: [.maybeSent],
      kinds: [.stalled], arrivals: 1...1, limits: .impatient
    ) {
      _ = $0.readRequest()
      $0.hang()
    },
    Misbehaviour(
      testDescription: "silence from the start", phases: [.maybeSent], kinds: [.stalled],
      arrivals: 0...1, bytes: 8 << 20, limits: .impatient
    ) { $0.pause(milliseconds: 2000) },
    Misbehaviour(
      testDescription: "close in the answer's status line", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 20")
    },
    Misbehaviour(
      testDescription: "reset in the answer's status line", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 20")
      $0.reset()
    },
    Misbehaviour(
      testDescription: "close in the answer's header", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-Some")
    },
    Misbehaviour(
      testDescription: "close after a header line", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n")
    },
    Misbehaviour(
      testDescription: "close in the answer's body", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\"")
    },
    Misbehaviour(
      testDescription: "reset in the answer's body", phases: [.maybeSent],
      kinds: [.connectionLost], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\"")
      $0.reset()
    },
    Misbehaviour(
      testDescription: "an answer that is not HTTP", phases: [.maybeSent],
      kinds: [.malformedAnswer], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")
    },
    Misbehaviour(
      testDescription: "only an interim answer", phases: [.maybeSent], kinds: [.connectionLost],
      arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 100 Continue\r\n\r\n")
    },
    Misbehaviour(
      testDescription: "417, to which libcurl would answer by sending again",
      phases: [], kinds: [], arrivals: 1...1
    ) {
      _ = $0.readRequest()
      $0.answer(417)
    },
  ]

  @Test(arguments: misbehaviours)
  func aSubmissionArrivesAtMostOnceAndIsClassified(_ misbehaviour: Misbehaviour) async throws {
    let server = try RawServer(misbehaviour.script)
    let transport = try CurlTransport.make()
    let result = await transport.send(
      .submission(to: server.url, bytes: misbehaviour.bytes, limits: misbehaviour.limits))
    #expect(server.connections == 1)
    #expect(misbehaviour.arrivals.contains(server.arrivals(of: "POST")))
    if misbehaviour.kinds.isEmpty {
      #expect(result.success != nil)
    } else {
      let failure = try #require(result.failure)
      #expect(misbehaviour.phases.contains(failure.phase), "\(failure)")
      #expect(misbehaviour.kinds.contains(failure.kind), "\(failure.kind): \(failure)")
      #expect(failure.message.hasPrefix(server.url + "/: "), "\(failure)")
    }
  }

  @Test func aRefusedConnectionIsNeverSent() async throws {
    let port = try RawServer.refusingPort()
    let result = await (try CurlTransport.make()).send(
      .submission(to: "http://127.0.0.1:\(port)/x"))
    #expect(
      result.failure
        == HTTPFailure(
          phase: .neverSent, kind: .connect,
          message: "http://127.0.0.1:\(port)/x: no connection: connection refused"))
  }

  @Test func aNameThatDoesNotResolveIsNeverSent() async throws {
    let result = await (try CurlTransport.make()).send(.submission(to: "http://nowhere.invalid/"))
    let failure = try #require(result.failure)
    #expect(failure.phase == .neverSent)
    #expect(failure.kind == .resolve)
  }

  @Test func aFailedTLSHandshakeIsNeverSent() async throws {
    let server = try RawServer { connection in
      _ = connection.read(1)
      connection.write("HTTP/1.1 400 This is plain HTTP\r\n\r\n")
    }
    let result = await (try CurlTransport.make()).send(
      .submission(to: "https://127.0.0.1:\(server.port)/"))
    let failure = try #require(result.failure)
    #expect(failure.phase == .neverSent)
    #expect(failure.kind == .tls)
    #expect(server.connections == 1)
  }

  @Test func aHandshakeThatNeverEndsIsNeverSentAndTimesOut() async throws {
    let server = try RawServer { $0.hang() }
    let result = await (try CurlTransport.make()).send(
      .submission(
        to: "https://127.0.0.1:\(server.port)/",
        limits: HTTPLimits(connect: .milliseconds(100), stall: .milliseconds(20))))
    let failure = try #require(result.failure)
    #expect(failure.phase == .neverSent)
    #expect(failure.kind == .timeout)
    #expect(failure.message.hasSuffix("no connection within 0.1 s"))
  }

  /// A server that closes the kept-alive connection on the next request makes libcurl send a
  /// request again; a submission must not use that connection.
  @Test func aSubmissionDoesNotUseAKeptAliveConnection() async throws {
    let server = try RawServer { connection in
      guard let first = connection.readRequest() else { return }
      if first.head.hasPrefix("GET") {
        connection.answer(body: "kept")
        _ = connection.readRequest()
      }
      connection.reset()
    }
    let transport = try CurlTransport.make()
    for round in 1...5 {
      #expect(await transport.send(.get(server.url)).success?.text == "kept")
      let failure = try #require(await transport.send(.submission(to: server.url)).failure)
      #expect(failure.phase == .maybeSent)
      #expect(server.arrivals(of: "POST") == round)
    }
  }

  @Test func aSubmissionOpensAConnectionWhileAnotherIsKeptAlive() async throws {
    let server = try RawServer { $0.serve(body: "\($0.index)") }
    let transport = try CurlTransport.make()
    #expect(await transport.send(.get(server.url)).success?.text == "0")
    #expect(await transport.send(.submission(to: server.url)).success?.text == "1")
    #expect(await transport.send(.get(server.url)).success?.text == "0")
  }

  @Test func aSubmissionLeavesNoConnectionBehind() async throws {
    let server = try RawServer { $0.serve(body: "{}") }
    let transport = try CurlTransport.make()
    for _ in 1...3 { _ = await transport.send(.submission(to: server.url)) }
    #expect(server.connections == 3)
    #expect(server.arrivals(of: "POST") == 3)
  }

  @Test func manySubmissionsAtOnceArriveOnceEach() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      if connection.index % 3 == 0 { connection.reset() } else { connection.answer() }
    }
    let transport = try CurlTransport.make()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask { _ = await transport.send(.submission(to: "\(server.url)/\(number)")) }
      }
    }
    #expect(server.arrivals(of: "POST") == 100)
    #expect(Set(server.requestLines).count == 100)
  }
}
