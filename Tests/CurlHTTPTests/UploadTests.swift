import CurlHTTP
import HTTPCore
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1)))
struct UploadTests {
  private let directory = TemporaryDirectory()

  private static func upload(_ path: String, bytes: Int, to url: String) -> HTTPRequest {
    HTTPRequest(
      .post, url,
      body: .file(prefix: Array("<".utf8), path: path, fileBytes: Int64(bytes), suffix: [62]))
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
  func aFileArrivesWholeBetweenPrefixAndSuffix(bytes: Int) async throws {
    let content = ExchangeTests.pattern(bytes)
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      let isWhole = request.body == [60] + content + [62]
      connection.answer(
        body: "\(isWhole) \(request.head.contains("Content-Length: \(bytes + 2)\r\n")) "
          + "\(request.head.contains("Expect"))")
    }
    let path = directory.write(content, to: "upload")
    let response = await (try CurlTransport.make()).send(
      Self.upload(path, bytes: bytes, to: server.url))
    #expect(response.success?.text == "true true false")
  }

  @Test func aFileOfAnotherSizeIsNotSent() async throws {
    let server = try RawServer { $0.serve(body: "") }
    let path = directory.write([1, 2, 3], to: "upload")
    let failure = try #require(
      await (try CurlTransport.make()).send(Self.upload(path, bytes: 4, to: server.url))
        .failure)
    #expect(
      failure
        == HTTPFailure(
          phase: .neverSent, kind: .unreadableBody,
          message: "\(path) cannot be uploaded: it has 3 bytes now, not 4; it was changed"))
    #expect(server.connections == 0)
  }

  @Test(arguments: ["/tmp", "/tmp/wanbatch-there-is-no-such-file", "/dev/zero", "", "a\0b"])
  func whatIsNoPlainFileIsNotSent(path: String) async throws {
    let server = try RawServer { $0.serve(body: "") }
    let failure = try #require(
      await (try CurlTransport.make()).send(Self.upload(path, bytes: 4096, to: server.url)).failure)
    #expect(failure.kind == .unreadableBody)
    #expect(failure.phase == .neverSent)
    #expect(server.connections == 0)
  }

  @Test func aFileThatShrinksWhileItIsSentIsAFailure() async throws {
    let bytes = 32 << 20
    let path = directory.write([UInt8](repeating: 7, count: bytes), to: "upload")
    // The server may outlive the test, and the file must not.
    let server = try RawServer { connection in
      _ = connection.readHead()
      _ = connection.read(1000)
      truncate(path, 2000)
      connection.hang()
    }
    let failure = try #require(
      await (try CurlTransport.make()).send(Self.upload(path, bytes: bytes, to: server.url))
        .failure
    )
    #expect(failure.kind == .unreadableBody)
    #expect(failure.phase == .maybeSent)
  }

  /// A query's connection may be dead when the upload uses it; the file then begins anew.
  @Test func anUploadThatIsSentAgainIsWhole() async throws {
    let content = ExchangeTests.pattern(500_000)
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      connection.answer(body: "\(request.body == [60] + content + [62])")
      if connection.index == 0 {
        _ = connection.readHead()
        _ = connection.read(1000)
        connection.reset()
      }
    }
    let transport = try CurlTransport.make()
    let path = directory.write(content, to: "upload")
    #expect(await transport.send(.get(server.url)).success != nil)
    let result = await transport.send(Self.upload(path, bytes: 500_000, to: server.url))
    // Whether libcurl tries again after a reset depends on what it had noticed by then.
    if let response = result.success { #expect(response.text == "true") }
    #expect(result.failure.map { $0.kind == .connectionLost } ?? true)
  }

  @Test func anAnswerBeforeTheEndOfTheUploadCounts() async throws {
    let server = try RawServer { connection in
      _ = connection.readHead()
      connection.answer(413, headers: "Connection: close\r\n", body: "too large")
      connection.hang()
    }
    let path = directory.write([UInt8](repeating: 7, count: 8 << 20), to: "upload")
    let response = await (try CurlTransport.make()).send(
      Self.upload(path, bytes: 8 << 20, to: server.url))
    #expect(response.success?.head.status == 413)
    #expect(response.success?.text == "too large")
  }
}
