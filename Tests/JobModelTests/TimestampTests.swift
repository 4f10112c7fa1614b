import JobModel
import Testing

@Suite struct TimestampTests {
  static let moments: [(Int64, String)] = [
    (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"),
    (-1, "1969-12-31T23:59:59.999Z"), (-86_400_000, "1969-12-31T00:00:00.000Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
    (951_868_800_000, "2000-03-01T00:00:00.000Z"),
    (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
    (1_772_323_200_000, "2026-03-01T00:00:00.000Z"),
    (1_795_399_201_120, "2026-11-23T02:00:01.120Z"),
    (1_798_761_599_999, "2026-12-31T23:59:59.999Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    (-2_203_891_200_001, "1900-02-28T23:59:59.999Z"),
    (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
    (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ]

  @Test(arguments: moments) func knownMomentsAreWrittenAndRead(
    milliseconds: Int64, text: String
  ) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text) == Timestamp(milliseconds: milliseconds))
  }

  @Test func everyDayFollowsTheOneBefore() {
    var day = Timestamp.days(year: 1895, month: 1, day: 1)
    for year in Int64(1895)...2105 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (month, length) in zip(Int64(1)..., lengths) {
        #expect(Timestamp.days(year: year, month: month, day: 1) == day)
        for number in [1, length] {
          let digits = [month, number].map { $0 < 10 ? "0\($0)" : "\($0)" }
          let text = "\(year)-\(digits[0])-\(digits[1])T12:30:00.000Z"
          let moment = Timestamp(milliseconds: (day + number - 1) * 86_400_000 + 45_000_000)
          #expect(moment.description == text)
          #expect(Timestamp(text) == moment)
        }
        day += length
      }
    }
  }

  @Test(arguments: [
    "", "2026-11-23", "2026-11-23T02:00:01Z", "2026-11-23T02:00:01.1Z",
    "2026-11-23T02:00:01.120", "2026-11-23T02:00:01.120+", "2026-11-23 02:00:01.120Z",
    "2026-11-23t02:00:01.120z", "2026-11-23T02:00:01,120Z", "+026-11-23T02:00:01.120Z",
    "-026-11-23T02:00:01.120Z", "2026-00-23T02:00:01.120Z", "2026-13-23T02:00:01.120Z",
    "2026-11-00T02:00:01.120Z", "2026-11-32T02:00:01.120Z", "2026-11-31T02:00:01.120Z",
    "2026-02-29T02:00:01.120Z", "2026-02-30T02:00:01.120Z", "1900-02-29T00:00:00.000Z",
    "2024-02-30T00:00:00.000Z", "2026-11-23T24:00:00.000Z", "2026-11-23T02:60:00.000Z",
    "2026-11-23T02:00:60.000Z", "２026-11-23T02:00:01.120Z", "2026-11-23T02:00:01.120Z ",
    "12026-11-23T02:00:01.120Z",
  ]) func onlyItsOwnFormIsRead(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func momentsCompareAndAdd() {
    let moment = Timestamp(seconds: 10)
    #expect(moment.adding(milliseconds: -500) == Timestamp(milliseconds: 9500))
    #expect(moment > Timestamp(milliseconds: 9999))
    #expect(moment.seconds(since: Timestamp(milliseconds: 7500)) == 2.5)
    #expect(Timestamp(seconds: 7).seconds(since: moment) == -3)
  }
}
