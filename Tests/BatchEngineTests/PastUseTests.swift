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
    #expect(past.lesson(of: .query, account: "a", clock: clock) == .init(limit: 3000))
    #expect(past.lesson(of: .query, account: "b", clock: clock) == .init())
    #expect(past.lesson(of: .submit, account: "a", clock: clock) == .init())
  }
}
