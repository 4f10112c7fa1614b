import JobModel

/// The way of the entries to the caller.
extension ManifestReader {
  /// Adds an entry to the batch, which is on its way once it is full.
  mutating func send(
    _ entry: ManifestEntry, _ each: (ManifestEntry) throws -> Void
  ) throws {
    pending.append(PendingEntry(entry: entry))
    pendingBytes += lineBytes
    let isFull =
      pending.count == IdentityWorker.batchCount || pendingBytes >= IdentityWorker.batchBytes
    if isFull { try passOn(each) }
  }

  /// Hands the batch to the worker, and what it has finished to the caller.
  mutating func passOn(_ each: (ManifestEntry) throws -> Void) throws {
    let finished = worker.takeBack()
    worker.start(pending)
    pendingBytes = 0
    pending = []
    pending.reserveCapacity(IdentityWorker.batchCount)
    for entry in finished { try deliver(entry, each) }
  }

  private mutating func deliver(
    _ entry: PendingEntry, _ each: (ManifestEntry) throws -> Void
  ) throws {
    verdict.entries += 1
    if case .job(let job) = entry.entry {
      verdict.jobs += 1
      if let key = entry.key { noteRepetition(job, key) }
    }
    try each(entry.entry)
  }

  private mutating func noteRepetition(_ job: Job, _ key: FirstLines.Key) {
    guard let earlier = requests.insert(key, line: job.line) else { return }
    let asked = RequestClass(
      priceClass: job.request.priceClass, length: job.request.duration)
    repetitions[asked, default: 0] += 1
    verdict.add(
      .repeatedRequest(
        line: job.line, id: job.id, firstLine: earlier, priceClass: asked.priceClass,
        length: asked.length))
  }
}
