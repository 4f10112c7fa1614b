import HTTPCore
import JSONText
import JobModel

extension NightService {
  func submit(_ bytes: [UInt8]) async -> Result<HTTPResponse, HTTPFailure> {
    let body = String(decoding: bytes, as: UTF8.self)
    let json = try? JSONValue.parse(bytes)
    guard let json, let job = json["prompt"]?.string else {
      complain("a submission that can't be read")
      return answer(400, Self.error("invalid_request", "unreadable"))
    }
    let key = json["client_business_id"]?.string
    state.withLock { state in
      state.onArrival(job)
      state.submissions += 1
      state.arrivals.append((job, clock.inner.now, key != nil))
      if let key, !state.isDurable(key) {
        state.complaints.append("\(job): its intent was not on the disk when the request left")
      }
    }
    if state.withLock({ $0.chance($0.rules.neverSent) }) {
      _ = await pass()
      return lost(.neverSent, .connect)
    }
    guard await pass() else { return lost() }
    let reply = arrive(json, body, job, key)
    _ = await pass()
    return reply
  }

  /// The moment in which the service decides.
  private func arrive(
    _ json: JSONValue, _ body: String, _ job: String, _ key: String?
  ) -> Result<HTTPResponse, HTTPFailure> {
    let now = clock.now
    return state.withLock { state in
      if let mishap = state.mishaps[job]?.first {
        state.mishaps[job]?.removeFirst()
        return befall(mishap) { create(json, body, job, $0 ?? key, now, &state) }
      }
      if state.chance(state.rules.throttles) {
        return answer(429, Self.page, Self.retryAfter(&state.random))
      }
      if state.chance(state.rules.limiterDown) {
        return answer(503, Self.error("rate_limit_unavailable", "the limiter is down"))
      }
      if key != nil, state.rules.keys == .refused {
        return answer(400, Self.error("invalid_request", "unknown field client_business_id"))
      }
      if state.refused.contains(job) || state.chance(state.rules.policyRefusal) {
        state.refused.insert(job)
        return answer(422, Self.error("content_policy_violation", "not this one"))
      }
      if state.chance(state.rules.gateway) {
        let isCreated = Bool.random(using: &state.random)
        if isCreated { _ = create(json, body, job, key, now, &state) }
        return answer([500, 502, 503, 504].randomElement(using: &state.random) ?? 500, Self.page)
      }
      if state.chance(state.rules.lostAnswer) {
        let isCreated = Bool.random(using: &state.random)
        if isCreated { _ = create(json, body, job, key, now, &state) }
        return lost()
      }
      if state.chance(state.rules.nonsense) {
        _ = create(json, body, job, key, now, &state)
        return answer(
          200, ["", "{}", Self.page, #"{"id":"vid"#].randomElement(using: &state.random) ?? "")
      }
      let id = create(json, body, job, key, now, &state)
      let name = Bool.random(using: &state.random) ? "id" : "task_id"
      let repeated = storedKey(json, key, state.rules).map { #","client_business_id":"\#($0)""# }
      return answer(200, #"{"\#(name)":"\#(id)","status":"queued"\#(repeated ?? "")}"#)
    }
  }

  private func befall(
    _ mishap: Mishap, create: (_ key: String?) -> String
  ) -> Result<HTTPResponse, HTTPFailure> {
    switch mishap {
    case .lostBefore:
      return lost()
    case .lostAfter:
      _ = create(nil)
      return lost()
    case .acceptedUnderOtherKey:
      let id = create("theirs")
      return answer(200, #"{"id":"\#(id)","status":"queued","client_business_id":"theirs"}"#)
    case .acceptedInAnotherShape:
      let id = create("theirs")
      return answer(200, #"{"code":0,"data":{"id":"\#(id)"}}"#)
    case .lostUnderOtherKey:
      _ = create("theirs")
      return lost()
    case .answer(let status, let retryAfter):
      let headers = retryAfter.map { [HTTPField("Retry-After", $0)] } ?? []
      return answer(status, Self.error("mishap", "as the test wants it"), headers)
    case .otherTask(let id):
      return answer(200, #"{"id":"\#(id)","status":"queued"}"#)
    }
  }

  /// Creates a task, which is the moment of payment.
  private func create(
    _ json: JSONValue, _ body: String, _ job: String, _ key: String?, _ now: Duration,
    _ state: inout State
  ) -> String {
    let id = "video_\(state.tasks.count + 1)"
    let sent = json["client_business_id"]?.string
    let bare = sent.map { body.replacing(#","client_business_id":"\#($0)""#, with: "") } ?? body
    let rivals = state.tasks.filter { $0.body == bare && !$0.isToldGone && $0.expiresAt > now }
    for rival in rivals {
      state.complaints.append("\(job) was paid twice: \(rival.id) and \(id)")
    }
    let resolution = Resolution(rawValue: json["resolution"]?.string ?? "") ?? .p1080
    let length = json["duration"]?.int.flatMap { ClipLength(rawValue: Int($0)) } ?? .five
    let audio = json["audio"]?.bool ?? true
    let priceClass = PriceClass(resolution: resolution, audio: audio)
    let isFailing = state.chance(state.rules.passingFailure)
    let isFinal = state.chance(state.rules.finalFailure)
    let endsAt = now + state.seconds(state.rules.taskSeconds)
    let task = RemoteTask(
      id: id, job: job, body: bare, key: storedKey(json, key, state.rules),
      price: PriceTable.published.price(of: priceClass, length: length) ?? .zero,
      createdAt: now,
      visibleAt: now + state.lag + state.seconds(0...state.rules.invisibleSeconds),
      endsAt: endsAt,
      expiresAt: wholeSecond(endsAt + state.seconds(state.rules.lifeSeconds)),
      fate: isFinal ? .finalFailure : isFailing ? .passingFailure : .video,
      movie: TinyMovie.bytes(
        mark: id, height: resolution == .p720 ? 720 : 1080,
        milliseconds: state.claimedMilliseconds ?? UInt64(length.seconds) * 1000, audio: audio))
    state.tasks.append(task)
    if task.fate == .video, state.chance(state.rules.failedFirst) {
      let span = Duration.milliseconds(Int64(state.rules.failedFirstSeconds * 1000))
      state.tasks[state.tasks.count - 1].failedUntil = endsAt + span
    }
    audit(job, now, &state)
    return id
  }

  /// The key that a task can be found by, and that answers repeat.
  private func storedKey(_ json: JSONValue, _ key: String?, _ rules: NightRules) -> String? {
    switch rules.keys {
    case .honoured: key
    case .ignored, .refused: nil
    case .imagesOnly: json["image_urls"] == nil ? nil : key
    case .rewritten: key.map { "user-7:\($0)" }
    }
  }

  /// The clock's origin is a whole second, and so is every expiry.
  private func wholeSecond(_ instant: Duration) -> Duration {
    .seconds(instant.components.seconds)
  }

  /// Checks what must hold at every payment.
  private func audit(_ job: String, _ now: Duration, _ state: inout State) {
    let unfinished = state.tasks.count { $0.endsAt > now && state.isDurable($0.id) } + 1
    if unfinished > state.concurrency {
      state.complaints.append("\(unfinished) unfinished tasks, \(state.concurrency) allowed")
    }
    let refunded = state.tasks.filter { $0.isToldGone && $0.fate != .video }
    let paid =
      state.tasks.map(\.price).reduce(.zero, +) - refunded.map(\.price).reduce(.zero, +)
    if let cap = state.cap, paid > cap {
      state.complaints.append("\(job): \(paid) paid, the cap is \(cap)")
    }
  }
}
