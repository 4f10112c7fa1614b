import TestSupport

/// How a service of a night behaves; the numbers are probabilities.
struct NightRules: Sendable {
  enum Keys: Sendable, CaseIterable {
    case honoured, ignored, refused
    /// Honored for pictures, and ignored for reference videos.
    case imagesOnly
    /// Stored and repeated in another form.
    case rewritten
  }

  /// What becomes of `client_business_id`.
  var keys = Keys.honoured
  // Submissions.
  var throttles = 0.0
  var limiterDown = 0.0
  /// A gateway's error, half of them after the task was created.
  var gateway = 0.0
  /// A lost connection, half of them after the task was created.
  var lostAnswer = 0.0
  var neverSent = 0.0
  /// A success that can't be understood; the task was created.
  var nonsense = 0.0
  var policyRefusal = 0.0
  // Tasks.
  var passingFailure = 0.0
  var finalFailure = 0.0
  /// How long a task shows a failure before it turns out to be a video.
  var failedFirstSeconds = 0.0
  /// Tasks of which that is so.
  var failedFirst = 0.0
  /// The longest time that a new task can't be found.
  var invisibleSeconds = 0.0
  var taskSeconds = 20.0...200.0
  /// How long a video lives at the service.
  var lifeSeconds = 86_400.0...86_400.0
  // Queries and downloads.
  var queryTrouble = 0.0
  var downloadTrouble = 0.0
  /// What the service says of the moment at which a URL dies.
  enum Expiry: Sendable, CaseIterable { case right, zero, beforeCreation, text, missing }

  var expiry = Expiry.right
  /// What files are, where they are no movies: of a container that the inspector does not know, the
  /// same or other bytes each time, or an error page.
  enum Foreign: Sendable, CaseIterable { case same, changing, page }

  var files: Foreign?
  /// Between a request and its answer.
  var answerSeconds = 0.02...0.4

  static let calm = NightRules()

  /// Trouble of every kind, more or less of each by chance.
  static func stormy(_ random: inout SeededGenerator) -> NightRules {
    var rules = NightRules()
    func some(_ most: Double) -> Double {
      Bool.random(using: &random) ? Double.random(in: 0...most, using: &random) : 0
    }
    rules.throttles = some(0.3)
    rules.limiterDown = some(0.2)
    rules.gateway = some(0.2)
    rules.lostAnswer = some(0.2)
    rules.neverSent = some(0.3)
    rules.nonsense = some(0.1)
    rules.policyRefusal = some(0.1)
    rules.passingFailure = some(0.4)
    rules.finalFailure = some(0.1)
    rules.invisibleSeconds = some(40)
    rules.queryTrouble = some(0.4)
    rules.downloadTrouble = some(0.5)
    if Int.random(in: 0..<4, using: &random) == 0 { rules.lifeSeconds = 5...600 }
    rules.expiry = Expiry.allCases.randomElement(using: &random) ?? .right
    if Int.random(in: 0..<6, using: &random) == 0 {
      rules.files = Foreign.allCases.randomElement(using: &random)
    }
    rules.failedFirst = some(0.3)
    rules.failedFirstSeconds = 20
    return rules
  }
}
