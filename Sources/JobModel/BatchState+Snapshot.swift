extension BatchState {
  /// Records that fold to this state: what a compacted journal holds after its first line.
  ///
  /// Jobs come in the order of their latest submissions.
  package func snapshot(at time: Timestamp) -> some Sequence<BatchRecord> {
    var head: [BatchRecord] = []
    func add(_ event: BatchEvent, at moment: Timestamp? = nil) {
      head.append(BatchRecord(at: moment ?? time, event: event))
    }
    if let service = reboundTo { add(.rebound(service: service)) }
    if keyPolicy != .unknown { add(.keyPolicy(keyPolicy)) }
    for (sha256, url) in uploads.sorted(by: { $0.key < $1.key }) {
      add(.uploaded(Upload(sha256: sha256, url: url)))
    }
    if let lastRun {
      add(.runBegan(lastRun.run), at: lastRun.beganAt)
      if let code = lastRun.exitCode { add(.runEnded(id: lastRun.run.id, exitCode: code)) }
    }
    let ordered = jobs.sorted { left, right in
      let (a, b) = (left.value.latest?.submittedAt, right.value.latest?.submittedAt)
      if a == b { return left.key < right.key }
      guard let a, let b else { return a == nil }
      return a < b
    }
    let states = ordered.lazy.map { id, state in
      BatchRecord(at: time, event: .snapshot(id, state))
    }
    return [AnySequence(head), AnySequence(states)].lazy.joined()
  }
}
