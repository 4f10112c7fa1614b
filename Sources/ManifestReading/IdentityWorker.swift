import Dispatch
import JobModel
import Locking

/// An entry on its way out of the reader; a job's fingerprint is still to be computed.
struct PendingEntry: Sendable {
  /// Complete, or a job whose fingerprint is empty.
  var entry: ManifestEntry
  /// What finds repeated requests; `nil` for invalid lines.
  var key: FirstLines.Key?
}

/// Computes fingerprints on a thread of its own while the reader goes on with the next lines.
///
/// Hashing costs as much as reading; one batch is under way at a time, so the order is kept.
final class IdentityWorker: Sendable {
  /// Large enough to make the hand-over cheap, small enough to stay in the cache.
  static let batchCount = 256
  /// A batch is also full when its lines have this many bytes, so that memory stays bounded.
  static let batchBytes = 256 << 10

  private let queue = DispatchQueue(label: "wanbatch.manifest-identity")
  private let batch = Locked<[PendingEntry]>([])

  /// Hands a batch over; the one before must have been taken back.
  func start(_ entries: [PendingEntry]) {
    batch.withLock { $0 = entries }
    queue.async { [self] in
      batch.withLock { entries in
        var canonical = CanonicalRequest()
        for index in entries.indices { Self.complete(&entries[index], &canonical) }
      }
    }
  }

  /// Waits for the batch that was handed over and takes it back; empty when there is none.
  func takeBack() -> [PendingEntry] {
    queue.sync {
      batch.withLock { entries in
        let done = entries
        entries = []
        return done
      }
    }
  }

  private static func complete(_ pending: inout PendingEntry, _ canonical: inout CanonicalRequest) {
    guard case .job(var job) = pending.entry else { return }
    let identity = canonical.identity(
      of: job.request, files: job.files, sourceVersion: job.sourceVersion)
    job.fingerprint = identity.fingerprint
    job.outline = identity.outline
    pending = PendingEntry(entry: .job(job), key: identity.key)
  }
}
