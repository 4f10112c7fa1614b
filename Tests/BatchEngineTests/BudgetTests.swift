import JobModel
import Testing

@testable import BatchEngine

@Suite struct BudgetTests {
  static let one = Money(micros: 1_000_000)

  @Test func capIsReachedAndNotPassed() async {
    let budget = Budget(cap: Self.one * 3, spent: .zero)
    #expect(await budget.reserve(Self.one * 2))
    #expect(await !budget.reserve(Self.one + Money(micros: 1)))
    #expect(await budget.reserve(Self.one))
    #expect(await !budget.reserve(Money(micros: 1)))
    #expect(await budget.reserve(.zero))
  }

  @Test func whatWasSpentBeforeCounts() async {
    let budget = Budget(cap: Self.one * 3, spent: Self.one * 3)
    #expect(await !budget.reserve(Self.one))
    await budget.giveBack(Self.one)
    #expect(await budget.reserve(Self.one))
  }

  @Test func unknownPriceIsPaidOnlyWithoutACap() async {
    #expect(await !Budget(cap: Self.one, spent: .zero).reserve(nil))
    #expect(await Budget(cap: nil, spent: .zero).reserve(nil))
  }
}
