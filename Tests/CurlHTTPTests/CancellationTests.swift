import CurlHTTP
import HTTPCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
  @Test func aCancelledExchangeEndsAtOnceAndClosesItsConnection() async throws {
    let hasRequest = Gate()
    let isClosed = Gate()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      hasRequest.open()
      connection.hang()
      isClosed.open()
    }
    let transport = try CurlTransport.make()
    let exchange = Task { await transport.send(.submission(to: server.url)) }
    await hasRequest.wait()
    exchange.cancel()
    let failure = try #require(await exchange.value.failure)
    #expect(failure.kind == .cancelled)
    #expect(failure.phase == .maybeSent)
    await isClosed.wait()
  }

  @Test func aTaskCancelledBeforeSendsNothing() async throws {
    let server = try RawServer { $0.serve(body: "") }
    let transport = try CurlTransport.make()
    let start = Gate()
    let exchange = Task {
      await start.wait()
      return await transport.send(.submission(to: server.url))
    }
    exchange.cancel()
    start.open()
    let failure = try #require(await exchange.value.failure)
    #expect(failure.kind == .cancelled)
    #expect(failure.phase == .neverSent)
    #expect(server.connections == 0)
  }

  @Test func anExchangeThatWaitsForAConnectionCanBeCancelled() async throws {
    let hasRequest = Gate()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      hasRequest.open()
      connection.hang()
    }
    let transport = try CurlTransport.make(CurlConfiguration(connectionsInAll: 1))
    let first = Task { await transport.send(.get(server.url)) }
    await hasRequest.wait()
    let second = Task { await transport.send(.submission(to: server.url)) }
    second.cancel()
    let failure = try #require(await second.value.failure)
    #expect(failure.kind == .cancelled)
    #expect(failure.phase == .neverSent)
    first.cancel()
    #expect(await first.value.failure?.kind == .cancelled)
    #expect(server.connections == 1)
  }

  @Test func aCancelledDownloadEndsWhileItsReceiverIsSlow() async throws {
    let isTaking = Gate()
    let mayGoOn = Gate()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
      while connection.write([UInt8](repeating: 0, count: 65_536)) {}
    }
    let transport = try CurlTransport.make()
    let receiver = RecordingReceiver {
      isTaking.open()
      await mayGoOn.wait()
    }
    let limits = HTTPLimits(responseBytes: 1 << 40)
    let download = Task { await transport.receive(.get(server.url, limits: limits), by: receiver) }
    await isTaking.wait()
    download.cancel()
    mayGoOn.open()
    #expect(await download.value.failure?.kind == .cancelled)
    #expect(receiver.record.pieces == 1)
  }

  /// Every interleaving of answer and cancellation ends in one of the two outcomes.
  @Test func cancellationRacingWithTheAnswerAlwaysEnds() async throws {
    let server = try RawServer { $0.serve(body: "ok") }
    let transport = try CurlTransport.make()
    for round in 0..<300 {
      let exchange = Task { await transport.send(.get(server.url)) }
      for _ in 0..<round % 30 { await Task.yield() }
      exchange.cancel()
      switch await exchange.value {
      case .success(let response): #expect(response.text == "ok")
      case .failure(let failure): #expect(failure.kind == .cancelled)
      }
    }
    #expect(await transport.send(.get(server.url)).success?.text == "ok")
  }
}
