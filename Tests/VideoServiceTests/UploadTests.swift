import HTTPCore
import Testing
import VideoService

@Suite struct UploadTests {
  private func upload(
    _ transport: ScriptedTransport, _ mediaType: String = "image/png"
  ) async throws -> UploadOutcome {
    try await VideoClient.make(transport).upload(
      path: "/pictures/a.png", mediaType: mediaType, sizeBytes: 123, boundary: "BOUND"
    ).outcome
  }

  @Test(arguments: [
    ("image/png", "images", "source.png"), ("image/jpeg", "images", "source.jpeg"),
    ("image/webp", "images", "source.webp"), ("image/gif", "images", "source.gif"),
    ("video/mp4", "videos", "source.mp4"), ("video/quicktime", "videos", "source.quicktime"),
    ("video/webm", "videos", "source.webm"),
  ])
  func formIsByteForByteWhatTheContractSays(
    _ mediaType: String, _ route: String, _ name: String
  ) async throws {
    let transport = ScriptedTransport()
    _ = try await upload(transport, mediaType)
    let request = try #require(transport.requests.first)
    #expect(request.method == .post)
    #expect(request.url == "https://toapis.com/v1/uploads/\(route)")
    #expect(request.values(of: "Content-Type") == ["multipart/form-data; boundary=BOUND"])
    guard case .file(let prefix, let path, let fileBytes, let suffix) = request.body else {
      Issue.record("not a file")
      return
    }
    #expect(
      String(decoding: prefix, as: UTF8.self)
        == "--BOUND\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\ngeneration\r\n"
        + "--BOUND\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
        + "Content-Type: \(mediaType)\r\n\r\n")
    #expect(String(decoding: suffix, as: UTF8.self) == "\r\n--BOUND--\r\n")
    #expect(path == "/pictures/a.png")
    #expect(fileBytes == 123)
    // A large file may take long; only a standstill ends it.
    #expect(request.limits.total == .seconds(1800))
    #expect(request.limits.stall == .seconds(9))
  }

  @Test func storedFileHasAURL() async throws {
    let body = #"{"success":true,"message":"","data":{"id":"u","url":"https://f/u.png","size":1}}"#
    #expect(try await upload(ScriptedTransport(200, body)) == .stored(url: "https://f/u.png"))
  }

  /// The case of an outcome, without its words.
  enum Verdict: Sendable { case stored, refused, stop, throttled, unavailable }

  @Test(arguments: [
    (200, #"{"success":false,"message":"Image too large"}"#, Verdict.refused),
    (200, #"{"success":true}"#, .unavailable), (200, #"{"data":{"url":""}}"#, .unavailable),
    (200, #"{"data":{"url":7}}"#, .unavailable), (200, "", .unavailable),
    (200, "<html>", .unavailable),
    (200, #"{"data":{"url":"\#(String(repeating: "u", count: 8193))"}}"#, .unavailable),
    (400, #"{"success":false,"message":"Image too large"}"#, .refused), (413, "", .refused),
    (422, "", .refused), (401, "", .stop), (402, "", .stop), (403, "", .stop), (404, "", .stop),
    (405, "", .stop), (302, "", .stop), (429, "", .throttled), (408, "", .unavailable),
    (409, "", .unavailable), (500, "", .unavailable), (503, "<html>", .unavailable),
  ])
  func answerDecides(_ status: Int, _ body: String, _ expected: Verdict) async throws {
    let verdict: Verdict =
      switch try await upload(ScriptedTransport(status, body)) {
      case .stored: .stored
      case .refused: .refused
      case .stop: .stop
      case .throttled: .throttled
      case .unavailable: .unavailable
      }
    #expect(verdict == expected)
  }

  @Test func lostConnectionMayBeTriedAgain() async throws {
    let failure = HTTPFailure(phase: .maybeSent, kind: .connectionLost, message: "lost")
    #expect(
      try await upload(ScriptedTransport(.failure(failure))) == .unavailable(message: "lost"))
  }
}
