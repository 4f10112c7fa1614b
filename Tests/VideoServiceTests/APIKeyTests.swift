import HTTPCore
import JobModel
import Testing

@testable import VideoService

@Suite struct APIKeyTests {
  @Test(arguments: [
    ("sk-1", "Bearer sk-1"), ("  sk-1\n", "Bearer sk-1"), ("\t\r\nk\u{0B}\u{0C}", "Bearer k"),
    ("!~", "Bearer !~"),
  ])
  func surroundingSpaceIsDropped(_ text: String, _ authorization: String) {
    #expect(APIKey(text)?.header.first?.value == authorization)
  }

  @Test(arguments: [
    "", " ", "\n", "a b", "a\nb", "a\r\nX-Evil: 1", "a\u{0}b", "kéy", "a\u{7F}", "\u{FEFF}sk-1",
    "a\u{A0}", String(repeating: "k", count: 4097),
  ])
  func textThatCanNotStandInAHeaderIsRefused(_ text: String) {
    #expect(APIKey(text) == nil)
  }

  @Test func longestKeyIsTaken() {
    #expect(APIKey(String(repeating: "k", count: 4096)) != nil)
  }

  @Test func keyNeverPrints() throws {
    let key = try #require(APIKey(secret))
    var dumped = ""
    dump(key, to: &dumped)
    let client = try VideoClient.make(ScriptedTransport())
    var deep = ""
    dump(client, to: &deep)
    let texts = [
      "\(key)", key.description, String(reflecting: key), "\([key])", "\(Optional(key) as Any)",
      dumped, deep, "\(client)", String(reflecting: client),
    ]
    for text in texts { #expect(!text.contains("top-secret"), "\(text)") }
    #expect("\(key)" == "***")
  }

  /// Every call there is, with what it says about its outcome.
  private func words(_ transport: ScriptedTransport) async throws -> String {
    let client = try VideoClient.make(transport)
    let request = VideoRequest(mode: .imageToVideo, sources: ["https://a/b.jpg"])
    let submitted = await client.submit(request, key: SubmissionKey("k"))
    let status = await client.status(of: TaskID("t"))
    let found = await client.task(submittedWith: SubmissionKey("k"))
    let upload = await client.upload(
      path: "/x", mediaType: "image/png", sizeBytes: 1, boundary: "b")
    return "\(submitted) \(status) \(found) \(upload) \(await client.balance())"
  }

  @Test func keyStandsInTheAuthorizationHeaderAndNowhereElse() async throws {
    let transport = ScriptedTransport()
    _ = try await words(transport)
    #expect(transport.requests.count == 5)
    for request in transport.requests {
      #expect(request.values(of: "Authorization") == ["Bearer \(secret)"])
      var rest = request
      rest.headers.removeAll { $0.name == "Authorization" }
      #expect(!"\(rest)".contains("top-secret"))
      if case .file(let prefix, _, _, let suffix) = request.body {
        #expect(!String(decoding: prefix + suffix, as: UTF8.self).contains("top-secret"))
      }
      #expect(request.bodyText?.contains("top-secret") != true)
    }
  }

  @Test(arguments: [200, 302, 400, 401, 402, 403, 404, 409, 422, 429, 500, 503])
  func keyThatTheServiceRepeatsReachesNoMessage(_ status: Int) async throws {
    let bodies = [
      #"{"error":{"code":"\#(secret)","message":"Incorrect API key provided: \#(secret)."}}"#,
      #"{"success":false,"message":"key \#(secret)"}"#,
      #"{"id":"t","status":"failed","error":{"message":"key \#(secret)"}}"#,
      #"{"id":"t","status":"\#(secret)"}"#,
    ]
    for body in bodies {
      let words = try await words(ScriptedTransport(status, body))
      #expect(!words.contains("top-secret"), "\(words)")
    }
  }

  @Test func keyInATransportsMessageReachesNoMessage() async throws {
    let failure = HTTPFailure(phase: .maybeSent, kind: .timeout, message: "while \(secret)")
    let words = try await words(ScriptedTransport(.failure(failure)))
    #expect(!words.contains("top-secret"), "\(words)")
  }

  @Test(arguments: [
    ("12345678", "***"), ("12345678x", "***x"), ("x12345678", "x***"), ("x12345678y", "x***y"),
    ("1234567812345678", "******"), ("12345678,12345678", "***,***"), ("1234567", "1234567"),
    ("112345678", "1***"), ("1234567123456788", "1234567***8"), ("12345678 1234567", "*** 1234567"),
    ("", ""), ("nothing", "nothing"),
  ])
  func keyIsErasedWhereverItStands(_ text: String, _ erased: String) throws {
    let key = try #require(APIKey("12345678"))
    #expect(key.erased(from: Array(text.utf8)) == Array(erased.utf8))
  }

  @Test func keyThatOverlapsItselfIsErasedFromTheLeft() throws {
    let key = try #require(APIKey("abcdabcd"))
    #expect(key.erased(from: Array("abcdabcdabcd".utf8)) == Array("***abcd".utf8))
  }

  @Test func shortKeyMayBeAnywhereByChanceAndStays() throws {
    let key = try #require(APIKey("1234567"))
    #expect(key.erased(from: Array("a1234567".utf8)) == Array("a1234567".utf8))
  }

  /// The key as JSON may write it: with any of its characters as an escape.
  @Test(arguments: [
    "sk-Zq8\\u002dtop-secret", "\\u0073k-Zq8-top-secret", "sk-Zq8-top-secre\\u0074",
    "sk-Zq8-top-secret sk-Zq8-top\\u002Dsecret", "\\\"sk-Zq8-top-secret\\\"",
    "sk-Zq8-top-secretsk-Zq8-top-secret",
  ])
  func keyWithEscapesReachesNoMessage(_ written: String) async throws {
    for body in [
      #"{"error":{"code":"\#(written)","message":"provided: \#(written)."}}"#,
      #"{"id":"t","status":"failed","error":{"message":"\#(written)"}}"#,
    ] {
      for status in [200, 400, 401, 500] {
        let words = try await words(ScriptedTransport(status, body))
        #expect(!words.contains("top-secret"), "\(words)")
        #expect(!words.contains("top\\u"), "\(words)")
      }
    }
  }
}
