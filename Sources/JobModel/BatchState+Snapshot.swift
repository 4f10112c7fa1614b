extension BatchState {
  /// Records that fold to this state: what a compacted journal holds after its first line.
  ///
  /// Jobs come in the order of their ids. Submissions of more than a day ago are forgotten: no
  /// allowance is counted over a longer time.
  package func snapshot(at time: Timestamp) -> some Sequence<BatchRecord> {
    var head: [BatchRecord] = []
    func add(_ event: BatchEvent, at moment: Timestamp? = nil) {
      head.append(BatchRecord(at: moment ?? time, event: event))
    }
    if let service = reboundTo { add(.rebound(service: service)) }
    if rewritesKeys { add(.keyPolicy(.rewritten)) }
    for (sha256, url) in uploads.sorted(by: { $0.key < $1.key }) {
      add(.uploaded(Upload(sha256: sha256, url: url)))
    }
    for requests in RateLesson.Requests.allCases {
      if let known = lessons[requests] { add(.taught(known.lesson), at: known.at) }
    }
    if let lastRun {
      add(.runBegan(lastRun.run), at: lastRun.beganAt)
      if let code = lastRun.exitCode { add(.runEnded(id: lastRun.run.id, exitCode: code)) }
    }
    let recent = recentSubmissions.suffix(Self.recentlyKept).filter {
      $0.milliseconds > time.milliseconds - 86_400_000
    }
    if !recent.isEmpty || !witnesses.isEmpty {
      add(.remembered(submissions: recent, witnesses: witnesses))
    }
    let states = jobs.sorted { $0.key < $1.key }.lazy.map { id, state in
      BatchRecord(at: time, event: .snapshot(id, state))
    }
    return [AnySequence(head), AnySequence(states)].lazy.joined()
  }
}
