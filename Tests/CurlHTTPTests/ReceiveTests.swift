import CurlHTTP
import HTTPCore
import Locking
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ReceiveTests {
  private static let download = HTTPLimits(total: nil, responseBytes: 1 << 40)

  /// Sends `blocks` times 64 KiB; gives the number of bytes the system took.
  private static func send(_ connection: RawConnection, blocks: Int) -> Int {
    let block = RecordingReceiver.pattern
    return (0..<blocks).reduce(0) { sent, _ in sent + (connection.write(block) ? block.count : 0) }
  }

  @Test func anAnswerArrivesPieceByPieceInOrder() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(40 * 65_536)\r\nETag: x\r\n\r\n")
      _ = ReceiveTests.send(connection, blocks: 40)
    }
    let receiver = RecordingReceiver()
    let result = await (try CurlTransport.make()).receive(
      .get(server.url, limits: Self.download), by: receiver)
    #expect(result.success?.status == 200)
    #expect(receiver.record.head?.value(of: "etag") == "x")
    #expect(receiver.record.bytes == 40 * 65_536)
    #expect(receiver.record.isIntact)
    #expect(receiver.record.largestPiece <= 1 << 20 + 65_536)
  }

  @Test func anEmptyAnswerHasAHeadAndNoPieces() async throws {
    let server = try RawServer { $0.serve(body: "") }
    let receiver = RecordingReceiver()
    let result = await (try CurlTransport.make()).receive(.get(server.url), by: receiver)
    #expect(result.success?.status == 200)
    #expect(receiver.record.head?.status == 200)
    #expect(receiver.record.pieces == 0)
  }

  /// While the receiver stands still the server cannot get rid of more than fits into one
  /// piece, the waiting bytes and the buffers of the system; and standing still, longer than
  /// the stall limit, is not the server's fault.
  @Test func aSlowReceiverHoldsBackTheServer() async throws {
    var limits = Self.download
    // Long enough for a server on a busy machine, and shorter than the wait for it to be stuck.
    limits.stall = .seconds(2)
    let blocks = 320
    let mayTake = Gate()
    let blocksBeforeStop = Locked(0)
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(blocks * 65_536)\r\n\r\n")
      var sent = 0
      while sent < blocks, connection.canWrite(within: 2200) {
        sent += ReceiveTests.send(connection, blocks: 1) > 0 ? 1 : blocks
      }
      blocksBeforeStop.withLock { [sent] in $0 = sent }
      mayTake.open()
      if sent < blocks { _ = ReceiveTests.send(connection, blocks: blocks - sent) }
    }
    let receiver = RecordingReceiver { await mayTake.wait() }
    let result = await (try CurlTransport.make()).receive(
      .get(server.url, limits: limits), by: receiver)
    #expect(blocksBeforeStop.withLock { $0 } < blocks / 2)
    #expect(result.success?.status == 200)
    #expect(receiver.record.bytes == blocks * 65_536)
    #expect(receiver.record.isIntact)
    #expect(receiver.record.largestPiece <= 1 << 20 + 65_536)
  }

  @Test func aSlowReceiverHoldsUpNobodyElse() async throws {
    let isDone = Gate()
    let large = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(64 * 65_536)\r\n\r\n")
      _ = ReceiveTests.send(connection, blocks: 64)
    }
    let small = try RawServer { $0.serve(body: "ok") }
    let transport = try CurlTransport.make()
    let receiver = RecordingReceiver { await isDone.wait() }
    let limits = HTTPLimits(responseBytes: 1 << 40)
    async let download = transport.receive(.get(large.url, limits: limits), by: receiver)
    for _ in 0..<50 {
      #expect(await transport.send(.get(small.url)).success?.text == "ok")
    }
    isDone.open()
    #expect(await download.success?.status == 200)
    #expect(receiver.record.bytes == 64 * 65_536)
  }

  @Test(arguments: [0, 1, 3])
  func aReceiverThatHasEnoughEndsTheExchange(pieces: Int) async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 40)\r\n\r\n")
      while ReceiveTests.send(connection, blocks: 1) > 0 {}
    }
    let receiver = RecordingReceiver(stopAfterPieces: pieces)
    let result = await (try CurlTransport.make()).receive(
      .get(server.url, limits: Self.download), by: receiver)
    #expect(result.failure?.kind == .stoppedByReceiver)
    #expect(result.failure?.phase == .maybeSent)
    #expect(receiver.record.pieces == pieces)
  }

  @Test func aReceiverThatRefusesTheLastPieceHasStopped() async throws {
    let server = try RawServer { $0.serve(body: "all") }
    let receiver = RecordingReceiver(stopAfterPieces: 1)
    let result = await (try CurlTransport.make()).receive(.get(server.url), by: receiver)
    #expect(result.failure?.kind == .stoppedByReceiver)
  }
}
