import TestSupport
import Testing

@testable import Pacing

@Suite struct AdaptiveRateTests {
  private static func client(
    _ tier: ServiceTier, _ kind: ServiceTier.RequestKind = .submit, mayRise: Bool = true
  ) -> AdaptiveRate {
    AdaptiveRate(
      bucket: TokenBucket(rate: tier.rate(of: kind), burst: tier.burst(of: kind), at: .zero),
      kind: kind, mayRise: mayRise, at: .zero)
  }

  private static func service(
    _ tier: ServiceTier, _ kind: ServiceTier.RequestKind = .submit
  ) -> LimitedService {
    LimitedService(rate: tier.rate(of: kind), burst: tier.burst(of: kind))
  }

  static let kinds: [(ServiceTier, ServiceTier.RequestKind)] = [
    (.default, .submit), (.default, .query), (.vip, .submit), (.svip, .submit),
  ]

  @Test(arguments: kinds, [false, true]) func anHonestLimitIsUsedUpWithoutARefusal(
    _ limit: (ServiceTier, ServiceTier.RequestKind), saysRemaining: Bool
  ) {
    let (tier, kind) = limit
    for seed in 1...3 as ClosedRange<UInt64> {
      var service = Self.service(tier, kind)
      service.saysRemaining = saysRemaining
      service.latency = 0.02...0.5
      var client = Self.client(tier, kind)
      service.serve(&client, seconds: 120, seed: seed)
      #expect(service.refused.isEmpty, "seed \(seed)")
      let possible = service.burst + service.rate * 120
      #expect(Double(service.granted.count) >= possible * 0.98, "seed \(seed)")
    }
  }

  @Test func aSavedBurstLeavesAtOnce() {
    var client = Self.client(.default)
    var count = 0
    while client.take(at: .zero) == nil { count += 1 }
    #expect(count == 50)
  }

  @Test func aTierThatIsTooHighIsCorrectedByTheFirstAnswer() {
    var service = Self.service(.default)
    service.saysLimit = 300
    service.saysRemaining = true
    var client = Self.client(.svip)
    service.serve(&client, seconds: 60, seed: 1)
    #expect(client.rate == ServiceTier.default.submitRate)
    // The burst that was under way is refused; nothing after it.
    #expect(service.refusals(1.5...60) == 0)
    #expect(service.used(5...60) >= 0.98)
  }

  @Test func aTierThatIsTooHighSettlesWithinSecondsWithoutAWord() {
    var service = Self.service(.default)
    var client = Self.client(.svip)
    service.serve(&client, seconds: 180, seed: 1)
    #expect(service.refusals(0...10) <= 334, "the first burst")
    #expect(service.refusals(12...180) <= 25)
    #expect(service.used(10...180) >= 0.97)
  }

  @Test func aTierThatIsTooLowRisesByTheServicesWordUnlessSetByHand() {
    for (mayRise, expected) in [(true, ServiceTier.vip), (false, .default)] {
      var client = Self.client(.default, mayRise: mayRise)
      client.noteAnswer(sent: .zero, limit: 1000, remaining: nil, at: .seconds(1))
      #expect(client.rate == expected.submitRate)
      client.noteAnswer(sent: .zero, limit: 300, remaining: nil, at: .seconds(2))
      #expect(client.rate == ServiceTier.default.submitRate)
    }
  }

  @Test(arguments: [0, -5, 7, 60, 299, 100_000]) func aLimitThatIsNotDocumentedMeansNothing(
    limit: Int
  ) {
    var client = Self.client(.vip)
    client.noteAnswer(sent: .zero, limit: limit, remaining: nil, at: .seconds(1))
    #expect(client.rate == ServiceTier.vip.submitRate)
  }

  /// What others use of the five a second.
  @Test(arguments: [1.0, 2, 4]) func theRestOfASharedAllowanceIsUsed(foreign: Double) {
    for saysRemaining in [false, true] {
      var service = Self.service(.default)
      service.foreignRate = foreign
      service.saysRemaining = saysRemaining
      var client = Self.client(.default)
      service.serve(&client, seconds: 240, seed: 2)
      #expect(service.used(40...240, foreign: foreign) >= 0.95)
      #expect(service.refusals(40...240) <= 40)
    }
  }

  @Test(arguments: [3.0, 5]) func whenOthersAreGoneTheRateRecovers(foreign: Double) {
    var service = Self.service(.default)
    service.foreignRate = foreign
    service.foreignSpan = 60...120
    var client = Self.client(.default)
    service.serve(&client, seconds: 240, seed: 3)
    #expect(service.used(10...60) >= 0.98)
    #expect(service.used(170...240) >= 0.98)
    #expect(service.refusals(0...60) + service.refusals(170...240) == 0)
  }

