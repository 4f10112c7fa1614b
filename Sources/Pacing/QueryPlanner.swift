#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Decides when each of many video tasks is asked for its status.
///
/// The whole of it is arithmetic: callers own clock, queue and requests, tell what happened, and
/// are told the next instant for each task. A query has a price, counted in seconds of discovery
/// delay, the same for all tasks of a moment; ``CheckTable`` spends it where it shortens the
/// wait most. The price is what makes all queries together fit the allowance: it is the Lagrange
/// multiplier of that bound, and with checks at a density of one over the square root of the
/// price it follows from the demand without iterating. While the allowance is ample, the price
/// is one at which a typical run needs fewer queries and finds ends sooner than the documented
/// schedule (first after `pace`, then every two).
package struct QueryPlanner: Sendable {
  /// The part of the allowance that is kept for reconciling and look-ups by hand.
  private static let reserve = 0.1
  /// The price of a query in units of `pace` squared over the mean length.
  private static let thrift = 1.7
  /// Where progress tells the end, a task is first asked when this share has ended.
  private static let scoutingShare = 0.05
  /// The longest gap of a young task, in units of `pace`.
  private static let longestGap = 12.0

  /// The least time between two queries of one task.
  private let floor: Duration
  private let pace: Double
  private var model: TaskLengthModel
  /// The sum over all watches of the square root of the price over the gap it led to.
  private var demand = 0.0
  private var tables: [Int: (price: Double, drawing: Int, table: CheckTable)] = [:]
  /// The tasks waited for.
  package private(set) var count = 0
  /// The queries a second that may be spent; the limiter's rate, as it is at the moment.
  package var allowance: Double
  /// How many times dearer than usual a delay is: above 1 when ended tasks hold up others that
  /// wait for their place.
  package var urgency = 1.0

  /// - Parameters:
  ///   - floor: the least time between two queries of one task.
  ///   - pace: the interval that the documented schedule would begin with; sets the scale of
  ///     what a query is worth.
  ///   - allowance: queries a second.
  package init(
    model: TaskLengthModel = TaskLengthModel(), floor: Duration, pace: Duration? = nil,
    allowance: Double
  ) {
    self.model = model
    self.pace = max(1e-3, (pace ?? floor).inSeconds)
    // Without a floor a query is still never repeated at once.
    self.floor = max(floor, Duration(seconds: self.pace / 50))
    self.allowance = allowance
  }

  /// Begins to wait for a task.
  ///
  /// - Parameter since: when it was accepted; may be long ago for one of an earlier run.
  package mutating func watch(_ classKey: Int, since: Duration) -> TaskWatch {
    count += 1
    return TaskWatch(classKey: classKey, since: since)
  }

  /// When to ask a task next; to be called once after each answer, since it enters the task's
  /// next query into the demand.
  ///
  /// - Returns: an instant; one in the past means at once.
  package mutating func nextQuery(of watch: inout TaskWatch, now: Duration) -> Duration {
    let curve = model.curve(of: watch.classKey)
    let price = price(for: curve)
    let age = watch.age(at: now)
    let asked = watch.lastQuery.map { watch.age(at: $0) }
    let earliest = max(age, (asked ?? 0) + floor.inSeconds)
    let latest = max(earliest, watch.knownAge + longestGap(of: watch))
    let planned = bestAge(of: watch, curve, price: price, earliest: earliest, latest: latest)
    // A task of an earlier run is asked at once; that says nothing about the rate to come.
    let gap = asked.map { max(planned - $0, pace / 20) } ?? max(planned - age, pace)
    charge(&watch, price.squareRoot() / gap)
    return max(watch.since + Duration(seconds: planned), (watch.lastQuery ?? watch.since) + floor)
  }

  /// A task was asked, and is not at its end.
  ///
  /// - Parameters:
  ///   - progress: between 0 and 1, where the service says it.
  ///   - sent: when the query left; the task was running then or later.
  package mutating func noteRunning(
    _ watch: inout TaskWatch, progress: Double?, sent: Duration
  ) {
    let (before, age) = (watch.knownAge, watch.age(at: sent))
    watch.asked(at: sent)
    watch.wasRunning(at: age, progress: progress)
    model.observeRunning(
      watch.classKey, from: Duration(seconds: before), to: Duration(seconds: age))
  }

  /// A task was asked without a useful answer.
  package mutating func noteAsked(_ watch: inout TaskWatch, sent: Duration) {
    watch.asked(at: sent)
  }

  /// A task has ended.
  ///
  /// - Parameters:
  ///   - found: when the answer that said so came.
  ///   - length: how long it took by the service's word, to the second; `nil` if not said.
  package mutating func noteEnd(_ watch: TaskWatch, found: Duration, length: Duration?) {
    leave(watch)
    let (low, high) = bounds(watch, found: watch.age(at: found), length: length?.inSeconds)
    model.observeEnd(
      watch.classKey, from: Duration(seconds: watch.knownAge), between: Duration(seconds: low),
      and: Duration(seconds: high))
    model.observe(watch.lessons, watch.classKey, length: (low + high) / 2)
  }

  /// A task is no longer waited for.
  package mutating func leave(_ watch: TaskWatch) {
    count -= 1
    // Sums of fractions drift; with nobody left the sum is known.
    demand = count == 0 ? 0 : max(0, demand - watch.demand)
  }

  /// How long a task will still take that is waited for, by nine chances in ten, and one of its
  /// class that begins now, by the mean; `nil` while too little is known of the class.
  package mutating func outlook(
    of watch: TaskWatch, now: Duration
  ) -> (rest: Duration, fresh: Duration)? {
    guard model.knownEnds(of: watch.classKey) >= 3 else { return nil }
    let curve = model.curve(of: watch.classKey)
    let age = watch.age(at: now)
    return (
      Duration(seconds: curve.quantile(0.9, after: age) - age),
      Duration(seconds: curve.meanSeconds)
    )
  }

  /// Whether enough is known of a class to say how long its tasks take.
  private func isKnown(_ classKey: Int) -> Bool { model.knownEnds(of: classKey) >= 3 }

  /// How long tasks of a class take; `nil` while too little is known.
  package mutating func expected(of classKey: Int) -> LastLap.Expected? {
    guard isKnown(classKey) else { return nil }
    let curve = model.curve(of: classKey)
    return LastLap.Expected(mean: curve.meanSeconds, late: curve.quantile(0.98, after: 0))
  }

  /// Queries a second for the tasks waited for.
  private var budget: Double {
    (allowance > 1e-3 ? min(allowance, 1e12) : 1e-3) * (1 - Self.reserve)
  }

  /// What a query costs while the allowance is ample, in seconds of delay.
  ///
  /// Relative to the mean length, so that the number of queries and the delay keep their relation
  /// to those of the documented schedule whatever the lengths.
  package static func usualPrice(pace: Double, meanSeconds: Double) -> Double {
    thrift * pace * pace / max(meanSeconds, pace)
  }

  /// What a query costs at the moment, in seconds of delay.
  private func price(for curve: LengthCurve) -> Double {
    let usual = Self.usualPrice(pace: pace, meanSeconds: curve.meanSeconds)
    let scarce = (demand / budget) * (demand / budget)
    // In steps, so that one table serves many tasks; the demand follows the price that was
    // asked, so that the error corrects itself.
    let steps = log2(max(usual / (urgency > 1 ? urgency : 1), scarce)) * 8
    return min(max(exp2(steps.rounded() / 8), 1e-9), 1e6)
  }

  private mutating func charge(_ watch: inout TaskWatch, _ demanded: Double) {
    demand = max(0, demand + demanded - watch.demand)
    watch.demand = demanded
  }

  /// The longest time that a task goes unasked, whatever the model says: a wrong model must not
  /// starve it. It grows with what is known of the class, from the documented schedule on; with
  /// the age; and with the number of tasks that share the allowance.
  private func longestGap(of watch: TaskWatch) -> Double {
    let known = model.knownEnds(of: watch.classKey)
    let cautious = watch.lastQuery == nil ? 1.0 : 2.0
    let share = Double(count) / budget
    // In ignorance the whole allowance is well spent; later most queries come at better times.
    if known < 3 { return max(cautious * pace, share) }
    return max(min(Self.longestGap, 2 + known) * pace, watch.knownAge / 2, 4 * share)
  }

  private mutating func bestAge(
    of watch: TaskWatch, _ curve: LengthCurve, price: Double, earliest: Double, latest: Double
  ) -> Double {
    let start = watch.knownAge
    let floor = floor.inSeconds
    let rule = model.progressRule(of: watch.classKey)
    if let rule, let sighting = watch.sighting {
      let checks = CheckTable(
        curve, after: start, until: latest, seen: sighting, rule, price: price, floor: floor)
      return checks.nextCheck(from: start, earliest: earliest, latest: latest).age
    }
    let blind = table(of: watch.classKey, curve, price: price)
      .nextCheck(from: start, earliest: earliest, latest: latest)
    guard let rule, watch.lastQuery == nil else { return blind.age }
    // A look before the first ends shows the progress, and with it the end. It takes a query
    // more, and leaves about one and a half, with a delay as large as the rule's error.
    let lookingFirst = 1.5 * price + 2 * rule.spread * curve.meanSeconds
    guard blind.cost > lookingFirst else { return blind.age }
    let first = curve.quantile(Self.scoutingShare, after: start) - floor
    return min(blind.age, max(earliest, first))
  }

  /// The table of a class at a price, made once for all its tasks.
  private mutating func table(
    of classKey: Int, _ curve: LengthCurve, price: Double
  ) -> CheckTable {
    if let made = tables[classKey], made.price == price, made.drawing == curve.drawing {
      return made.table
    }
    let table = CheckTable(
      ages: AgeGrid.edges, alive: curve.alive, price: price, floor: floor.inSeconds)
    tables[classKey] = (price, curve.drawing, table)
    return table
  }

  /// The ages in seconds between which a task ended.
  private func bounds(
    _ watch: TaskWatch, found: Double, length: Double?
  ) -> (low: Double, high: Double) {
    let (low, high) = (watch.knownAge, max(watch.knownAge, found))
    guard let length else { return (low, high) }
    // Two times that are cut to whole seconds can be off by one.
    let (shortest, longest) = (max(low, length - 1), min(high, length + 1))
    return shortest <= longest ? (shortest, longest) : (low, high)
  }
}
