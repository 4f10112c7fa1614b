import DurableFiles
import JobModel

/// Removes replaced videos beyond those that are to be kept, oldest first.
struct VersionTrimming: Sendable {
  let tools: EngineTools
  let shelf: VideoShelf
  let disk: BlockingWork

  func trim(_ job: JobID) async throws(StopReason) {
    let kept = tools.ledger.state(of: job)?.older ?? []
    let surplus = kept.filter { VideoShelf.isVersion($0.file.path) }
      .dropLast(tools.limits.keptVersions)
    guard !surplus.isEmpty else { return }
    // The record comes first: a name that is left over is better than one that leads nowhere.
    try await tools.ledger.record(surplus.map { .job(job, .released(attempt: $0.attempt)) })
    let paths = surplus.map(\.file.path)
    await disk.run { for path in paths { shelf.forget(path) } }
  }
}