  @Test func refusalsOfOneRoundTripCutTheRateOnce() {
    var client = Self.client(.default)
    for _ in 0..<40 {
      client.noteRefusal(
        sent: .seconds(9), limit: nil, wait: .seconds(1), at: .milliseconds(9500))
    }
    #expect(abs(client.rate - 3.5) < 0.01)
    client.noteRefusal(sent: .seconds(11), limit: nil, wait: .seconds(1), at: .seconds(12))
    #expect(client.rate < 3.2 && client.rate > 2)
  }

  @Test func whatWaitedForTheServiceLeavesOneByOne() {
    var client = Self.client(.default)
    client.noteRefusal(sent: .zero, limit: nil, wait: .seconds(30), at: .zero)
    #expect(client.take(at: .seconds(1)) == .seconds(30))
    var now = Duration.seconds(30)
    var departures: [Double] = []
    while departures.count < 5 {
      if let next = client.take(at: now) {
        #expect(next > now)
        now = next
      } else {
        departures.append(now.inSeconds)
      }
    }
    #expect(departures[0] == 30)
    for (earlier, later) in zip(departures, departures.dropFirst()) {
      #expect(later - earlier >= 0.2 - 1e-6)
    }
  }

  /// Another process, that is told what this one has learned, goes on as this one would have.
  @Test func whatWasLearnedHoldsForTheNextProcess() {
    var first = Self.client(.svip)
    first.noteRefusal(sent: .zero, limit: 300, wait: .seconds(1), at: .seconds(1))
    first.noteRefusal(sent: .seconds(3), limit: nil, wait: .seconds(40), at: .seconds(4))
    var next = AdaptiveRate(
      bucket: TokenBucket(
        rate: ServiceTier.svip.submitRate, burst: ServiceTier.svip.submitBurst, at: .seconds(6)),
      kind: .submit, mayRise: true, lesson: first.lesson, at: .seconds(6))
    #expect(next.lesson == first.lesson)
    #expect(next.take(at: .seconds(6)) == .seconds(44))
    for second in 44..<100 {
      let now = Duration.seconds(second)
      while first.take(at: now) == nil {
        first.noteAnswer(sent: now, limit: nil, remaining: nil, at: now)
      }
      while next.take(at: now) == nil {
        next.noteAnswer(sent: now, limit: nil, remaining: nil, at: now)
      }
      #expect(next.rate == first.rate, "at \(second) s")
      #expect(abs(next.tokens(at: now) - first.tokens(at: now)) < 1e-6, "at \(second) s")
    }
    #expect(next.rate == ServiceTier.default.submitRate)
  }

  @Test func limitThatIsToldIsTheNewestOnceAnotherThanAssumedWasNamed() {
    var client = Self.client(.default)
    client.noteAnswer(sent: .zero, limit: 300, remaining: nil, at: .zero)
    #expect(client.lesson.limit == nil, "it is what was assumed")
    client.noteAnswer(sent: .zero, limit: 2000, remaining: nil, at: .zero)
    #expect(client.lesson.limit == 2000)
    client.noteAnswer(sent: .zero, limit: 77, remaining: nil, at: .zero)
    #expect(client.lesson.limit == 2000, "it is not documented")
    client.noteAnswer(sent: .zero, limit: 300, remaining: nil, at: .zero)
    #expect(client.lesson.limit == 300)
    var given = AdaptiveRate(
      bucket: TokenBucket(rate: 1, burst: 1, at: .zero), kind: .submit, mayRise: false,
      lesson: .init(limit: 2000), at: .zero)
    given.noteAnswer(sent: .zero, limit: 300, remaining: nil, at: .zero)
    #expect(given.lesson.limit == 300 && given.rate == 1)
  }

  @Test func aTokenGivenBackIsThereAgain() {
    var client = AdaptiveRate(
      bucket: TokenBucket(rate: 1, burst: 1, at: .zero), kind: .query, mayRise: false, at: .zero)
    #expect(client.take(at: .zero) == nil)
    #expect(client.take(at: .zero) == .seconds(1))
    client.giveBack()
    #expect(client.take(at: .zero) == nil)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func noAnswerBreaksTheRate(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var client = Self.client(.svip, .query)
    var now = Duration.zero
    let numbers = [Int.min, -1, 0, 1, 500, 3000, 30_000, .max]
    for _ in 0..<500 {
      now += .milliseconds(Int.random(in: -500...2000, using: &random))
      let limit = numbers.randomElement(using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        client.noteAnswer(
          sent: now, limit: limit, remaining: numbers.randomElement(using: &random), at: now)
      case 1:
        client.noteRefusal(
          sent: now - .seconds(Int.random(in: -5...5, using: &random)), limit: limit,
          wait: .milliseconds(Int.random(in: -1000...1000, using: &random)), at: now)
      case 2: client.giveBack()
      default:
        if let next = client.take(at: now) { #expect(next > now, "seed \(seed)") }
      }
      #expect(client.rate > 0 && client.rate <= 500, "seed \(seed)")
    }
    // An hour later all is forgotten, and there is a way on.
    #expect(client.take(at: now + .seconds(3600)) == nil, "seed \(seed)")
  }
}
