import JobModel

/// Money added up: what was spent, and apart from it what may have been.
package struct CostSum: Sendable, Equatable {
  /// Videos that were paid for and not refunded.
  package private(set) var videos = 0
  /// The length of those videos as it was paid for, in seconds.
  package private(set) var seconds = 0
  /// What those with a known price have cost.
  package private(set) var known = Money.zero
  /// How many of them have no known price.
  package private(set) var unknown = 0
  /// Submissions in doubt, or given up in doubt: nobody knows whether they were paid for.
  package private(set) var doubtful = 0
  private var knownInDoubt = Money.zero
  private var unknownInDoubt = 0

  /// A sum of nothing: every amount is zero, and none is unknown.
  package init() {}

  /// What was spent; `nil` when a part of it is unknown.
  package var amount: Money? { unknown == 0 ? known : nil }

  /// What may have been spent beside that; `nil` when a part of it is unknown.
  package var inDoubt: Money? { unknownInDoubt == 0 ? knownInDoubt : nil }

  enum Item {
    case paid(Money?, seconds: Int)
    case inDoubt(Money?)
  }

  mutating func add(_ item: Item) {
    switch item {
    case .paid(let amount, let seconds):
      videos += 1
      self.seconds += seconds
      if let amount { known += amount } else { unknown += 1 }
    case .inDoubt(let amount):
      doubtful += 1
      if let amount { knownInDoubt += amount } else { unknownInDoubt += 1 }
    }
  }
}
