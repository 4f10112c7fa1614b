import HTTPCore
import JobModel
import Locking
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes the preferred form of RFC 9110, section 5.6.7.
enum HTTPDate {
  static func text(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    var bytes = [CChar](repeating: 0, count: 64)
    let count = strftime(&bytes, bytes.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The contract's other side, in memory and on the test clock, with a ledger of what it was paid
/// for and a list of whatever no careful client does.
final class NightService: HTTPTransport {
  struct RemoteTask: Sendable {
    enum Fate: Sendable, Equatable { case video, passingFailure, finalFailure }

    var id: String
    var job: String
    /// The request without the key.
    var body: String
    var key: String?
    var price: Money
    var createdAt: Duration
    var visibleAt: Duration
    var endsAt: Duration
    var expiresAt: Duration
    var fate: Fate
    /// Until when it shows a failure although it is a video.
    var failedUntil = Duration.zero
    var movie: [UInt8]
    /// Whether the client was told that it failed, or that its video is gone.
    var isToldGone = false
  }

  /// Something that befalls one submission of a job.
  enum Mishap: Sendable {
    /// The line breaks; there is no task.
    case lostBefore
    /// The task is created, and then the line breaks.
    case lostAfter
    /// The task is created under another key, which the answer repeats.
    case acceptedUnderOtherKey
    /// The task is created under another key, and the answer names it in no documented place.
    case acceptedInAnotherShape
    /// The task is created under another key, and then the line breaks.
    case lostUnderOtherKey
    case answer(Int, retryAfter: String? = nil)
    /// The answer names this task.
    case otherTask(String)
  }

  struct State {
    /// What befalls the next submissions of a job, by its prompt, before the rules apply.
    var mishaps: [String: [Mishap]] = [:]
    /// What uploads are answered with; then they work.
    var uploads: [Int] = []
    /// When each submission arrived.
    var arrivals: [(job: String, at: Duration, hasKey: Bool)] = []
    /// How long no new task can be found, whatever the rules say.
    var lag = Duration.zero
    /// Where downloads of a task are sent first.
    var redirects: [String: String] = [:]
    /// The length that every video claims, in place of its own.
    var claimedMilliseconds: UInt64?
    var random: SeededGenerator
    var rules = NightRules.calm
    var tasks: [RemoteTask] = []
    /// Prompts of jobs whose requests are never taken.
    var refused: Set<String> = []
    var complaints: [String] = []
    var cap: Money?
    var concurrency = Int.max
    var submissions = 0
    var queries = 0
    /// When this process asked about a task by its id last, and how often it may.
    var askedAt: [String: Duration] = [:]
    var pollInterval = Duration.zero
    var downloads = 0
    /// Until when the host of the videos does not have them yet.
    var filesAreRefusedUntil = Duration.zero
    /// Until when the host of the videos has no time.
    var filesAreBusyUntil = Duration.zero
    var isDurable: @Sendable (String) -> Bool = { _ in true }
    var onArrival: @Sendable (String) -> Void = { _ in }

    mutating func chance(_ probability: Double) -> Bool {
      probability > 0 && Double.random(in: 0..<1, using: &random) < probability
    }

    mutating func seconds(_ range: ClosedRange<Double>) -> Duration {
      .milliseconds(Int64(Double.random(in: range, using: &random) * 1000))
    }
  }

  static let host = "https://video.example"
  let clock: NightClock
  let state: Locked<State>
  /// By how many seconds `Date` alone is wrong.
  let dateAhead = Locked<Int64>(0)

  init(clock: NightClock, seed: UInt64) {
    self.clock = clock
    state = Locked(State(random: SeededGenerator(seed: seed)))
  }

  var complaints: [String] { state.withLock { $0.complaints } }
  var tasks: [RemoteTask] { state.withLock { $0.tasks } }

  func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    clock.note()
    defer { clock.note() }
    let route = "\(Self.host)/v1/videos/generations"
    if request.headers.first(where: { $0.name == "Authorization" })?.value != "Bearer night-key" {
      complain("a request without the key: \(request.url)")
    }
    switch (request.method, request.body) {
    case (.post, .bytes(let body)) where request.url == route:
      if request.connectionUse != .fresh { complain("a submission on a used connection") }
      return await submit(body)
    case (.get, .none) where request.url.hasPrefix(route + "/"):
      return await status(of: String(request.url.dropFirst(route.count + 1)))
    case (.post, .file) where request.url.hasPrefix(Self.host + "/v1/uploads/"):
      return await upload()
    default:
      complain("an unknown request: \(request.method) \(request.url)")
      return .success(HTTPResponse(head: HTTPResponseHead(status: 404), body: []))
    }
  }

  private func upload() async -> Result<HTTPResponse, HTTPFailure> {
    guard await pass() else { return lost(.maybeSent, .cancelled) }
    let status = state.withLock { $0.uploads.isEmpty ? 200 : $0.uploads.removeFirst() }
    if status == 429 { return answer(429, "", [HTTPField("Retry-After", "500")]) }
    return answer(status, #"{"success":true,"data":{"url":"https://files.example/up.png"}}"#)
  }

  /// Seconds since 1970 by the service's own clock.
  var serviceSeconds: Int64 {
    1_795_399_200 + Int64(clock.inner.now / .seconds(1))
  }

  func complain(_ words: String) { state.withLock { $0.complaints.append(words) } }

  /// Lets half of an exchange's time pass.
  ///
  /// - Returns: whether to go on; `false` when the client has given up.
  func pass() async -> Bool {
    let span = state.withLock { state in
      let range = state.rules.answerSeconds
      return state.seconds((range.lowerBound / 2)...(range.upperBound / 2))
    }
    do {
      try await clock.sleep(until: clock.now + span)
      return true
    } catch {
      return false
    }
  }

  func answer(
    _ status: Int, _ body: String, _ headers: [HTTPField] = []
  ) -> Result<HTTPResponse, HTTPFailure> {
    // By the service's own clock, whatever this machine's says.
    let date = HTTPField("Date", HTTPDate.text(serviceSeconds + dateAhead.withLock { $0 }))
    let head = HTTPResponseHead(status: status, headers: headers + [date])
    return .success(HTTPResponse(head: head, body: Array(body.utf8)))
  }

  func lost(
    _ phase: HTTPFailure.Phase = .maybeSent, _ kind: HTTPFailure.Kind = .connectionLost
  ) -> Result<HTTPResponse, HTTPFailure> {
    .failure(HTTPFailure(phase: phase, kind: kind, message: "the line broke"))
  }

  static func error(_ code: String, _ message: String) -> String {
    #"{"error":{"code":"\#(code)","message":"\#(message)","type":"t"}}"#
  }

  static let page = "<html><title>502 Bad Gateway</title></html>"

  static func retryAfter(_ random: inout SeededGenerator) -> [HTTPField] {
    let values = ["0", "2", "7", "-5", "soon", "", "99999999999999999999", "1e18"]
    // The absurd ones are bounded to ten minutes each, so they are kept rare.
    let value =
      Int.random(in: 0..<20, using: &random) == 0
      ? values[6] : values[Int.random(in: 0..<6, using: &random)]
    return [HTTPField("Retry-After", value)]
  }
}
