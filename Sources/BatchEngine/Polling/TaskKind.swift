import JobModel
import Pacing

/// What decides how long the service works on a task, as far as a request tells: its mode, its
/// size, its sound and its length.
struct TaskKind: Hashable {
  private let mode: VideoMode
  private let priceClass: PriceClass
  private let length: ClipLength

  init(_ outline: RequestOutline) {
    mode = outline.mode
    priceClass = outline.priceClass
    length = outline.duration
  }

  /// A small number of its own.
  var number: Int {
    let size =
      (PriceClass.all.firstIndex(of: priceClass) ?? 0) * 2 + (mode == .imageToVideo ? 0 : 1)
    return size * ClipLength.allCases.count + (ClipLength.allCases.firstIndex(of: length) ?? 0)
  }

  /// Adds a guess for kinds of which nothing is known: as long as the known ones, in proportion to
  /// the videos' lengths. Good enough to choose an order, in which nothing is lost if it is wrong.
  static func guessing(
    _ kinds: some Sequence<Int>, from known: [Int: LastLap.Expected]
  ) -> [Int: LastLap.Expected] {
    func seconds(_ kind: Int) -> Double {
      Double(ClipLength.allCases[kind % ClipLength.allCases.count].seconds)
    }
    guard !known.isEmpty else { return [:] }
    let count = Double(known.count)
    let mean = known.reduce(0) { $0 + $1.value.mean / seconds($1.key) } / count
    let late = known.reduce(0) { $0 + $1.value.late / seconds($1.key) } / count
    var expected = known
    for kind in kinds where known[kind] == nil {
      expected[kind] = LastLap.Expected(mean: mean * seconds(kind), late: late * seconds(kind))
    }
    return expected
  }
}

extension TaskLengthModel {
  /// More lengths of a kind say nothing new.
  private static let mostLengths = 256

  /// What the videos of a directory tell of how long tasks take: the newest of each kind.
  init(_ state: BatchState) {
    self.init()
    var ends: [Int: [(end: Int64, length: Int64)]] = [:]
    // Nothing is found before its end: where it seems so, the service's clock is ahead of ours.
    var ahead: Int64 = 0
    for job in state.jobs.values {
      guard let task = job.newestTask else { continue }
      let end = task.end.milliseconds
      ends[TaskKind(task.outline).number, default: []].append(
        (end, end - task.begin.milliseconds))
      ahead = max(ahead, end - task.found.milliseconds)
    }
    recall(
      ends.mapValues { lengths in
        lengths.sorted { $0.end < $1.end }.suffix(Self.mostLengths)
          .map { $0.length - ahead }.filter { $0 > 0 }
      })
  }
}
