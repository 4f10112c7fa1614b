import JobModel
import Testing

@testable import BatchReport

@Suite struct TotalsTests {
  private func state(_ amounts: [Money?], run: String) -> JobState {
    let charges = amounts.enumerated().map { number, amount in
      Charge(
        attempt: number + 1, task: TaskID("t\(number)"),
        priceClass: PriceClass(resolution: .p720, audio: false), seconds: 5, amount: amount,
        at: Timestamp(seconds: 0), run: run, reason: "new", isCertain: true)
    }
    return JobState(
      stem: nil, latest: nil, charges: charges, video: nil, older: [], withdrawn: 0,
      obstacle: nil)
  }

  @Test func ratesAddUpToTheAmount() {
    var totals = Totals(run: "now")
    totals.add(
      state([Money(micros: 750_000), Money(micros: 750_000)], run: "now"), status: .completed)
    totals.add(state([Money(micros: 500_000)], run: "before"), status: .completed)
    #expect(totals.amount?.description == "2.00")
    #expect(totals.thisRun?.description == "1.50")
    #expect(Money.sum(totals.sortedRates.map(\.sum.amount)) == totals.amount)
    #expect(totals.sortedRates.map(\.sum.seconds) == [5, 10])
  }

  @Test func unknownAmountMakesTheSumUnknownAndNotZero() {
    var totals = Totals(run: "now")
    totals.add(state([Money(micros: 750_000)], run: "now"), status: .completed)
    totals.add(state([nil], run: "now"), status: .completed)
    #expect(totals.amount == nil)
  }
}
