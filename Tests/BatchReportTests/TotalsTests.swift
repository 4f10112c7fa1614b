import JobModel
import TestSupport
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

  @Test func secondVideoOfAJobIsAVideoMoreAndNoJob() {
    var totals = Totals(run: "now")
    totals.add(
      state([Money(micros: 750_000), Money(micros: 750_000)], run: "now"), status: .completed)
    totals.add(
      state([Money(micros: 500_000), Money(micros: 750_000)], run: "now"), status: .completed)
    #expect(totals.sortedRates.map(\.sum.jobs) == [1, 2])
    #expect(totals.sortedRates.map(\.sum.videos) == [1, 3])
  }

  /// A lost file may be fetched again while its own URL lives, whatever came after it.
  @Test func lostFileWaitsAsLongAsItsOwnVideoLives() {
    func kept(_ remote: RemoteVideo) -> KeptVideo {
      var video = KeptVideo.make(remote: remote)
      video.submittedAt = .make(60)
      return video
    }
    func until(_ remote: RemoteVideo) -> Timestamp? {
      var totals = Totals(run: nil)
      let failed = Attempt(
        intent: .make(number: 2), phase: .failed(.make(), task: nil), submittedAt: .make(500_000),
        changedAt: .make(500_001))
      let state = JobState(
        stem: "a", latest: failed, charges: [], video: kept(remote),
        older: [], withdrawn: 0, obstacle: nil)
      totals.add(state, status: .submitted)
      return totals.waiting.until
    }
    let day: Int64 = 86_400
    #expect(until(.make(expiresAt: .make(97), completedAt: .make(61))) == .make(97))
    #expect(until(.make(expiresAt: nil, completedAt: .make(61))) == .make(61 + day))
    // A moment before the submission is not believed.
    #expect(until(.make(expiresAt: .make(7), completedAt: .make(61))) == .make(61 + day))
    #expect(until(.make(expiresAt: .make(7), completedAt: .make(1))) == .make(60 + day))
    #expect(until(.make(expiresAt: nil, completedAt: nil)) == .make(60 + day))
  }

  @Test func unknownAmountMakesTheSumUnknownAndNotZero() {
    var totals = Totals(run: "now")
    totals.add(state([Money(micros: 750_000)], run: "now"), status: .completed)
    totals.add(state([nil], run: "now"), status: .completed)
    #expect(totals.amount == nil)
  }
}
