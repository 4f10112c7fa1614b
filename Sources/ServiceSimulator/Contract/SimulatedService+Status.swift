import JSONText

extension SimulatedService {
  /// `GET /v1/videos/generations/{id or client_business_id}`.
  func status(_ request: ServiceRequest, _ name: [UInt8], _ fault: FaultAction?) -> Reply {
    guard let holder = keys.holder(request.head.authorization) else { return .keyRefused }
    let verdict = limits.withLock {
      $0.admit(.query, account: holder.account, now: request.now)
    }
    var reply = verdict.isAllowed ? look(request, name, holder, fault) : .rateLimited
    reply.headers += verdict.headers
    return reply
  }

  private func look(
    _ request: ServiceRequest, _ name: [UInt8], _ holder: KeyRing.Holder, _ fault: FaultAction?
  ) -> Reply {
    let now = request.milliseconds
    var id = String(decoding: name, as: UTF8.self)
    var facts = TaskID.decode(id)
    if facts == nil, options.businessIDs != .ignored, options.businessIDs != .refused,
      let entry = books.withLock({
        $0.ledger.entry(businessID: name, account: holder.account)
      }),
      age(entry.facts, now) >= options.lookupDelaySeconds
    {
      (id, facts) = (entry.id, entry.facts)
    }
    guard var facts, facts.account == holder.account else { return .taskNotFound }
    if case .late(let seconds) = fault, age(facts, now) < seconds { return .taskNotFound }
    let asked = id
    if fault == .wrongID {
      facts.serial ^= 0xFF_FFFF
      id = TaskID.encode(facts)
    }
    let shown = Shown(facts, at: now, fault, options.statusWords)
    let tellsEnd =
      shown.outcome == facts.outcome && fault?.leavesStatusAnswer ?? true
      && request.head.method == .get
    let businessID = books.withLock {
      $0.ledger.noteQuery(id: asked, tellingEndAt: tellsEnd ? now : nil)
    }
    return Reply(status: 200, body: body(id, facts, shown, businessID, fault))
  }

  private func age(_ facts: TaskFacts, _ now: Int64) -> Double {
    Double(now - facts.createdMilliseconds) / 1_000
  }

  /// The content of a status answer, with the effect of a fault.
  private struct Shown {
    var status: String
    var progress: Int
    /// Nil for a task that is shown as unfinished.
    var outcome: TaskOutcome?

    init(
      _ facts: TaskFacts, at now: Int64, _ fault: FaultAction?,
      _ words: SimulatorOptions.StatusWords
    ) {
      let isVaried = words == .varied
      let other = facts.serial % 2 == 0
      let queued = isVaried ? (other ? "pending" : "submitted") : "queued"
      let working = isVaried ? (other ? "processing" : "running") : "in_progress"
      (status, progress) =
        switch facts.stage(at: now) {
        case .queued: (queued, 0)
        case .inProgress(let progress):
          fault == .stepBack ? (queued, 0) : (working, progress)
        case .ended: fault == .stepBack ? (working, 50) : (facts.outcome.finalStatus, 100)
        }
      if case .statusWord(let word) = fault {
        status = word
      } else if facts.stage(at: now) == .ended, fault != .stepBack {
        var outcome = facts.outcome
        if case .failedFirst(let seconds) = fault, outcome == .completed,
          now < facts.endMilliseconds + Int64(seconds * 1_000)
        {
          outcome = .generationFailed
          status = outcome.finalStatus
        }
        if outcome.isFailure { progress = 0 }
        self.outcome = outcome
      }
    }
  }

  private func body(
    _ id: String, _ facts: TaskFacts, _ shown: Shown, _ businessID: String?,
    _ fault: FaultAction?
  ) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    writeTask(
      fault == .withoutID ? nil : id, facts, status: shown.status, progress: shown.progress,
      businessID, fault, to: &json)
    if let outcome = shown.outcome {
      if let error = outcome.error {
        json.key("error")
        json.beginObject()
        json.code(error.code)
        json.member("message", error.message)
        json.endObject()
      } else {
        writeResult(id, facts, fault, to: &json)
      }
    }
    json.endObject()
    return json.bytes
  }

  private func writeResult(
    _ id: String, _ facts: TaskFacts, _ fault: FaultAction?, to json: inout JSONWriter
  ) {
    writeTime(.completed, facts.endMilliseconds, facts, fault, to: &json)
    writeTime(.expires, expiryMilliseconds(facts), facts, fault, to: &json)
    json.key("result")
    json.beginObject()
    json.member("type", "video")
    json.key("data")
    json.beginArray()
    json.beginObject()
    json.member("url", "\(baseURL)/files/videos/\(id).mp4")
    json.member("format", "mp4")
    json.endObject()
    json.endArray()
    json.endObject()
  }

  func expiryMilliseconds(_ facts: TaskFacts) -> Int64 {
    facts.endMilliseconds + Int64(options.urlLifetimeSeconds * 1_000)
  }
}
