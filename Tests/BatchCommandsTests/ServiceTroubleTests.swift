import JobModel
import TestSupport
import Testing

@testable import BatchCommands

@Suite struct ServiceTroubleTests {
  private func clock(_ second: Int64) -> String { LocalTime.clock(.make(second)) }

  @Test func rateLimitSaysSinceWhenAndUntilWhen() {
    var trouble = ServiceTrouble()
    trouble.note(.limit, until: .make(60), at: .make(0))
    let soon = LocalTime.clock(.make(60), withSeconds: true)
    #expect(
      trouble.lines(at: .make(1)) == ["rate-limited since \(clock(0)), next try \(soon)"])
    trouble.note(.limit, until: .make(660), at: .make(60))
    #expect(
      trouble.lines(at: .make(61)) == [
        "rate-limited since \(clock(0)), next try \(clock(660))"
      ])
    #expect(trouble.lines(at: .make(660)) == [])
  }

  @Test func waitOfASecondIsNotWorthALine() {
    var trouble = ServiceTrouble()
    trouble.note(.limit, until: .make(1), at: .make(0))
    #expect(trouble.lines(at: .make(0)) == [])
  }

  @Test func silenceLastsUntilAnAnswerOrUntilNothingIsHeardOfIt() {
    var trouble = ServiceTrouble()
    trouble.note(.silence, "connection refused", at: .make(0))
    #expect(trouble.lines(at: .make(1)) == [], "one lost answer is nothing")
    trouble.note(.silence, "connection refused", at: .make(60))
    let line = "no answer from the service since \(clock(0)): connection refused"
    #expect(trouble.lines(at: .make(61)) == [line])
    #expect(trouble.lines(at: .make(151)) == [])
    trouble.note(.silence, "timed out", at: .make(152))
    trouble.end(.silence)
    #expect(trouble.lines(at: .make(160)) == [])
  }

  @Test func beingToldToWaitSaysWhySubmissionsAreTurnedAway() {
    var trouble = ServiceTrouble()
    trouble.note(.submitting, "https://example.com/v1: slow down", at: .make(0))
    trouble.note(.limit, until: .make(60), at: .make(0))
    #expect(trouble.lines(at: .make(10)).count == 1)
    #expect(
      trouble.lines(at: .make(61)) == [
        "submissions do not get through since \(clock(0)): slow down"
      ])
  }
}
