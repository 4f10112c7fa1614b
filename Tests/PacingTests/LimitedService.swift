import Pacing
import TestSupport

/// A service with one allowance, and a client that always has work.
struct LimitedService {
  struct Event {
    enum Kind {
      case arrival(sent: Double)
      case answer(sent: Double, isRefused: Bool, remaining: Int)
      case foreign
    }
    var at: Double
    var kind: Kind
  }

  /// The service's bucket.
  var rate: Double
  var burst: Double
  /// What others use, a second; from when to when.
  var foreignRate = 0.0
  var foreignSpan = 0.0...Double.infinity
  /// What `X-RateLimit-Limit` says, and whether `-Remaining` is told.
  var saysLimit: Int?
  var saysRemaining = false
  var retryAfter = 1.0
  /// Seconds from one side to the other.
  var latency = 0.02...0.3

  private(set) var granted: [Double] = []
  private(set) var refused: [Double] = []

  init(rate: Double, burst: Double) {
    self.rate = rate
    self.burst = burst
  }

  /// Requests granted in a span, in proportion to what the service had to give.
  func used(_ span: ClosedRange<Double>, foreign: Double = 0) -> Double {
    let count = granted.count { span.contains($0) }
    return Double(count) / ((rate - foreign) * (span.upperBound - span.lowerBound))
  }

  func refusals(_ span: ClosedRange<Double>) -> Int { refused.count { span.contains($0) } }

  mutating func serve(_ client: inout AdaptiveRate, seconds: Double, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var tokens = burst
    var updated = 0.0
    var events: [Event] = []
    func insert(_ event: Event, _ events: inout [Event]) {
      let index = events.firstIndex { $0.at < event.at } ?? events.count
      events.insert(event, at: index)
    }
    if foreignRate > 0 {
      insert(Event(at: foreignSpan.lowerBound, kind: .foreign), &events)
    }
    var now = 0.0
    var wake = 0.0
    while now < seconds {
      if wake <= events.last?.at ?? .infinity {
        now = wake
        let instant = Duration(seconds: now)
        if let next = client.take(at: instant) {
          wake = max(next.inSeconds, now + 1e-6)
        } else {
          let arrival = now + Double.random(in: latency, using: &random)
          insert(Event(at: arrival, kind: .arrival(sent: now)), &events)
        }
        continue
      }
      guard let event = events.popLast() else { break }
      now = event.at
      switch event.kind {
      case .foreign:
        tokens = min(burst, tokens + (now - updated) * rate)
        updated = now
        tokens = max(0, tokens - 1)
        let next = now + 1 / foreignRate
        if next <= foreignSpan.upperBound { insert(Event(at: next, kind: .foreign), &events) }
      case .arrival(let sent):
        tokens = min(burst, tokens + (now - updated) * rate)
        updated = now
        let isRefused = tokens < 1
        if isRefused { refused.append(now) } else { granted.append(now) }
        if !isRefused { tokens -= 1 }
        let back = now + Double.random(in: latency, using: &random)
        insert(
          Event(
            at: back,
            kind: .answer(sent: sent, isRefused: isRefused, remaining: Int(tokens))), &events)
      case .answer(let sent, let isRefused, let remaining):
        let instant = Duration(seconds: now)
        if isRefused {
          client.noteRefusal(
            sent: Duration(seconds: sent), limit: saysLimit, wait: Duration(seconds: retryAfter),
            at: instant)
        } else {
          client.noteAnswer(
            sent: Duration(seconds: sent), limit: saysLimit,
            remaining: saysRemaining ? remaining : nil, at: instant)
        }
        // Whoever waits looks again after every answer.
        wake = now
      }
    }
  }
}
