import Testing

@testable import ServiceSimulator

@Suite struct ConnectionTests {
  @Test func pipelinedRequestsAreAnsweredInOrder() throws {
    let fixture = try SimulatorFixture()
    let one = "GET /v1/balance HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n\r\n"
    let two = "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n"
    fixture.client.send(one + two + one)
    #expect(try (1...3).map { _ in try fixture.client.answer().status } == [200, 404, 200])
  }

  @Test func aRequestMayArriveByteByByte() throws {
    let fixture = try SimulatorFixture()
    for byte in "GET /v1/balance HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n\r\n".utf8 {
      fixture.client.send([byte])
    }
    #expect(try fixture.client.answer().status == 200)
  }

  @Test func chunkedBodiesAreJoined() throws {
    let fixture = try SimulatorFixture()
    let body = SimulatorFixture.image
    var text = "POST /v1/videos/generations HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n"
    text += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    for byte in body.utf8 { text += "1;note=x\r\n\(String(decoding: [byte], as: UTF8.self))\r\n" }
    fixture.client.send(text + "0\r\nTrailer: x\r\n\r\n")
    #expect(try fixture.client.answer().json["status"]?.string == "queued")
    #expect(try fixture.get("/v1/balance").status == 200)
  }

  @Test func aBodyIsAskedForWhenTheClientWaits() throws {
    let fixture = try SimulatorFixture()
    let body = SimulatorFixture.image
    fixture.client.send(
      "POST /v1/videos/generations HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        + "Expect: 100-continue\r\n\r\n")
    #expect(try fixture.client.answer().status == 100)
    fixture.client.send(body)
    #expect(try fixture.client.answer().status == 200)
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\nHost: h\n\n", 400), ("nonsense\r\n\r\n", 400),
    ("GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505),
    ("POST /v1/videos/generations HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n", 413),
    (
      "POST /v1/videos/generations HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "zz\r\n", 400
    ),
    ("GET / HTTP/1.1\r\nHost: h\r\nX: " + String(repeating: "x", count: 40_000) + "\r\n\r\n", 431),
  ])
  func unreadableRequestsEndTheConnection(_ text: String, _ status: Int) throws {
    let fixture = try SimulatorFixture()
    fixture.client.send(text)
    fixture.client.endSending()
    #expect(try fixture.client.answer().status == status)
    #expect(throws: LoopbackClient.Broken.self) { try fixture.client.answer() }
  }

  @Test func oldVersionsCloseUnlessAskedToStay() throws {
    let fixture = try SimulatorFixture()
    fixture.client.send("GET /v1/balance HTTP/1.0\r\nHost: h\r\nAuthorization: Bearer k\r\n\r\n")
    #expect(try fixture.client.answer().header("Connection") == "close")
    #expect(throws: LoopbackClient.Broken.self) { try fixture.client.answer() }
  }

  @Test func headHasNoBodyAndTheConnectionGoesOn() throws {
    let fixture = try SimulatorFixture()
    let answer = try fixture.request("HEAD", "/v1/balance")
    #expect(answer.status == 200)
    #expect(answer.header("Content-Length") != "0")
    #expect(try fixture.get("/v1/balance").status == 200)
  }

  @Test func stopEndsConnectionsThatWait() throws {
    let fixture = try SimulatorFixture { $0.faults = ["balance:hang-before"] }
    let idle = try LoopbackClient(port: fixture.port)
    fixture.client.send("GET /v1/balance HTTP/1.1\r\nHost: h\r\n\r\n")
    fixture.simulator.stop()
    #expect(throws: LoopbackClient.Broken.self) { try idle.answer() }
    #expect(throws: LoopbackClient.Broken.self) { try fixture.client.answer() }
    #expect(throws: LoopbackClient.Broken.notConnected) {
      try LoopbackClient(port: fixture.port)
    }
  }

  @Test func aSimulatorIsStartedOnce() throws {
    let fixture = try SimulatorFixture()
    #expect(throws: SimulatorError.alreadyStarted) { try fixture.simulator.start() }
    var options = SimulatorOptions()
    options.port = fixture.port
    #expect(throws: SimulatorError.self) { try Simulator(options).start() }
  }

  @Test func aThousandConnectionsAreServedTogether() throws {
    let fixture = try SimulatorFixture()
    let clients = try (0..<1_000).map { _ in try LoopbackClient(port: fixture.port) }
    let request = "GET /v1/balance HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n\r\n"
    for client in clients { client.send(request) }
    for client in clients { #expect(try client.answer().status == 200) }
  }
}
