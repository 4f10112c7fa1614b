/// How the progress that the service reports goes with the time that tasks take.
///
/// A task of length L that waited q seconds in a queue and then works evenly shows, at age a, the
/// progress p with a = q + p (L - q). The history estimates q, and how far a/L is from what this
/// says; only if it is close for most tasks, and closer than knowing nothing, is progress used.
struct ProgressHistory: Sendable {
  /// A progress between nothing and everything, and the first age in seconds at which it was seen.
  struct Sighting: Sendable, Equatable {
    var age: Double
    var fraction: Double
  }

  /// The rule that progress follows.
  struct Rule: Sendable, Equatable {
    /// Seconds before progress begins.
    var queued: Double
    /// The typical error of a/L.
    var spread: Double

    /// How likely a sighting is for a task that takes `length` seconds, up to a factor.
    ///
    /// Student's t with three degrees of freedom: its long tails leave room for the task that
    /// does not follow the rule.
    func likelihood(of sighting: Sighting, length: Double) -> Double {
      let error = Self.error(of: sighting, length: length, queued: queued) / spread
      let root = 1 + error * error / 3
      return 1 / (root * root)
    }

    /// The length in seconds that a sighting points to.
    func length(for sighting: Sighting) -> Double {
      max(sighting.age, (sighting.age - queued * (1 - sighting.fraction)) / sighting.fraction)
    }

    static func error(of sighting: Sighting, length: Double, queued: Double) -> Double {
      let begun = queued * (1 - sighting.fraction)
      return (sighting.age - begun) / length - sighting.fraction
    }
  }

  private struct Sample {
    var sighting: Sighting
    var length: Double
  }

  private static let mostSamples = 96
  private static let fewestSamples = 12
  /// An error of a/L above which progress says little that age does not.
  private static let widestSpread = 0.12
  /// Progress comes in whole percents, and answers take a moment.
  private static let narrowestSpread = 0.004

  private var samples: [Sample] = []
  private var next = 0
  private var news = 0
  /// The rule, while there is one to be trusted.
  private(set) var rule: Rule?

  /// A task has ended: what its progress had been, and its length in seconds.
  mutating func add(_ sightings: [Sighting], length: Double) {
    guard length > 0 else { return }
    for sighting in sightings where sighting.age <= length {
      let sample = Sample(sighting: sighting, length: length)
      if samples.count < Self.mostSamples {
        samples.append(sample)
      } else {
        samples[next] = sample
        next = (next + 1) % Self.mostSamples
      }
      news += 1
    }
    guard samples.count >= Self.fewestSamples, news >= min(8, samples.count / 4) else { return }
    news = 0
    rule = estimate()
  }

  private func estimate() -> Rule? {
    let queued = max(
      0,
      Self.median(
        samples.map { sample in
          let (age, fraction) = (sample.sighting.age, sample.sighting.fraction)
          return (age - fraction * sample.length) / (1 - fraction)
        }))
    let errors = samples.map { sample in
      abs(Rule.error(of: sample.sighting, length: sample.length, queued: queued))
    }
    let spread = max(Self.narrowestSpread, 1.5 * Self.median(errors))
    let followers = errors.count { $0 <= 4 * spread }
    guard spread <= Self.widestSpread, followers * 4 >= errors.count * 3 else { return nil }
    // A constant, or one that follows the clock alone, is no better than the share of the length
    // at which tasks happen to be asked.
    let shares = samples.map { $0.sighting.age / $0.length }
    let middle = Self.median(shares)
    guard spread <= 0.75 * Self.median(shares.map { abs($0 - middle) }) else { return nil }
    return Rule(queued: queued, spread: spread)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}
