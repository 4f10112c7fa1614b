import JobModel
import Pacing

/// What decides how long the service works on a task, as far as a request tells: its mode, its
/// size and its sound.
struct TaskKind: Hashable {
  private let mode: VideoMode
  private let priceClass: PriceClass

  init(_ outline: RequestOutline) {
    mode = outline.mode
    priceClass = outline.priceClass
  }

  /// A small number of its own.
  var number: Int {
    (PriceClass.all.firstIndex(of: priceClass) ?? 0) * 2 + (mode == .imageToVideo ? 0 : 1)
  }
}

extension TaskLengthModel {
  /// More lengths of a kind say nothing new.
  private static let mostLengths = 256

  /// What the videos of a directory tell of how long tasks take: the newest of each kind.
  init(_ state: BatchState) {
    self.init()
    var ends: [Int: [(end: Int64, length: Int64)]] = [:]
    for job in state.jobs.values {
      guard let task = job.newestTask, task.end > task.begin else { continue }
      let end = task.end.milliseconds
      ends[TaskKind(task.outline).number, default: []].append(
        (end, end - task.begin.milliseconds))
    }
    recall(
      ends.mapValues { lengths in
        lengths.sorted { $0.end < $1.end }.suffix(Self.mostLengths).map(\.length)
      })
  }
}
