import JSONText

extension SimulatedService {
  /// `POST /v1/videos/generations`.
  func submit(_ request: ServiceRequest, _ fault: FaultAction?) -> Reply {
    guard let holder = keys.holder(request.head.authorization) else { return .keyRefused }
    let verdict = limits.withLock {
      $0.admit(.submit, account: holder.account, now: request.now)
    }
    var reply = verdict.isAllowed ? accept(request, holder, fault) : .rateLimited
    reply.headers += verdict.headers
    return reply
  }

  private func accept(
    _ request: ServiceRequest, _ holder: KeyRing.Holder, _ fault: FaultAction?
  ) -> Reply {
    guard request.head.contentType?.lowercased().hasPrefix("application/json") == true else {
      return .error(400, "invalid_request", "Content-Type: expected application/json")
    }
    guard case .object(let body) = request.json else {
      return .error(400, "invalid_json", "The body is not a JSON object")
    }
    let submission: SubmitRequest
    do {
      submission = try SubmitRequest(body, businessIDs: options.businessIDs)
    } catch {
      return .error(400, "invalid_request", error.message)
    }
    if let lost = submission.sourceURLs.first(where: { isLostUpload($0) }) {
      return .error(400, "invalid_image_url", "The file could not be fetched: \(lost)")
    }
    if submission.prompt.contains("[refuse]") {
      return ErrorStyle(form: .json, code: nil).reply(
        status: 422, at: request.now / 1_000_000)
    }
    return charge(request, body, submission, holder, fault)
  }

  /// Checks the balance and writes the task down, in one step.
  private func charge(
    _ request: ServiceRequest, _ body: JSONObject, _ submission: SubmitRequest,
    _ holder: KeyRing.Holder, _ fault: FaultAction?
  ) -> Reply {
    let hash = bodyHash(body)
    let text = compactText(.object(body))
    let fingerprint = holder.fingerprint
    let now = request.milliseconds
    return books.withLock { books in
      books.ledger.settle(at: now)
      if let balance = options.balanceFen {
        guard balance - books.ledger.usedFen >= submission.shape.priceFen else {
          return .error(
            402, "insufficient_quota", "The balance does not suffice",
            type: "insufficient_quota")
        }
      }
      let plan = TaskPlan(
        submission.prompt, options: options,
        clipSeconds: submission.shape.milliseconds / 1000, bodyHash: hash,
        attempt: books.ledger.attempts[hash, default: 0],
        attemptOfPrompt: books.ledger.attempts(ofPrompt: submission.prompt))
      let outcome = if case .ends(let outcome) = fault { outcome } else { plan.outcome }
      let facts = TaskFacts(
        createdMilliseconds: now, workMilliseconds: plan.workMilliseconds,
        outcome: outcome, shape: submission.shape,
        isReferenceVideo: submission.isReferenceVideo, hasWatermark: submission.hasWatermark,
        account: holder.account, serial: books.nextSerial)
      let entry = LedgerEntry(
        id: TaskID.encode(facts), facts: facts, key: fingerprint,
        businessID: submission.businessID, request: text, bodyHash: hash,
        prompt: submission.prompt)
      if let file = books.stateFile, !file.append(entry) {
        return .error(500, "server_error", "The ledger cannot be written", type: "server_error")
      }
      // The low 24 bits count; the high bits belong to this simulator.
      books.nextSerial =
        books.nextSerial & ~0xFF_FFFF | (books.nextSerial &+ 1) & 0xFF_FFFF
      books.ledger.record(entry)
      var shownID = entry.id
      if fault == .sameID, let previous = books.previousID { shownID = previous }
      books.previousID = shownID
      return Reply(status: 200, body: submitBody(entry, id: shownID, fault))
    }
  }

  private func submitBody(_ entry: LedgerEntry, id: String, _ fault: FaultAction?) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    writeTask(
      fault == .withoutID ? nil : id, entry.facts,
      status: options.statusWords == .varied ? "submitted" : "queued", progress: 0,
      entry.businessID, fault, to: &json)
    json.key("metadata")
    json.beginObject()
    json.endObject()
    json.endObject()
    return json.bytes
  }

  /// The members that every answer about a task begins with.
  func writeTask(
    _ id: String?, _ facts: TaskFacts, status: String, progress: Int, _ businessID: String?,
    _ fault: FaultAction?, to json: inout JSONWriter
  ) {
    if let id { json.member(options.idField == .id ? "id" : "task_id", id) }
    json.member("object", "generation.task")
    json.member("model", "wan2.6-flash")
    json.member("status", status)
    switch options.progressStyle {
    case .number: json.member("progress", progress)
    case .percent: json.member("progress", "\(progress)%")
    case .none: break
    }
    writeTime(.created, facts.createdMilliseconds, facts, fault, to: &json)
    if let businessID {
      json.member("client_business_id", options.businessIDs.repeated(businessID))
    }
  }

  /// Writes a time of a task, in milliseconds since 1970, as seconds or as the fault has it.
  func writeTime(
    _ member: TaskTimeFault.Member, _ time: Int64, _ facts: TaskFacts, _ fault: FaultAction?,
    to json: inout JSONWriter
  ) {
    var text: String? = "\(time / 1_000)"
    if case .times(let fault) = fault {
      text = fault.text(member, time, created: facts.createdMilliseconds)
    }
    guard let text else { return }
    json.key(member.rawValue)
    json.raw(text)
  }
}

extension Reply {
  static let keyRefused = ErrorStyle(form: .json, code: nil).reply(status: 401, at: 0)
  static let rateLimited = ErrorStyle(form: .json, code: nil).reply(status: 429, at: 0)
}
