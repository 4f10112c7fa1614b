import JSONText
import Pacing

/// What it took to find the ends of tasks: queries, and the time from each end to its discovery.
struct PollingDiscovery {
  private(set) var queries = 0
  private(set) var delays: [Double] = []

  var queriesPerTask: Double { Double(queries) / Double(max(1, delays.count)) }
  var meanDelay: Double { delays.reduce(0, +) / Double(max(1, delays.count)) }
  var p95Delay: Double {
    let sorted = delays.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count * 95 / 100]
  }
  var product: Double { queriesPerTask * meanDelay }

  mutating func add(queries: Int, delay: Double) {
    self.queries += queries
    delays.append(delay)
  }

  mutating func add(_ other: PollingDiscovery) {
    queries += other.queries
    delays += other.delays
  }

  func write(_ name: String, against other: PollingDiscovery, to writer: inout JSONWriter) {
    writer.key(name)
    writer.beginObject()
    writer.member("queries_per_job", Self.rounded(queriesPerTask))
    writer.member("mean_delay_seconds", Self.rounded(meanDelay))
    writer.member("p95_delay_seconds", Self.rounded(p95Delay))
    writer.member("product_to_documented", Self.rounded(product / max(other.product, 1e-9)))
    writer.endObject()
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  /// Asks at fixed ages, and at even gaps after the last of them.
  static func fixed(_ lengths: [Double], ages: [Double], gap: Double) -> PollingDiscovery {
    var discovery = PollingDiscovery()
    let last = ages.last ?? 0
    for length in lengths {
      var (low, high) = (0, ages.count)
      while low < high {
        let middle = (low + high) / 2
        if ages[middle] < length { low = middle + 1 } else { high = middle }
      }
      if low < ages.count {
        discovery.add(queries: low + 1, delay: ages[low] - length)
      } else {
        let more = ((length - last) / gap).rounded(.up)
        discovery.add(queries: ages.count + Int(more), delay: last + more * gap - length)
      }
    }
    return discovery
  }

  /// Asks as a planner says that has been taught, and that learns nothing more.
  static func planned(
    _ lengths: [Double], by planner: QueryPlanner, showsProgress: Bool
  ) -> PollingDiscovery {
    var discovery = PollingDiscovery()
    for length in lengths {
      var fresh = planner
      let (queries, found) = fresh.follow(length: length, showsProgress: showsProgress)
      discovery.add(queries: queries, delay: found - length)
    }
    return discovery
  }
}

extension QueryPlanner {
  /// Waits for one task alone, and learns from it.
  ///
  /// - Returns: how often it was asked, and the age in seconds at which its end was found.
  mutating func follow(length: Double, showsProgress: Bool) -> (queries: Int, found: Double) {
    var watch = watch(0, since: .zero)
    var queries = 0
    var now = Duration.zero
    while true {
      now = max(now, nextQuery(of: &watch, now: now))
      queries += 1
      let age = now.inSeconds
      if age >= length {
        noteEnd(watch, found: now, length: Duration(seconds: length))
        return (queries, age)
      }
      // As the simulator tells it: a while in the queue, then whole percents.
      let queued = min(length / 10, 2)
      let worked = ((age - queued) / (length - queued) * 100).rounded(.down) / 100
      noteRunning(&watch, progress: showsProgress ? max(0, worked) : nil, sent: now)
    }
  }
}
