import JobModel
import Testing

@testable import BatchEngine

@Suite struct BudgetTests {
  static let one = Money(micros: 1_000_000)
  static let (a, b, c) = (JobID("a"), JobID("b"), JobID("c"))

  @Test func capIsReachedAndNotPassed() async {
    let budget = Budget(cap: Self.one * 3, spent: .zero)
    #expect(await budget.reserve(Self.one * 2, for: Self.a))
    budget.settle(Self.a)
    #expect(await !budget.reserve(Self.one + Money(micros: 1), for: Self.b))
    #expect(await budget.reserve(Self.one, for: Self.b))
    budget.settle(Self.b)
    #expect(await !budget.reserve(Money(micros: 1), for: Self.c))
    #expect(await budget.reserve(.zero, for: Self.c))
  }

  @Test func whatWasSpentBeforeCounts() async {
    let budget = Budget(cap: Self.one * 3, spent: Self.one * 3)
    #expect(await !budget.reserve(Self.one, for: Self.a))
    budget.giveBack(Self.one, of: Self.b)
    #expect(await budget.reserve(Self.one, for: Self.a))
  }

  @Test func unknownPriceIsPaidOnlyWithoutACap() async {
    #expect(await !Budget(cap: Self.one, spent: .zero).reserve(nil, for: Self.a))
    #expect(await Budget(cap: nil, spent: .zero).reserve(nil, for: Self.a))
  }

  /// Starts a reservation that has to wait, and returns when it does.
  private func whileWaiting(
    for amount: Money, in budget: Budget, _ then: @Sendable () -> Void
  ) async -> Bool {
    async let answer = budget.reserve(amount, for: Self.c)
    // Whether it waits already or comes later, its answer is the same.
    then()
    return await answer
  }

  @Test(arguments: 0..<50) func whoDoesNotFitWaitsForRefunds(_: Int) async {
    let budget = Budget(cap: Self.one * 2, spent: .zero)
    #expect(await budget.reserve(Self.one, for: Self.a))
    #expect(await budget.reserve(Self.one, for: Self.b))
    let isPaid = await whileWaiting(for: Self.one, in: budget) {
      budget.settle(Self.a)
      budget.giveBack(Self.one, of: Self.b)
    }
    #expect(isPaid)
  }

  @Test(arguments: 0..<50) func whoCanNeverFitIsRefusedWhenNothingIsOpen(_: Int) async {
    let budget = Budget(cap: Self.one * 2, spent: Self.one, open: [Self.a])
    #expect(await budget.reserve(Self.one, for: Self.b))
    let isPaid = await whileWaiting(for: Self.one, in: budget) {
      budget.settle(Self.a)
      budget.settle(Self.b)
    }
    #expect(!isPaid)
  }

  @Test(arguments: 0..<50) func nobodyWaitsAfterAStop(_: Int) async {
    let budget = Budget(cap: Self.one, spent: Self.one, open: [Self.a])
    #expect(await !whileWaiting(for: Self.one, in: budget) { budget.close() })
  }
}
