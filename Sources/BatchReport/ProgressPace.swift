import JobModel

/// How fast jobs end, as far as it was seen: the last ends and the last task times.
package struct ProgressPace: Sendable {
  /// More than these say nothing new, and older ones are of another time of the night.
  private static let kept = 128
  /// A shorter look would make a rate of chance.
  private static let shortestLook = 10.0

  private var ends: [Timestamp] = []
  private var taskTimes: [Double] = []
  private var lastAccepted: Timestamp?

  /// Nothing seen yet, so that the rate is `nil`.
  package init() {}

  mutating func noteAcceptance(at time: Timestamp) { lastAccepted = time }

  mutating func noteEnd(at time: Timestamp, acceptedAt: Timestamp?) {
    if ends.count == Self.kept { ends.removeFirst() }
    ends.append(time)
    guard let acceptedAt else { return }
    if taskTimes.count == Self.kept { taskTimes.removeFirst() }
    taskTimes.append(max(0, time.seconds(since: acceptedAt)))
  }

  /// Jobs that end in a second; `nil` while too little was seen. Falls while nothing ends.
  package func rate(at now: Timestamp) -> Double? {
    guard ends.count >= 2, let first = ends.first else { return nil }
    let span = now.seconds(since: first)
    return span >= Self.shortestLook ? Double(ends.count - 1) / span : nil
  }

  /// The seconds that the rest will take: by the rate of the ends, and no less than the youngest
  /// task needs by the median of the task times; `nil` while too little was seen.
  ///
  /// - Parameters:
  ///   - waiting: jobs that are not submitted yet.
  ///   - underWay: jobs that are submitted and not ended.
  package func secondsLeft(waiting: Int, underWay: Int, at now: Timestamp) -> Double? {
    guard waiting + underWay > 0 else { return 0 }
    guard let rate = rate(at: now) else { return nil }
    let byRate = Double(waiting + underWay) / rate
    guard !taskTimes.isEmpty else { return byRate }
    let median = taskTimes.sorted()[taskTimes.count / 2]
    let age = lastAccepted.map { max(0, now.seconds(since: $0)) } ?? 0
    return max(byRate, waiting > 0 ? median : median - age)
  }
}
