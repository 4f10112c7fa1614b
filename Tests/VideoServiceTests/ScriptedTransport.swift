import HTTPCore
import Locking
import Testing
import VideoService

/// A transport that keeps every request and answers each with the same result.
final class ScriptedTransport: HTTPTransport {
  private let result: Result<HTTPResponse, HTTPFailure>
  private let kept = Locked<[HTTPRequest]>([])

  init(_ result: Result<HTTPResponse, HTTPFailure>) {
    self.result = result
  }

  convenience init(
    _ status: Int = 200, _ body: String = "{}", headers: [HTTPField] = []
  ) {
    let head = HTTPResponseHead(status: status, headers: headers)
    self.init(.success(HTTPResponse(head: head, body: Array(body.utf8))))
  }

  var requests: [HTTPRequest] { kept.withLock { $0 } }

  func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    kept.withLock { $0.append(request) }
    return result
  }

  func receive(
    _ request: HTTPRequest, by receiver: any HTTPBodyReceiver
  ) async -> Result<HTTPResponseHead, HTTPFailure> {
    .failure(HTTPFailure(phase: .neverSent, kind: .unavailable, message: "no client downloads"))
  }
}

/// Text that no message may ever hold.
let secret = "sk-Zq8-top-secret"

extension VideoClient {
  static func make(
    _ transport: ScriptedTransport, base: String = "https://toapis.com"
  ) throws -> VideoClient {
    VideoClient(
      endpoint: try #require(ServiceEndpoint(base)), key: try #require(APIKey(secret)),
      transport: transport, timeout: .seconds(9))
  }
}

extension HTTPRequest {
  /// A body of bytes as text; `nil` for another body.
  var bodyText: String? {
    if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  func values(of name: String) -> [String] {
    headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }
}
