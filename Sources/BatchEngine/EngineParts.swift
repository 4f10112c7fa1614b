import HTTPCore
import JobModel
import Pacing
import VideoService

/// Everything a run is made of. Time, randomness, the network and the disk come in here.
package struct EngineParts: Sendable {
  package var source: any JobSource
  package var planner: Planner
  package var limits: RunLimits
  package var prices: PriceTable
  package var access: ServiceAccess
  /// For downloads, which go without the API key.
  package var transport: any HTTPTransport
  package var ledger: JobLedger
  package var halt: Halt
  package var shelf: VideoShelf
  package var clock: any BatchClock
  package var submitLimiter: RateLimiter
  package var queryLimiter: RateLimiter
  package var random: RandomSource
  /// The run that begins if none is under way.
  package var freshRun: Run
  /// What the directory knew at the start.
  package var state: BatchState
  /// Whether result URLs may lead to private addresses.
  package var allowsPrivateAddresses: Bool
  /// Whether anything may be submitted; otherwise what is paid for is collected.
  package var mayPay: Bool
  /// When the window for submitting opens, given the time; `nil` while it is open.
  package var windowOpensAt: @Sendable (Timestamp) -> Timestamp? = { _ in nil }
  /// Where the run's tasks live; `nil` for the system's pool.
  package var executor: (any TaskExecutor)?
  /// The room left on the disk; `nil` when it can't be told.
  package var freeBytes: @Sendable () -> Int64? = { nil }
  package var say: @Sendable (EngineNotice) -> Void

  package init(
    source: any JobSource, planner: Planner, limits: RunLimits, prices: PriceTable,
    access: ServiceAccess, transport: any HTTPTransport, ledger: JobLedger, halt: Halt,
    shelf: VideoShelf, clock: any BatchClock, submitLimiter: RateLimiter,
    queryLimiter: RateLimiter, random: RandomSource, freshRun: Run,
    state: BatchState, allowsPrivateAddresses: Bool, mayPay: Bool,
    say: @escaping @Sendable (EngineNotice) -> Void
  ) {
    self.source = source
    self.planner = planner
    self.limits = limits
    self.prices = prices
    self.access = access
    self.transport = transport
    self.ledger = ledger
    self.halt = halt
    self.shelf = shelf
    self.clock = clock
    self.submitLimiter = submitLimiter
    self.queryLimiter = queryLimiter
    self.random = random
    self.freshRun = freshRun
    self.state = state
    self.allowsPrivateAddresses = allowsPrivateAddresses
    self.mayPay = mayPay
    self.say = say
  }
}
