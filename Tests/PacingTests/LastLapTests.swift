import Testing

@testable import Pacing

@Suite struct LastLapTests {
  private static let short = LastLap.Expected(mean: 2, late: 4)
  private static let long = LastLap.Expected(mean: 6, late: 20)

  private func lap(
    _ expected: [Int: LastLap.Expected], places: Int = 100, rate: Double = 1e9
  ) -> LastLap {
    LastLap(expected: expected, places: places, rate: rate)
  }

  @Test func itBeginsWhenTheLongestWouldOtherwiseOutlastTheRest() {
    // A hundred places at a mean of 4 s begin 25 jobs a second; the longest takes 20 s.
    let lap = lap([0: Self.short, 1: Self.long])
    #expect(!lap.hasBegun(waiting: [0: 2000, 1: 100]))
    #expect(lap.hasBegun(waiting: [0: 500, 1: 100]))
  }

  @Test func aSlowRateBeginsFewerAndSoTheLapIsShorter() {
    let lap = lap([0: Self.short, 1: Self.long], rate: 5)
    #expect(!lap.hasBegun(waiting: [0: 400, 1: 100]))
    #expect(lap.hasBegun(waiting: [0: 100, 1: 20]))
  }

  @Test func kindsThatAreAlikeOrAloneOrUnknownKeepTheirOrder() {
    let alike = LastLap.Expected(mean: 2.2, late: 5)
    #expect(!lap([0: Self.short, 1: alike]).hasBegun(waiting: [0: 1, 1: 1]))
    #expect(!lap([0: Self.short, 1: Self.long]).hasBegun(waiting: [0: 0, 1: 5]))
    #expect(!lap([1: Self.long]).hasBegun(waiting: [0: 5, 1: 5]))
    #expect(!lap([:]).hasBegun(waiting: [0: 5, 1: 5]))
  }

  @Test func theLongestGoesFirstAndWhatIsUnknownInTheMiddle() {
    let lap = lap([0: Self.short, 1: Self.long])
    #expect([0, 7, 1].sorted { lap.isBefore($0, $1) } == [1, 7, 0])
    #expect(!lap.isBefore(0, 0))
  }

  @Test func manyShortOnesSetThePaceAndNotTheKinds() {
    // Places are free after 2.4 s in the mean and not after 16 s: 20 jobs a second begin.
    let lap = lap(
      [0: LastLap.Expected(mean: 2, late: 3), 1: LastLap.Expected(mean: 30, late: 40)],
      places: 60, rate: 20)
    #expect(lap.hasBegun(waiting: [0: 900, 1: 15]))
    #expect(!lap.hasBegun(waiting: [0: 1100, 1: 15]))
  }
}
