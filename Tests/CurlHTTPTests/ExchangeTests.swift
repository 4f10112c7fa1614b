import CurlHTTP
import HTTPCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ExchangeTests {
  @Test func anAnswerComesWithStatusHeaderAndBody() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write(
        "HTTP/1.1 404 Not Found\r\nX-Two: a\r\nx-two:  b \r\nX-Empty:\r\nContent-Length: 4\r\n\r\ngone"
      )
    }
    let response = try #require(await (try CurlTransport.make()).send(.get(server.url)).success)
    #expect(response.head.status == 404)
    #expect(
      response.head.headers == [
        HTTPField("X-Two", "a"), HTTPField("x-two", "b"), HTTPField("X-Empty", ""),
        HTTPField("Content-Length", "4"),
      ])
    #expect(response.text == "gone")
  }

  @Test func aRequestSaysWhatItWasToldAndLittleElse() async throws {
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        connection.answer(body: request.head + String(decoding: request.body, as: UTF8.self))
      }
    }
    let port = server.port
    let transport = try CurlTransport.make(CurlConfiguration(userAgent: "test/1"))
    let get = await transport.send(
      HTTPRequest(
        .get, "\(server.url)/a/../b?c=%20d#e",
        headers: [HTTPField("Authorization", "Bearer k"), HTTPField("X-Empty", "")]))
    #expect(
      get.success?.text
        == "GET /a/../b?c=%20d HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\n"
        + "User-Agent: test/1\r\nAuthorization: Bearer k\r\nX-Empty:\r\n\r\n")
    let post = await transport.send(
      HTTPRequest(.post, server.url, headers: [HTTPField("User-Agent", "own")], body: .bytes([65])))
    #expect(
      post.success?.text
        == "POST / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\nUser-Agent: own\r\n"
        + "Content-Length: 1\r\n\r\nA")
  }

  /// Handles are used again, and some keep the options that their next exchange has too: whatever
  /// came before, an exchange says the same as on a transport of its own.
  @Test func anExchangeKeepsNothingOfThoseBeforeIt() async throws {
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        connection.answer(body: request.head + String(decoding: request.body, as: UTF8.self))
      }
    }
    let url = server.url
    let field = [HTTPField("X-Own", "1")]
    let requests = [
      HTTPRequest(.get, url), HTTPRequest(.get, url + "/own", headers: field),
      HTTPRequest(.get, url + "/own?a=b#c", headers: [HTTPField("X-Own", "2")]),
      HTTPRequest(.get, url, limits: HTTPLimits(total: .seconds(50))),
      HTTPRequest(.get, url, headers: [HTTPField("User-Agent", "own")]),
      HTTPRequest(.get, url, connectionUse: .fresh), .submission(to: url),
      HTTPRequest(.post, url, headers: field, body: .bytes([65])),
    ]
    var alone: [String] = []
    for request in requests {
      alone.append(try #require(await (try CurlTransport.make()).send(request).success).text)
    }
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let transport = try CurlTransport.make()
    for _ in 0..<100 {
      let number = Int.random(in: 0..<requests.count, using: &random)
      let answer = await transport.send(requests[number])
      #expect(answer.success?.text == alone[number], "seed \(seed), request \(number)")
    }
    // One that ends badly leaves nothing either.
    let lost = await transport.send(.get("http://127.0.0.1:1/"))
    #expect(lost.failure != nil)
    #expect(await transport.send(requests[0]).success?.text == alone[0])
  }

  /// Each connection answers one request, takes a second and is gone: a GET is sent once more, and
  /// how often that happened before makes no difference.
  @Test func aLostConnectionIsMadeUpForHoweverOftenItHappens() async throws {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.answer(body: "here")
      _ = connection.readRequest()
    }
    let transport = try CurlTransport.make()
    for number in 0..<20 {
      #expect(await transport.send(.get(server.url)).success?.text == "here", "\(number)")
    }
  }

  @Test(arguments: [0, 1, 65_536, 3_000_000])
  func aBodyArrivesWhole(bytes: Int) async throws {
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      connection.answer(
        body: "\(request.body.count) \(request.body == ExchangeTests.pattern(bytes)) "
          + "\(request.head.contains("Content-Length: \(bytes)\r\n"))")
    }
    let request = HTTPRequest(.post, server.url, body: .bytes(Self.pattern(bytes)))
    let response = await (try CurlTransport.make()).send(request)
    #expect(response.success?.text == "\(bytes) true true")
  }

  static func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func aRedirectIsAnAnswerAndNotFollowed(status: Int) async throws {
    let other = try RawServer { $0.serve(body: "") }
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.answer(status, headers: "Location: \(other.url)/\r\n")
    }
    let request = HTTPRequest(
      .post, server.url, headers: [HTTPField("Authorization", "Bearer secret")],
      body: .bytes([1, 2, 3]), connectionUse: .fresh)
    let response = await (try CurlTransport.make()).send(request)
    #expect(response.success?.head.status == status)
    #expect(response.success?.head.value(of: "location") == "\(other.url)/")
    #expect(other.connections == 0)
    #expect(server.arrivals(of: "POST") == 1)
  }

  @Test func anAuthenticationChallengeIsAnAnswer() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.answer(401, headers: "WWW-Authenticate: Basic realm=\"x\"\r\n", body: "no")
    }
    let response = await (try CurlTransport.make()).send(.submission(to: server.url))
    #expect(response.success?.head.status == 401)
    #expect(server.arrivals(of: "POST") == 1)
  }

  @Test func cookiesAreNotKept() async throws {
    let server = try RawServer { connection in
      while let request = connection.readRequest() {
        connection.answer(headers: "Set-Cookie: a=b\r\n", body: request.head)
      }
    }
    let transport = try CurlTransport.make()
    _ = await transport.send(.get(server.url))
    let second = try #require(await transport.send(.get(server.url)).success)
    #expect(!second.text.lowercased().contains("cookie"))
  }

  @Test func interimAnswersAreSkipped() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
      connection.answer(201, body: "made")
    }
    let response = await (try CurlTransport.make()).send(.submission(to: server.url))
    #expect(response.success?.head.status == 201)
    #expect(response.success?.head.value(of: "link") == nil)
    #expect(response.success?.text == "made")
  }

  @Test func aChunkedAnswerIsPutTogetherAndItsTrailerDropped() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n")
    }
    let response = await (try CurlTransport.make()).send(.get(server.url))
    #expect(response.success?.text == "abcde")
    #expect(response.success?.head.value(of: "x-sum") == nil)
  }

  @Test func anAnswerWithoutLengthEndsWithTheConnection() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.0 200 OK\r\n\r\nuntil the end")
    }
    #expect(
      await (try CurlTransport.make()).send(.get(server.url)).success?.text == "until the end")
  }

  @Test func noContentIsAnAnswerWithoutBody() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    }
    let response = await (try CurlTransport.make()).send(.get(server.url))
    #expect(response.success?.head.status == 204)
    #expect(response.success?.body == [])
  }

  @Test func queriesShareAKeptAliveConnection() async throws {
    let server = try RawServer { $0.serve(body: "ok") }
    let transport = try CurlTransport.make()
    for _ in 0..<20 { #expect(await transport.send(.get(server.url)).success?.text == "ok") }
    #expect(server.connections == 1)
    #expect(server.arrivals(of: "GET") == 20)
  }

  @Test func aQueryOnADeadConnectionIsSentAgain() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.answer(body: "\(connection.index)")
      if connection.index == 0 { _ = connection.readHead() } else { connection.hang() }
    }
    let transport = try CurlTransport.make()
    #expect(await transport.send(.get(server.url)).success?.text == "0")
    #expect(await transport.send(.get(server.url)).success?.text == "1")
    #expect(server.arrivals(of: "GET") == 3)
  }

  @Test func aThousandQueriesAtOnceShareTheAllowedConnections() async throws {
    let server = try RawServer { $0.serve(body: "ok") }
    let transport = try CurlTransport.make(CurlConfiguration(connectionsPerHost: 16))
    let answers = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<1000 {
        group.addTask {
          await transport.send(.get("\(server.url)/\(number)")).success?.text == "ok"
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(answers == 1000)
    #expect(Set(server.requestLines).count == 1000)
    #expect(server.connections <= 16)
  }

  struct BadRequest: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var url = "http://127.0.0.1:1/"
    var field = HTTPField("X", "y")
  }

  @Test(arguments: [
    BadRequest(testDescription: "line break in a value", field: HTTPField("X", "a\r\nY: b")),
    BadRequest(testDescription: "LF in a value", field: HTTPField("X", "a\nb")),
    BadRequest(testDescription: "NUL in a value", field: HTTPField("X", "a\0b")),
    BadRequest(testDescription: "line break in a name", field: HTTPField("X\r\nY", "b")),
    BadRequest(testDescription: "colon in a name", field: HTTPField("X:", "b")),
    BadRequest(testDescription: "empty name", field: HTTPField("", "b")),
    BadRequest(testDescription: "own length", field: HTTPField("content-length", "1")),
    BadRequest(testDescription: "own framing", field: HTTPField("Transfer-Encoding", "chunked")),
    BadRequest(testDescription: "line break in the URL", url: "http://127.0.0.1:1/\r\nX: y"),
    BadRequest(testDescription: "NUL in the URL", url: "http://127.0.0.1:1/\0"),
    BadRequest(testDescription: "other scheme", url: "file:///etc/passwd"),
    BadRequest(testDescription: "no scheme", url: "127.0.0.1:1/"),
    BadRequest(testDescription: "empty", url: ""),
  ])
  func aRequestThatWouldBreakTheProtocolIsNotSent(_ bad: BadRequest) async throws {
    let request = HTTPRequest(.get, bad.url, headers: [bad.field])
    let failure = try #require(await (try CurlTransport.make()).send(request).failure)
    #expect(failure.kind == .invalidURL)
    #expect(failure.phase == .neverSent)
  }

  @Test func messagesShowNeitherQueryNorUserNorHeader() async throws {
    let port = try RawServer.refusingPort()
    let request = HTTPRequest(
      .get, "http://user:hidden@127.0.0.1:\(port)/path?token=hidden#hidden",
      headers: [HTTPField("Authorization", "hidden")])
    let failure = try #require(await (try CurlTransport.make()).send(request).failure)
    #expect(
      failure.message == "http://127.0.0.1:\(port)/path: no connection: connection refused")
  }
}
