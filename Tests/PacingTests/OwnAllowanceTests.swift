import TestSupport
import Testing

@testable import Pacing

/// A client that has an allowance to itself is never refused, whatever the network does.
@Suite struct OwnAllowanceTests {
  /// A service with a token bucket that is full when the first request arrives, and a client that
  /// comes and goes. Instants are whole microseconds.
  private struct World {
    private enum Kind {
      case arrival(sent: Int, process: Int)
      case answer(sent: Int, process: Int, remaining: Int)
    }

    let rate: Double
    let burst: Double
    /// The longest way from one side to the other; some requests take all of it.
    let longest: Int
    let saysRemaining: Bool
    var random: SeededGenerator
    private(set) var client: AdaptiveRate
    private(set) var now = 0
    private(set) var sent: [Int] = []
    private(set) var refusals = 0
    private var events: [(at: Int, kind: Kind)] = []
    private var tokens: Double
    private var updated = 0
    private var hasBegun = false
    private var process = 0
    private var restartedAt = 0

    init(rate: Double, burst: Double, longest: Int, saysRemaining: Bool, seed: UInt64) {
      (self.rate, self.burst, self.longest) = (rate, burst, longest)
      self.saysRemaining = saysRemaining
      random = SeededGenerator(seed: seed)
      tokens = burst
      client = Self.client(TokenBucket(rate: rate, burst: burst, at: .zero), at: 0)
    }

    private static func client(_ bucket: TokenBucket, at now: Int) -> AdaptiveRate {
      AdaptiveRate(bucket: bucket, kind: .submit, mayRise: false, at: .microseconds(now))
    }

    /// Mostly quick, sometimes as long as it may be, so that requests overtake each other.
    private mutating func way() -> Int {
      let most = [longest / 50, longest / 5, longest].randomElement(using: &random) ?? 0
      return Int.random(in: 0...most, using: &random)
    }

    /// Lets the client send so many more requests, and all answers come but those that it does not
    /// live to see.
    mutating func send(_ count: Int, awaitsAnswers: Bool = true) {
      let end = sent.count + count
      var wake = max(now, restartedAt)
      while sent.count < end || awaitsAnswers && !events.isEmpty {
        let first = events.indices.min { events[$0].at < events[$1].at }
        if let first, sent.count == end || events[first].at < wake {
          let event = events.remove(at: first)
          now = max(now, event.at)
          handle(event.kind)
          // Whoever waits looks again after every answer.
          wake = max(restartedAt, min(wake, now))
          continue
        }
        now = max(now, wake)
        if Int.random(in: 0..<25, using: &random) == 0 {
          // There is no work for a while, long enough for a part of the burst.
          wake = now + Int.random(in: 0...Int(2e6 * burst / rate), using: &random)
          continue
        }
        if let next = client.take(at: .microseconds(now)) {
          wake = max(now + 1, Int((next.inSeconds * 1e6).rounded(.up)))
        } else if Int.random(in: 0..<15, using: &random) == 0 {
          client.giveBack()
        } else {
          sent.append(now)
          events.append((now + way(), .arrival(sent: now, process: process)))
        }
      }
    }

    private mutating func handle(_ kind: Kind) {
      switch kind {
      case .arrival(let sent, let process):
        // Full when the first arrives.
        if hasBegun { tokens = min(burst, tokens + Double(now - updated) * 1e-6 * rate) }
        (hasBegun, updated) = (true, now)
        if tokens < 1 - 1e-6 { refusals += 1 } else { tokens -= 1 }
        let answer = Kind.answer(sent: sent, process: process, remaining: Int(tokens))
        events.append((now + way(), answer))
      case .answer(let sent, let process, let remaining):
        // Nobody hears the answer to a request of a process that is gone.
        guard process == self.process else { return }
        client.noteAnswer(
          sent: .microseconds(sent), limit: nil, remaining: saysRemaining ? remaining : nil,
          at: .microseconds(now))
      }
    }

    /// The process dies and begins anew after a while, knowing the newest of its requests; what it
    /// has sent arrives all the same.
    mutating func restart(knowing count: Int = .max) {
      process += 1
      let begun = now + Int.random(in: 0...3_000_000, using: &random)
      let past = sent.suffix(count)
      // A request counts at the service after `longest` at the latest.
      let bucket = TokenBucket(
        rate: rate, burst: burst, spentAt: past.map { .microseconds($0 + longest) },
        isWhole: past.count == sent.count, at: .microseconds(begun))
      client = Self.client(bucket, at: begun)
      restartedAt = begun
    }
  }

  static let allowances: [(rate: Double, burst: Double)] = [
    (5, 50), (1000.0 / 60, 167), (0.1, 1), (1, 1), (0.1, 3), (50, 100), (7.3, 2),
  ]
  static let ways = [1000, 300_000, 1_000_000, 20_000_000]

  @Test(arguments: allowances, 0..<5 as Range<UInt64>)
  func nothingIsRefusedHoweverRequestsOvertakeEachOther(
    _ allowance: (rate: Double, burst: Double), seed: UInt64
  ) {
    for longest in Self.ways {
      var world = World(
        rate: allowance.rate, burst: allowance.burst, longest: longest,
        saysRemaining: seed.isMultiple(of: 2), seed: seed)
      world.send(200)
      #expect(world.refusals == 0, "seed \(seed), \(longest) µs")
      #expect(world.sent.count == 200)
    }
  }

  @Test(arguments: allowances, 0..<5 as Range<UInt64>)
  func nothingIsRefusedAfterARestart(
    _ allowance: (rate: Double, burst: Double), seed: UInt64
  ) {
    for longest in Self.ways {
      var world = World(
        rate: allowance.rate, burst: allowance.burst, longest: longest,
        saysRemaining: seed.isMultiple(of: 2), seed: seed)
      for _ in 0..<4 {
        world.send(Int.random(in: 0...100, using: &world.random), awaitsAnswers: false)
        world.restart()
      }
      world.send(100)
      #expect(world.refusals == 0, "seed \(seed), \(longest) µs")
    }
  }

  /// A long run's journal remembers its newest submissions only.
  @Test(arguments: allowances, 0..<5 as Range<UInt64>)
  func nothingIsRefusedAfterARestartThatKnowsOnlyTheNewest(
    _ allowance: (rate: Double, burst: Double), seed: UInt64
  ) {
    var world = World(
      rate: allowance.rate, burst: allowance.burst, longest: 300_000,
      saysRemaining: false, seed: seed)
    world.send(400, awaitsAnswers: false)
    world.restart(knowing: 200)
    world.send(200)
    #expect(world.refusals == 0, "seed \(seed)")
  }
}
