import Pacing

/// What it took to find the ends of tasks.
struct Discovery: Sendable {
  private(set) var tasks = 0
  private(set) var queries = 0
  private(set) var delay = 0.0
  private(set) var worstDelay = 0.0

  var queriesPerTask: Double { Double(queries) / Double(max(1, tasks)) }
  var meanDelay: Double { delay / Double(max(1, tasks)) }
  var product: Double { queriesPerTask * meanDelay }

  mutating func add(queries: Int, delay: Double) {
    tasks += 1
    self.queries += queries
    self.delay += delay
    worstDelay = max(worstDelay, delay)
  }

  mutating func add(_ other: Discovery) {
    tasks += other.tasks
    queries += other.queries
    delay += other.delay
    worstDelay = max(worstDelay, other.worstDelay)
  }

  /// What the documented schedule takes.
  static func documented(_ lengths: [Double], least: Double = 5) -> Discovery {
    let schedule = DocumentedSchedule(least: Duration(seconds: least))
    var discovery = Discovery()
    for length in lengths {
      var last: Duration?
      var queries = 0
      while (last?.inSeconds ?? -1) < length {
        last = schedule.nextQuery(acceptedAt: .zero, lastQuery: last, now: last ?? .zero)
        queries += 1
      }
      discovery.add(queries: queries, delay: (last?.inSeconds ?? 0) - length)
    }
    return discovery
  }

  /// What a planner takes that knows what it knows: nothing that it learns from one task helps
  /// it with the next.
  static func planned(
    _ lengths: [Double], by planner: QueryPlanner,
    progress: (_ age: Double, _ length: Double) -> Double? = { _, _ in nil }
  ) -> Discovery {
    var discovery = Discovery()
    for length in lengths {
      var fresh = planner
      let queries = fresh.follow(0, length: length, from: .zero, progress: progress)
      discovery.add(queries: queries.count, delay: (queries.last ?? 0) - length)
    }
    return discovery
  }
}

extension QueryPlanner {
  /// Waits for one task alone.
  ///
  /// - Returns: the ages in seconds at which it was asked; the last is when its end was found.
  mutating func follow(
    _ classKey: Int, length: Double, from start: Duration,
    progress: (_ age: Double, _ length: Double) -> Double? = { _, _ in nil }
  ) -> [Double] {
    var watch = watch(classKey, since: start)
    var now = start
    var ages: [Double] = []
    while ages.count < 100_000 {
      now = max(now, nextQuery(of: &watch, now: now))
      let age = (now - start).inSeconds
      ages.append(age)
      if age >= length { break }
      noteRunning(&watch, progress: progress(age, length), sent: now)
    }
    noteEnd(watch, found: now, length: Duration(seconds: length))
    return ages
  }
}
