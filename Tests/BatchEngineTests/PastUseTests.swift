import JobModel
import Pacing
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct PastUseTests {
  private let clock = TestClock()

  private func state(_ events: [(secondsAgo: Double, BatchEvent)]) throws -> BatchState {
    var state = BatchState()
    for (age, event) in events {
      let time = Timestamp(milliseconds: clock.wallMilliseconds - Int64(age * 1000))
      try state.apply(BatchRecord(at: time, event: event))
    }
    return state
  }

  private func tokens(
    _ kind: ServiceTier.RequestKind, _ events: [(secondsAgo: Double, BatchEvent)],
    rate: Double, burst: Double
  ) throws -> Double {
    let bucket = PastUse(try state(events)).bucket(
      of: kind, Ceiling(rate: rate, burst: burst), clock: clock)
    return bucket.tokens(at: clock.now)
  }

  @Test func whereNobodyWasAtWorkTheBurstIsThere() throws {
    #expect(try tokens(.submit, [], rate: 5, burst: 50) == 50)
    #expect(try tokens(.query, [], rate: 50, burst: 500) == 500)
  }

  /// Nobody has counted them, so it is taken for used up when the last record was written.
  @Test(arguments: [(0.0, 0.0), (2, 100), (9, 450), (11, 500), (100_000, 500), (-30, 0)])
  func queriesGetOnlyWhatHasComeSinceTheLastRecord(_ secondsAgo: Double, _ tokens: Double) throws {
    let found = try self.tokens(
      .query, [(secondsAgo, .keyPolicy(.accepted))], rate: 50, burst: 500)
    #expect(found == tokens)
  }

  @Test func submissionsAreCountedOneByOne() throws {
    func intents(_ ages: [Double]) -> [(secondsAgo: Double, BatchEvent)] {
      ages.enumerated().map { ($1, .job(JobID("job-\($0)"), .intended(.make()))) }
    }
    // They may have arrived a second later than they left, and nothing comes before that.
    #expect(try tokens(.submit, intents([0, 0, 0]), rate: 5, burst: 50) == 47)
    #expect(try tokens(.submit, intents([3, 3, 3]), rate: 5, burst: 50) == 50)
    #expect(try tokens(.submit, intents([1.2, 1.2, 1.2]), rate: 5, burst: 50) == 48)
    #expect(try tokens(.submit, intents([-30]), rate: 5, burst: 50) == 49)
  }

  @Test func lessonsOfOneKindAndAccountAreFound() throws {
    let lesson = RateLesson(.query, account: "a", limit: 3000)
    let past = PastUse(try state([(5, .taught(lesson))]))
    func limit(_ kind: ServiceTier.RequestKind, _ account: String) -> Int? {
      past.lesson(of: kind, account: account, isRateGiven: false, clock: clock).limit
    }
    #expect(limit(.query, "a") == 3000)
    #expect(limit(.query, "b") == nil)
    #expect(limit(.submit, "a") == nil)
  }

  /// An account may come into another group, and a rate that was set by hand is not raised by the
  /// service's word.
  @Test func limitIsForgottenAfterADayAndSoonerWhereTheRateIsGiven() throws {
    let lesson = RateLesson(
      .submit, account: "a", limit: 300, refusal: .init(at: .make(-5), peak: 4))
    func recalled(_ secondsAgo: Double, isRateGiven: Bool) throws -> AdaptiveRate.Lesson {
      PastUse(try state([(secondsAgo, .taught(lesson))])).lesson(
        of: .submit, account: "a", isRateGiven: isRateGiven, clock: clock)
    }
    #expect(try recalled(86_000, isRateGiven: false).limit == 300)
    #expect(try recalled(86_401, isRateGiven: false).limit == nil)
    #expect(try recalled(3500, isRateGiven: true).limit == 300)
    #expect(try recalled(3601, isRateGiven: true).limit == nil)
    #expect(try recalled(3601, isRateGiven: true).cut?.peak == 4)
    // Also through a compaction.
    var copy = BatchState()
    for record in try state([(80_000, .taught(lesson))]).snapshot(at: .make()) {
      try copy.apply(record)
    }
    clock.advance(by: .seconds(10_000))
    let late = PastUse(copy).lesson(
      of: .submit, account: "a", isRateGiven: false, clock: clock)
    #expect(late.limit == nil)
  }
}
