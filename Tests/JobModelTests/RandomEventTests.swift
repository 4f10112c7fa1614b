import JobModel
import TestSupport
import Testing

@Suite struct RandomEventTests {
  /// What became of each attempt's money and video, followed apart from the code under test.
  private struct Account {
    var paid: Set<Int> = []
    var abandoned: Set<Int> = []
    /// Those that were given up one for the other, while the newest may come to nothing.
    var givenUp: [Int] = []
    var open: Int?
    var amounts: [Int: Money?] = [:]
    var videos: Set<Int> = []
    var inPlace: Int?

    mutating func follow(_ event: JobEvent) {
      switch event {
      case .named, .obstructed, .answered, .completed, .lost: break
      case .intended(let intent):
        if intent.givesUp, let open { givenUp.append(open) } else { givenUp = [] }
        abandoned.formUnion(givenUp)
        amounts[intent.number] = .some(intent.amount)
        open = intent.number
      case .accepted(let attempt, _):
        paid.insert(attempt)
        open = nil
        givenUp = []
      case .doubted(let attempt, _, _):
        paid.remove(attempt)
        open = attempt
      case .failed(let attempt, _):
        paid.remove(attempt)
        open = nil
        givenUp = []
      case .withdrawn(let attempt, _), .refused(let attempt, _):
        paid.remove(attempt)
        // The doubt is back that this one took the place of.
        open = givenUp.popLast()
        open.map { _ = abandoned.remove($0) }
      case .abandoned(let attempt):
        abandoned.insert(attempt)
        open = nil
        givenUp = []
      case .fetched(let attempt, _, let replaced):
        if let old = inPlace, old != attempt, replaced == nil { videos.remove(old) }
        videos.insert(attempt)
        inPlace = attempt
      case .refetched(let attempt, _, _, let replaced):
        if let old = inPlace, old != attempt, replaced == nil { videos.remove(old) }
        inPlace = attempt
      case .adopted(_, let kept, let replaced):
        if let old = inPlace, replaced == nil { videos.remove(old) }
        videos.insert(kept.attempt)
        inPlace = kept.attempt
      case .released(let attempt):
        videos.remove(attempt)
        if inPlace == attempt { inPlace = nil }
      case .moved(let attempt, _, let isInPlace):
        if isInPlace { inPlace = attempt } else if inPlace == attempt { inPlace = nil }
      }
    }

    func sum(_ attempts: some Sequence<Int>) -> Money? {
      Money.sum(attempts.map { amounts[$0] ?? nil })
    }
  }

  @Test(arguments: 0..<300) func moneyAndVideosAgreeWithTheAccount(seed: Int) {
    var job = RandomJob(seed: UInt64(seed))
    var account = Account()
    for step in 0..<80 {
      let before = job.state
      let (event, time) = job.step()
      account.follow(event)
      let state = job.state
      let place: Comment = "seed \(seed) step \(step): \(event)"
      #expect(state.cost == account.sum(account.paid), place)
      let uncertain = account.abandoned.union(account.open.map { [$0] } ?? [])
      #expect(state.costInDoubt == account.sum(uncertain), place)
      #expect(state.charges.map(\.attempt) == account.paid.union(account.abandoned).sorted(), place)
      #expect(state.latest?.isUncertain ?? false == (account.open != nil), place)
      let kept = state.keptVideos
      #expect(kept.map(\.attempt).sorted() == account.videos.sorted(), place)
      #expect(state.video?.attempt == account.inPlace, place)
      #expect(Set(kept.map(\.file.path)).count == kept.count, place)
      #expect(state.submissions >= 0 && state.submissions <= state.latest?.intent.number ?? 0)
      if let old = before.latest, case .intended(let intent) = event {
        #expect(old.isFinal || intent.givesUp && old.isUncertain, place)
        #expect(intent.number == old.intent.number + 1, place)
      }
      if case .intended = event { #expect(state.latest?.submittedAt == time, place) }
    }
  }

  @Test(arguments: 0..<20) func anyEventAtAllIsEitherFoldedOrRefusedWhole(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var state = JobState()
    var folded = 0
    for _ in 0..<2000 {
      let attempt = Int.random(in: -1...((state.latest?.intent.number ?? 0) + 1), using: &random)
      guard let event = EventKind.allCases.randomElement(using: &random)?.event(attempt) else {
        continue
      }
      let before = state
      do throws(IllegalTransition) {
        try state.apply(event, at: .make())
        folded += 1
      } catch {
        #expect(state == before, "seed \(seed): \(event)")
      }
    }
    #expect(folded > 20)
  }
}
