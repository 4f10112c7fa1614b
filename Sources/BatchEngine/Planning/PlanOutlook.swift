import JobModel

/// What a plan needs beside money: room on the disk, and time. Both are guesses from the videos
/// that a directory has, or from common values while it has none.
package struct PlanOutlook: Sendable {
  /// The room that the videos to come need, in bytes.
  package let sizeBytes: Int64
  /// From the first submission to the end of the last task, without downloads; zero when nothing is
  /// to be submitted.
  package let duration: Duration
  /// What the duration is mostly due to.
  package let bottleneck: Bottleneck

  /// What keeps a batch from being over sooner.
  package enum Bottleneck: Sendable, Equatable {
    /// How long the service works on a task.
    case taskTime
    /// `--concurrency`.
    case concurrency(Int)
    /// The service's allowance for submissions, per second.
    case submitRate(Double)
  }

  /// Bytes of a second of video, before anything is known.
  private static let commonBytes: [Resolution: Int64] = [.p720: 600_000, .p1080: 1_300_000]
  /// The time of a task, before anything is known: within the documented 1 to 5 minutes.
  private static let commonTaskTime = Duration.seconds(90)
  /// More videos than these say nothing new.
  private static let sampleSize = 1000

  /// Guesses from at most 1,000 videos that the directory has: the mean size of a second of each
  /// price class, and the median time of a task.
  ///
  /// - Parameter limits: of which the rate and burst of submissions and the concurrency count.
  package init(_ plan: Plan, state: BatchState, limits: RunLimits) {
    var sums: [PriceClass: (bytes: Int64, milliseconds: Int64)] = [:]
    var spans: [Int64] = []
    for job in state.jobs.values.lazy.compactMap(\.video).prefix(Self.sampleSize) {
      let file = job.file
      if !file.isUnverified {
        let key = PriceClass(
          resolution: min(file.width, file.height) > 720 ? .p1080 : .p720, audio: file.audio)
        sums[key, default: (0, 0)].bytes += file.sizeBytes
        sums[key, default: (0, 0)].milliseconds += Int64(file.lengthMilliseconds)
      }
      if let end = job.remote.completedAt, end > job.submittedAt {
        spans.append(end.milliseconds - job.submittedAt.milliseconds)
      }
    }
    sizeBytes = plan.submissions.reduce(0) { total, entry in
      let (key, count) = entry
      let common = Self.commonBytes[key.priceClass.resolution] ?? 0
      let known = sums[key.priceClass].flatMap { sum in
        sum.milliseconds > 0 ? Double(sum.bytes) * 1000 / Double(sum.milliseconds) : nil
      }
      let perSecond = known ?? Double(common)
      return total + Int64(perSecond * Double(key.length.seconds * count))
    }
    spans.sort()
    let taskTime =
      spans.isEmpty ? Self.commonTaskTime : .milliseconds(spans[spans.count / 2])
    let count = plan.submissionCount
    let late = max(0, Double(count) - limits.submitBurst)
    let submitting = Duration.seconds(late / limits.submitRate)
    let rounds = (count + limits.concurrency - 1) / max(1, limits.concurrency)
    let waiting = taskTime * max(0, rounds - 1)
    duration = max(submitting, waiting) + (count > 0 ? taskTime : .zero)
    bottleneck =
      if max(submitting, waiting) <= taskTime {
        .taskTime
      } else if submitting > waiting {
        .submitRate(limits.submitRate)
      } else {
        .concurrency(limits.concurrency)
      }
  }
}
