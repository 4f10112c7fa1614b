import HTTPCore
import JSONText
import JobJSON
import JobModel

/// Speaks with the video service: one call, one HTTP exchange, one value that says what came
/// of it. Nothing is retried here.
///
/// ```swift
/// let client = VideoClient(
///   endpoint: .standard, key: key, transport: try CurlTransport())
/// let answer = await client.submit(
///   VideoRequest(mode: .imageToVideo, sources: ["https://example.com/a.jpg"]), key: nil)
/// ```
public struct VideoClient: Sendable {
  /// The service that every request goes to, and the only one that gets the key.
  public let endpoint: ServiceEndpoint
  private let key: APIKey
  private let transport: any HTTPTransport
  /// What every URL of the API begins with.
  private let root: String
  private let limits: HTTPLimits

  /// - Parameter timeout: bounds each exchange as a whole; of an upload only its standstills.
  public init(
    endpoint: ServiceEndpoint = .standard, key: APIKey, transport: any HTTPTransport,
    timeout: Duration = .seconds(60)
  ) {
    self.endpoint = endpoint
    self.key = key
    self.transport = transport
    root = endpoint.url("")
    limits = HTTPLimits(total: timeout, stall: timeout)
  }

  /// Asks for a video. This spends money, so the request leaves on a connection of its own and
  /// at most once.
  ///
  /// - Parameters:
  ///   - request: its sources are `http(s)` URLs.
  ///   - key: sent as `client_business_id` when given; the task can be found by it where the
  ///     service honours the field.
  public func submit(
    _ request: VideoRequest, key submissionKey: SubmissionKey?
  ) async -> (outcome: SubmitOutcome, limits: RateLimitNote?) {
    var writer = JSONWriter()
    writer.beginObject()
    RequestJSON.writeMembers(request, to: &writer)
    if let submissionKey { writer.member("client_business_id", submissionKey.text) }
    writer.endObject()
    var exchange = self.request(.post, "/videos/generations")
    exchange.headers.append(HTTPField("Content-Type", "application/json"))
    exchange.body = .bytes(writer.bytes)
    exchange.connectionUse = .fresh
    let result = await send(exchange)
    return (SubmitClassification.classify(result, key: submissionKey), note(of: result))
  }

  /// Asks how a task is.
  public func status(of task: TaskID) async -> StatusAnswer {
    await status(pathSegment(task.text), .task(task))
  }

  /// Looks for the task of a submission by the key it carried.
  ///
  /// That nothing is found proves nothing by itself: the service may ignore the field.
  public func task(
    submittedWith key: SubmissionKey
  ) async -> StatusAnswer {
    await status(pathSegment(key.text), .key(key))
  }

  private func status(
    _ segment: String, _ subject: StatusClassification.Subject
  ) async -> StatusAnswer {
    let result = await send(request(.get, "/videos/generations/" + segment))
    var date: Timestamp?
    if case .success(let response) = result {
      date = response.head.value(of: "Date").flatMap { Timestamp(httpDate: $0) }
    }
    let (outcome, length) = StatusClassification.classify(result, subject: subject, date: date)
    return StatusAnswer(
      outcome: outcome, limits: note(of: result), date: date, lengthSeconds: length)
  }

  /// Makes a request to the API host, with the key.
  func request(_ method: HTTPRequest.Method, _ route: String) -> HTTPRequest {
    HTTPRequest(method, root + route, headers: key.header, limits: limits)
  }

  /// Makes an exchange. What comes back no longer holds the key, which services have been seen
  /// to quote in their refusals: it could end up in a journal or on a screen.
  func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    switch await transport.send(request) {
    case .success(var response):
      response.body = key.erased(from: unescaped(response.body))
      return .success(response)
    case .failure(var failure):
      failure.message = String(
        decoding: key.erased(from: Array(failure.message.utf8)), as: UTF8.self)
      return .failure(failure)
    }
  }

  private func note(of result: Result<HTTPResponse, HTTPFailure>) -> RateLimitNote? {
    guard case .success(let response) = result else { return nil }
    return RateLimitNote(response.head)
  }
}

/// A JSON body with no more escapes than it needs, so that text in it can be found byte by byte;
/// any other body as it is.
private func unescaped(_ body: [UInt8]) -> [UInt8] {
  guard body.contains(byte: UInt8(ascii: "\\")) else { return body }
  do throws(JSONTextError) {
    var writer = JSONWriter()
    writer.value(try JSONValue.parse(body))
    return writer.bytes
  } catch {
    return body
  }
}
