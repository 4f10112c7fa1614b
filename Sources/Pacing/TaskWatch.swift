/// What the planner remembers of one video task that is waited for.
package struct TaskWatch: Sendable {
  /// How far apart the sightings are from which the class learns.
  private static let leastStep = 0.1

  /// The class whose lengths this task shares and adds to, as given to the planner.
  package let classKey: Int
  /// When the task was accepted.
  package let since: Duration
  /// The age in seconds at which it was last known to be running.
  private(set) var knownAge = 0.0
  /// When it was asked last.
  package private(set) var lastQuery: Duration?
  /// The newest progress, with the first age at which it was seen.
  private(set) var sighting: ProgressHistory.Sighting?
  /// Sightings for the class to learn from, ten at most.
  private(set) var lessons: [ProgressHistory.Sighting] = []
  /// Its part in the planner's demand.
  var demand = 0.0

  init(classKey: Int, since: Duration) {
    self.classKey = classKey
    self.since = since
  }

  /// The age in seconds at an instant.
  func age(at instant: Duration) -> Double { max(0, (instant - since).inSeconds) }

  mutating func asked(at instant: Duration) {
    lastQuery = max(lastQuery ?? instant, instant)
  }

  mutating func wasRunning(at age: Double, progress: Double?) {
    knownAge = max(knownAge, age)
    // Less than a percent, or all of it, says nothing of when the end will be.
    guard let progress, progress >= 0.01, progress < 1, age > 0 else { return }
    if progress == sighting?.fraction { return }
    let newest = ProgressHistory.Sighting(age: age, fraction: progress)
    sighting = newest
    // A task that starts over is a new one, as far as progress goes.
    if let last = lessons.last, progress < last.fraction { lessons = [] }
    if progress >= (lessons.last?.fraction ?? -1) + Self.leastStep { lessons.append(newest) }
  }
}
