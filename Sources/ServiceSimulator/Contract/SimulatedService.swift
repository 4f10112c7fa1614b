import JSONText
import Locking

/// The contract's other side: turns requests into answers and keeps the account of them.
///
/// Nothing runs in the background. What a task is at any moment follows from its id and the clock.
final class SimulatedService: RequestHandler {
  /// What a submission changes, together.
  struct Books: Sendable {
    var ledger = Ledger()
    var stateFile: StateFile?
    /// Counts tasks; the high bits tell simulators apart.
    var nextSerial: UInt64
    var previousID: String?
  }

  let options: SimulatorOptions
  let keys: KeyRing
  let books: Locked<Books>
  let limits: Locked<RateLimits>
  let faults: Locked<FaultPlan>
  let traffic = Locked(Traffic())
  let uploads = Locked(UploadStore())
  let videos = VideoLibrary()
  private let address = Locked("")

  init(_ options: SimulatorOptions) throws(SimulatorError) {
    var rules: [FaultRule] = []
    for text in options.faults { rules.append(try FaultRule(text)) }
    self.options = options
    keys = KeyRing(options.apiKeys)
    limits = Locked(RateLimits(tier: options.tier, isEnforced: options.enforceRateLimits))
    faults = Locked(FaultPlan(rules, seed: options.seed))
    // Two simulators that answer for each other's tasks must not give out one id twice, whatever
    // their seeds are: the time of the start and 16 bits of chance keep them apart.
    let chance = UInt64.random(in: 0..<1 << 16)
    var books = Books(nextSerial: chance << 24)
    if let path = options.stateFile {
      let (file, entries) = try StateFile.open(path)
      books.stateFile = file
      for entry in entries { books.ledger.record(entry) }
      books.previousID = entries.last?.id
    }
    self.books = Locked(books)
  }

  /// `http://127.0.0.1:PORT`, the start of every URL that is given out.
  var baseURL: String {
    get { address.withLock { $0 } }
    set { address.withLock { $0 = newValue } }
  }

  func close() {
    books.withLock { books in
      books.stateFile?.close()
      books.stateFile = nil
    }
  }

  func maximumBodyBytes(for head: RequestHead) -> Int {
    switch Endpoint(path: head.path) {
    // Room for a file that is too large, so that it is refused in the contract's own words.
    case .upload: 64_000_000
    default: 1 << 20
    }
  }

  func reply(to fault: RequestFault) -> Reply? {
    guard let status = fault.status else { return nil }
    let detail = if case .malformed(let reason) = fault { reason } else { "\(fault)" }
    traffic.withLock { $0.count("unreadable request", "\(status)") }
    return dated(.error(status, "bad_request", detail), at: now())
  }

  func reply(to head: RequestHead, body: [UInt8]) -> Reply {
    let request = ServiceRequest(head: head, body: body, now: now())
    let reply = dated(request.methodRefusal ?? answer(request), at: request.now)
    let route = "\(head.method.rawValue) \(request.endpoint.label)"
    let outcome = reply.outcomeName
    traffic.withLock { $0.note(request, route: route, outcome: outcome) }
    return reply
  }

  /// The service's own clock, in microseconds since 1970 UTC.
  private func now() -> Int64 { options.now() + Int64(options.clockOffsetSeconds * 1e6) }

  private func dated(_ reply: Reply, at microseconds: Int64) -> Reply {
    var reply = reply
    reply.headers.append(("Date", httpDate(microseconds / 1_000_000)))
    return reply
  }

  private func answer(_ request: ServiceRequest) -> Reply {
    let fault = strike(request)
    if let fault, fault.isBefore { return twisted(Reply(status: 200), fault, request) }
    let reply =
      switch request.endpoint {
      case .submit: submit(request, fault)
      case .status(let name): status(request, name, fault)
      case .upload(let kind): upload(request, kind)
      case .balance(let ofAccount): balance(request, ofAccount: ofAccount)
      case .video(let id): video(request, id, fault)
      case .uploadedFile(let path): uploadedFile(request, path)
      case .ledger: ledgerReport(request)
      case .log: trafficLog()
      case .faults: request.head.method == .post ? setFaults(request) : faultReport()
      case .unknown: Reply.notFound
      }
    guard let fault else { return reply }
    return twisted(reply, fault, request)
  }

  private func strike(_ request: ServiceRequest) -> FaultAction? {
    guard let route = request.endpoint.faultRoute else { return nil }
    let readsPrompts: Bool? = faults.withLock { $0.isEmpty ? nil : $0.readsPrompts }
    guard let readsPrompts else { return nil }
    var subject = FaultPlan.Subject(route: route, identity: request.head.path, prompt: "")
    if route == .submit, let body = request.json?.object {
      subject.identity = bodyHash(body)
      subject.prompt = body["prompt"]?.string ?? ""
    } else if readsPrompts, let id = request.taskName {
      subject.prompt = books.withLock { $0.ledger.entry(id: id)?.prompt } ?? ""
    }
    return faults.withLock { $0.strike(subject) }
  }

  /// The answer as the fault leaves it; faults of one route are seen to where it is answered.
  private func twisted(_ reply: Reply, _ fault: FaultAction, _ request: ServiceRequest) -> Reply {
    var reply = reply
    switch fault {
    case .error(let status, _, let style):
      return style.reply(status: status, at: request.now / 1_000_000)
    case .redirect(let status, let location):
      return Reply(status: status, headers: [("Location", location)], contentType: "")
    case .delivery(let delivery, _): reply.delivery = delivery
    case .slow(let seconds): reply.delaySeconds = seconds
    case .htmlPage: return .htmlPage
    case .emptyBody: reply.body = []
    case .malformedBody: reply.body = Array(reply.body.prefix(reply.body.count * 2 / 3))
    case .withoutID, .sameID, .ends, .wrongID, .stepBack, .statusWord, .late, .failedFirst,
      .times, .file:
      break
    }
    return reply
  }
}
