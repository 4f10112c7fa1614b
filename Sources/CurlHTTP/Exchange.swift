import CurlShim
import HTTPCore

/// One exchange, from its request to its end.
///
/// `@unchecked Sendable`: everything that changes is touched by the transport's thread alone,
/// libcurl's callbacks included, which run on it. Other threads only hold the reference, to
/// name the exchange in a command.
final class Exchange: @unchecked Sendable {
  /// Why an exchange ends, when that was decided on our side of libcurl.
  struct Verdict {
    var kind: HTTPFailure.Kind
    var cause: String
  }

  enum Stage {
    /// Its start has not reached the thread.
    case new
    /// Waits for a connection slot.
    case waiting
    /// Known to libcurl.
    case active
    case ended
  }

  typealias Slots = ConnectionSlots<HTTPURL.Origin, Exchange>

  let request: HTTPRequest
  let url: HTTPURL

  var stage = Stage.new
  /// While it is active.
  var slot: Slots.Slot?
  var sink: (any AnswerSink)?
  /// The first reason counts; later ones are consequences.
  private(set) var verdict: Verdict?

  /// Lives from `open` to `close`.
  private(set) var easy: OpaquePointer?
  private(set) var headers: HeaderList?
  /// The request's URL as libcurl reads it.
  private(set) var readURL: OpaquePointer?
  /// Where libcurl writes its own words about an error; freed by `close`.
  let errorText: UnsafeMutablePointer<CChar>
  static let errorTextSize = 256

  var head: AnswerHeadParser
  var bodyBytes: Int64 = 0
  var source: BodySource?
  /// The connection stands and the request is about to leave, or has left.
  var isReady = false
  /// Whether this libcurl tells `isReady`.
  let announcesReadiness: Bool
  /// How much of an answer is read at a time.
  let bufferBytes: Int
  let plainKind: PlainKind?
  /// Whether sockets go straight to the host, so that their addresses are checked.
  var checksAddresses = false
  var refusedAddress: IPAddress?
  var hasAllowedAddress = false

  /// Reading is held back because nobody takes what was read.
  var isPaused = false
  /// When something last came or went, for the stall limit.
  var lastActivity = ContinuousClock.now

  init(
    _ request: HTTPRequest, announcesReadiness: Bool, bufferBytes: Int = 16 << 10
  ) throws(HTTPFailure) {
    self.request = request
    self.bufferBytes = bufferBytes
    plainKind = PlainKind(request, bufferBytes: bufferBytes)
    self.announcesReadiness = announcesReadiness
    url = try request.checkedURL()
    head = AnswerHeadParser(maximumBytes: request.limits.headerBytes)
    errorText = .allocate(capacity: Self.errorTextSize)
    errorText.initialize(repeating: 0, count: Self.errorTextSize)
  }

  deinit {
    precondition(easy == nil, "an exchange was dropped while libcurl knew it")
    errorText.deallocate()
  }

  func decide(_ kind: HTTPFailure.Kind, _ cause: String) {
    if verdict == nil { verdict = Verdict(kind: kind, cause: cause) }
  }

  /// Gets the handle ready.
  ///
  /// - Throws: a failure that was never sent.
  func open(
    _ headers: HeaderList, _ configuration: CurlConfiguration, _ proxies: ProxyVariables,
    _ library: CurlLibrary, _ pool: inout HandlePool
  ) throws(HTTPFailure) {
    if request.method == .post { source = try BodySource(request.body) }
    guard let (easy, isPrepared) = pool.take(for: plainKind) else {
      throw failure(.unavailable, "libcurl has no memory left", .neverSent)
    }
    self.easy = easy
    self.headers = headers
    readURL = curl_shim_url_create(request.url)
    lastActivity = .now
    guard setOptions(of: easy, isPrepared: isPrepared, configuration, proxies, library) else {
      close(&pool)
      throw failure(.unavailable, "libcurl \(library.versionText) refuses an option", .neverSent)
    }
  }

  /// Gives everything back that libcurl used; the multi handle must have let go before.
  ///
  /// - Parameter isWhole: whether the exchange came to its end without a failure.
  func close(_ pool: inout HandlePool, isWhole: Bool = false) {
    if let easy { pool.giveBack(easy, of: isWhole && !hasConnected(easy) ? plainKind : nil) }
    easy = nil
    headers = nil
    if let readURL { curl_shim_url_free(readURL) }
    readURL = nil
    source = nil
  }

  /// Whether a connection was made for it. A request that libcurl sends once more, since its
  /// kept-alive connection was gone, gets a new one, and the handle counts such retries until it is
  /// reset: after the fifth it makes none.
  private func hasConnected(_ easy: OpaquePointer) -> Bool {
    curl_shim_get_long(easy, CurlInformation.newConnections) != 0
  }

  /// Judged while the handle lives. *Never sent* only where that is certain.
  var phase: HTTPFailure.Phase {
    guard let easy else { return .neverSent }
    // Behind a proxy CONNECT counts as a request sent; that the connection never stood is
    // then known from the callback alone.
    if announcesReadiness, !isReady { return .neverSent }
    return curl_shim_get_long(easy, CurlInformation.requestSize) == 0 ? .neverSent : .maybeSent
  }

  func failure(
    _ kind: HTTPFailure.Kind, _ cause: String, _ phase: HTTPFailure.Phase
  ) -> HTTPFailure {
    HTTPFailure(phase: phase, kind: kind, message: "\(url.shown): \(cause)")
  }

  static let receiverStopped = "the receiver wants no more of the answer"

  /// For an exchange that was over before its receiver had enough.
  var stoppedByReceiver: HTTPFailure {
    failure(.stoppedByReceiver, Self.receiverStopped, .maybeSent)
  }
}
