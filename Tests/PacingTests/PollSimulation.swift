import Pacing

/// Many tasks at once, one planner, one allowance, and a service that answers at once.
struct PollSimulation {
  struct Task {
    var accepted: Double
    var length: Double
    var classKey = 0
  }

  private(set) var discovery = Discovery()
  /// Each task's delay, in the order of the tasks.
  private(set) var delays: [Double]
  /// The queries of each task.
  private(set) var queries: [Int]
  /// The shortest time between two queries of one task.
  private(set) var shortestGap = Double.infinity
  /// The longest time that an unfinished task went unasked.
  private(set) var longestGap = 0.0
  /// The instants of all queries.
  private(set) var instants: [Double] = []
  private(set) var planner: QueryPlanner

  /// - Parameter rate: queries a second that leave at most; later ones wait in their order.
  init(
    _ tasks: [Task], planner: QueryPlanner, rate: Double = .infinity,
    progress: (_ age: Double, _ length: Double) -> Double? = { _, _ in nil }
  ) {
    self.planner = planner
    delays = Array(repeating: 0, count: tasks.count)
    queries = Array(repeating: 0, count: tasks.count)
    var watches: [Int: TaskWatch] = [:]
    var agenda = Agenda()
    for (index, task) in tasks.enumerated() { agenda.insert(task.accepted, index) }
    var free = 0.0
    while let (due, index) = agenda.removeFirst() {
      let task = tasks[index]
      guard var watch = watches[index] else {
        let accepted = Duration(seconds: task.accepted)
        var watch = self.planner.watch(task.classKey, since: accepted)
        let next = self.planner.nextQuery(of: &watch, now: accepted)
        watches[index] = watch
        agenda.insert(next.inSeconds, index)
        continue
      }
      let now = max(due, free)
      free = max(free, now + 1 / rate)
      instants.append(now)
      queries[index] += 1
      let gap = now - (watch.lastQuery?.inSeconds ?? task.accepted)
      shortestGap = min(shortestGap, gap)
      longestGap = max(longestGap, gap)
      let end = task.accepted + task.length
      let instant = Duration(seconds: now)
      if now >= end {
        delays[index] = now - end
        discovery.add(queries: queries[index], delay: now - end)
        self.planner.noteEnd(watch, found: instant, length: Duration(seconds: task.length))
        watches[index] = nil
      } else {
        let age = now - task.accepted
        self.planner.noteRunning(&watch, progress: progress(age, task.length), sent: instant)
        agenda.insert(self.planner.nextQuery(of: &watch, now: instant).inSeconds, index)
        watches[index] = watch
      }
    }
  }
}

/// A binary heap of instants.
private struct Agenda {
  private var entries: [(instant: Double, task: Int)] = []

  mutating func insert(_ instant: Double, _ task: Int) {
    entries.append((instant, task))
    var child = entries.count - 1
    while child > 0, entries[child].instant < entries[(child - 1) / 2].instant {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> (instant: Double, task: Int)? {
    guard let first = entries.first else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child].instant < entries[least].instant { least = child }
      }
      if least == parent { return first }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
