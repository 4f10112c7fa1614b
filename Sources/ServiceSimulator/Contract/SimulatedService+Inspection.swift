import JSONText

/// What only the simulator has: its account of everything, and its faults.
extension SimulatedService {
  /// `GET /simulator/ledger`: every task, what it cost, when it ended and was found, and totals.
  ///
  /// Queries and discoveries are counted since the start, and are in no state file.
  func ledgerReport(_ request: ServiceRequest) -> Reply {
    let now = request.milliseconds
    let ledger = books.withLock { books in
      books.ledger.settle(at: now)
      return books.ledger
    }
    var json = JSONWriter()
    json.beginObject()
    json.key("tasks")
    json.beginArray()
    for entry in ledger.entries { write(entry, at: now, to: &json) }
    json.endArray()
    json.key("totals")
    json.beginObject()
    json.member("tasks", ledger.entries.count)
    json.member("unfinished", ledger.unfinishedCount)
    json.member("peak_unfinished", ledger.peakUnfinished)
    json.memberRaw("charged", decimalText(fen: ledger.chargedFen))
    json.memberRaw("refunded", decimalText(fen: ledger.refundedFen))
    json.memberRaw("net", decimalText(fen: ledger.usedFen))
    let duplicates = ledger.duplicateBodies(at: now)
    json.member("duplicate_bodies_accepted", duplicates.accepted)
    json.member("duplicate_bodies_paid", duplicates.paid)
    json.memberRaw("paid_again", decimalText(fen: duplicates.excessFen))
    json.member("repeated_business_ids", ledger.repeatedBusinessIDs)
    json.member("uploads", uploads.withLock { $0.count })
    json.endObject()
    writeTraffic(to: &json)
    json.endObject()
    return Reply(status: 200, body: json.bytes)
  }

  private func write(_ entry: LedgerEntry, at now: Int64, to json: inout JSONWriter) {
    json.beginObject()
    json.member("id", entry.id)
    json.member("key", entry.key)
    if let businessID = entry.businessID {
      json.member("business_id", businessID)
    } else {
      json.memberNull("business_id")
    }
    json.memberRaw("request", entry.request)
    json.memberRaw("amount", decimalText(fen: entry.facts.shape.priceFen))
    json.member("state", entry.state(at: now))
    json.member("refunded", entry.isRefunded(at: now))
    json.member("created_at", entry.facts.createdMilliseconds / 1_000)
    json.member("created_ms", entry.facts.createdMilliseconds)
    json.member("ends_ms", entry.facts.endMilliseconds)
    if let found = entry.foundMilliseconds {
      json.member("found_ms", found)
    } else {
      json.memberNull("found_ms")
    }
    json.member("queries", entry.queries)
    json.endObject()
  }

  private func writeTraffic(to json: inout JSONWriter) {
    let (counts, withKey) = traffic.withLock { ($0.counts, $0.filesAskedWithKey) }
    json.member("files_asked_with_key", withKey)
    json.key("requests")
    json.beginObject()
    for (route, outcomes) in counts.sorted(by: { $0.key < $1.key }) {
      json.key(route)
      json.beginObject()
      for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) {
        json.key(outcome)
        json.int(count)
      }
      json.endObject()
    }
    json.endObject()
  }

  /// `GET /simulator/log`: the latest requests.
  func trafficLog() -> Reply {
    var json = JSONWriter()
    json.beginObject()
    json.key("requests")
    json.beginArray()
    for line in traffic.withLock({ $0.lines }) {
      json.beginObject()
      json.member("at_us", line.time)
      json.member("method", line.method)
      json.member("path", line.path)
      json.member("outcome", line.outcome)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return Reply(status: 200, body: json.bytes)
  }

  /// `GET /simulator/faults`: the faults in force and how often each struck.
  func faultReport() -> Reply {
    var json = JSONWriter()
    json.beginObject()
    json.key("faults")
    json.beginArray()
    for fault in faults.withLock({ $0.summary }) {
      json.beginObject()
      json.member("rule", fault.text)
      json.member("seen", fault.seen)
      json.member("fired", fault.fired)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return Reply(status: 200, body: json.bytes)
  }

  /// `POST /simulator/faults` with `{"faults":["submit:502-after=0.1"]}` replaces all of them.
  func setFaults(_ request: ServiceRequest) -> Reply {
    guard let texts = request.json?["faults"]?.array else {
      return .error(400, "invalid_request", "expected {\"faults\":[\"ROUTE:ACTION=WHEN\"]}")
    }
    var rules: [FaultRule] = []
    do throws(SimulatorError) {
      for text in texts { rules.append(try FaultRule(text.string ?? "")) }
    } catch {
      return .error(400, "invalid_fault", error.description)
    }
    faults.withLock { [rules] in $0 = FaultPlan(rules, seed: options.seed) }
    return faultReport()
  }
}
