/// Counts concerns, each under a number by which the page's rows name it.
struct ConcernTally: Sendable {
  /// The most that are told apart; rare ones beyond it count as one.
  private static let limit = 60

  struct Group: Sendable {
    var concern: PageConcern
    var jobs = 0
    /// What the service said about the first of them.
    var sample: String?
  }

  private(set) var groups: [Group] = []
  private var numbers: [PageConcern: Int] = [:]

  mutating func add(_ concern: PageConcern, sample: String?) {
    let number = number(of: concern) ?? groups.count
    if number == groups.count {
      numbers[concern] = number
      groups.append(Group(concern: concern, sample: sample))
    }
    groups[number].jobs += 1
  }

  /// The number of a concern; when too many were seen, that of a like one.
  func number(of concern: PageConcern) -> Int? {
    if let number = numbers[concern] { return number }
    guard groups.count >= Self.limit else { return nil }
    return groups.firstIndex { $0.concern.rank == concern.rank }
  }
}
