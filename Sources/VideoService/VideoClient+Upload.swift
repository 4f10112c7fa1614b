import HTTPCore
import JSONText

/// What came of an upload. An upload costs nothing, so it may always be tried again.
public enum UploadOutcome: Sendable, Equatable {
  /// The file is at the service under a URL that submissions can name.
  case stored(url: String)
  /// The service does not take this file.
  case refused(message: String)
  /// Every later upload would fail the same way.
  case stop(StopCause, message: String)
  /// Not now (429).
  case throttled(message: String)
  /// No answer, one that speaks of an outage, or a success without a URL; worth another try.
  case unavailable(message: String)
}

extension VideoClient {
  /// Uploads a file, reading it from disk while it is sent.
  ///
  /// - Parameters:
  ///   - path: the file; an image is at most 10,000,000 bytes, a video at most 50,000,000.
  ///   - mediaType: decides the route, for example `image/png` or `video/mp4`.
  ///   - sizeBytes: the size the file must have.
  ///   - boundary: separates the parts of the form; must not occur in the file, so it is random.
  public func upload(
    path: String, mediaType: String, sizeBytes: Int64, boundary: String
  ) async -> (outcome: UploadOutcome, limits: RateLimitNote?) {
    let isVideo = mediaType.hasPrefix("video/")
    let name = "source." + (mediaType.split(separator: "/").last.map(String.init) ?? "bin")
    let prefix = """
      --\(boundary)\r
      Content-Disposition: form-data; name="purpose"\r
      \r
      generation\r
      --\(boundary)\r
      Content-Disposition: form-data; name="file"; filename="\(name)"\r
      Content-Type: \(mediaType)\r
      \r

      """
    var exchange = request(.post, isVideo ? "/uploads/videos" : "/uploads/images")
    exchange.headers.append(
      HTTPField("Content-Type", "multipart/form-data; boundary=\(boundary)"))
    exchange.body = .file(
      prefix: Array(prefix.utf8), path: path, fileBytes: sizeBytes,
      suffix: Array("\r\n--\(boundary)--\r\n".utf8))
    // A large file on a slow line may take long; only a standstill, or half an hour, is an error.
    exchange.limits.total = .seconds(1800)
    let result = await send(exchange)
    guard case .success(let response) = result else {
      let message = if case .failure(let failure) = result { failure.message } else { "" }
      return (.unavailable(message: message), nil)
    }
    return (Self.classify(ServiceAnswer(response)), RateLimitNote(response.head))
  }

  private static func classify(_ answer: ServiceAnswer) -> UploadOutcome {
    switch answer.status {
    case 200..<300:
      if answer.json?["success"]?.bool == false { return .refused(message: answer.summary) }
      guard let url = answer.json?["data"]?["url"]?.string, (1...8192).contains(url.utf8.count)
      else { return .unavailable(message: "\(answer.summary), without a URL") }
      return .stored(url: url)
    case 401: return .stop(.keyRefused, message: answer.summary)
    case 402: return .stop(.balance, message: answer.summary)
    case 403: return .stop(.notAllowed, message: answer.summary)
    case 300..<400, 404, 405: return .stop(.wrongAddress, message: answer.summary)
    case 408, 409, 425: return .unavailable(message: answer.summary)
    case 429: return .throttled(message: answer.summary)
    case 400..<500: return .refused(message: answer.summary)
    default: return .unavailable(message: answer.summary)
    }
  }
}
