import JobModel
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct ControlAgeTests {
  private static let boot = "boot-1"
  /// Milliseconds of a day.
  private static let day: Int64 = 86_400_000

  private func control(_ uptime: Uptime?, at seconds: Int64 = 0) -> Witness {
    Witness(
      job: JobID("c"), account: "account-1", mode: .imageToVideo, key: SubmissionKey("k"),
      task: TaskID("t"), submittedAt: .make(seconds), uptime: uptime)
  }

  private func up(_ milliseconds: Int64, _ boot: String = boot) -> Uptime {
    Uptime(boot: boot, milliseconds: milliseconds)
  }

  private func wait(
    _ doubt: Uptime?, _ control: Witness, sentBefore: Int64 = 200_000, now: Int64 = 300_000,
    openedAt: Int64 = 0, at seconds: Int64 = 0
  ) -> Duration? {
    let attempt = Attempt(
      intent: .make(uptime: doubt), phase: .intended, submittedAt: .make(seconds),
      changedAt: .make(seconds))
    return ControlAge(
      doubt: attempt, sentBefore: up(sentBefore), now: up(now), openedAt: up(openedAt),
      requestTimeout: .seconds(60)
    ).wait(for: control)
  }

  @Test func attemptThatIsOlderNeedsNoWait() {
    #expect(wait(up(10_000), control(up(250_000))) == .zero)
  }

  @Test func attemptThatIsYoungerWaitsUntilItIsAsOld() {
    // It left at most a minute after its intent, and before it was looked up.
    #expect(wait(up(100_000), control(up(90_000))) == .seconds(70))
    #expect(wait(up(190_000), control(up(90_000))) == .seconds(110))
  }

  @Test func clockOfOneBootCountsWhateverTheWallClockSays() {
    #expect(wait(up(100_000), control(up(90_000), at: 999_999), at: -999_999) == .seconds(70))
  }

  @Test func readingThatIsStillToComeProvesNothing() {
    #expect(wait(up(10_000), control(up(300_001))) == nil)
    #expect(wait(up(300_001), control(up(250_000))) == nil)
  }

  @Test func submissionsMoreThanADayApartProveNothing() {
    let late = 2 * Self.day
    #expect(wait(up(10_000), control(up(10_000 + Self.day)), now: late) == .zero)
    #expect(wait(up(10_000), control(up(10_001 + Self.day)), now: late) == nil)
    #expect(wait(up(10_001 + Self.day), control(up(10_000)), sentBefore: late, now: late) == nil)
  }

  @Test func controlWithoutAReadingProvesNothing() {
    #expect(wait(up(10_000), control(nil)) == nil)
    #expect(wait(nil, control(nil)) == nil)
  }

  @Test func acrossBootsOnlyASubmissionOfThisProcessProves() {
    let other = up(999_000, "boot-0")
    #expect(wait(other, control(up(250_000), at: 60), openedAt: 240_000) == .zero)
    #expect(wait(nil, control(up(250_000), at: 60), openedAt: 240_000) == .zero)
    #expect(wait(other, control(up(230_000), at: 60), openedAt: 240_000) == nil)
    // Both of an earlier boot: their distance is known, whatever came between.
    #expect(wait(up(5000, "boot-0"), control(up(900_000, "boot-0"))) == .zero)
    #expect(wait(up(5000, "boot-0"), control(up(900_000, "boot-9"))) == nil)
  }

  @Test func acrossBootsAnAgeThatWentBackwardsProvesNothing() {
    let other = up(999_000, "boot-0")
    #expect(wait(other, control(up(250_000), at: -1), openedAt: 240_000) == nil)
    #expect(wait(other, control(up(250_000), at: 86_401), openedAt: 240_000) == nil)
  }
}
