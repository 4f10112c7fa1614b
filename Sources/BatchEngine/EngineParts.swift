import HTTPCore
import JobModel
import Pacing

/// Everything a run is made of. Time, randomness, the network and the disk come in here.
package struct EngineParts: Sendable {
  /// The entries that the places in the plan count; see ``Plan/source(extending:)``.
  package var source: any JobSource
  /// Decides anew before each step of a job, as it did for the plan.
  package var planner: Planner
  /// What bounds the run; fixed once it is put together.
  package var limits: RunLimits
  /// What each submission is reserved and journalled at; under a cap, what has no price is not
  /// submitted.
  package var prices: PriceTable
  /// The way to the service, for everything that needs the API key.
  package var access: ServiceAccess
  /// For downloads, and to see whether an uploaded file is still there: both go without the API
  /// key.
  package var transport: any HTTPTransport
  /// What is known about all jobs, and the only way to change it.
  package var ledger: JobLedger
  /// Where a stop is asked for, by the run itself and from outside; the ledger has the same one.
  package var halt: Halt
  /// Where videos are put; the directory exists and is prepared.
  package var shelf: VideoShelf
  /// The time of all waits; the ledger and the limiters have the same clock.
  package var clock: any BatchClock
  /// Lets submissions leave; uploads are not counted.
  package var submitLimiter: RateLimiter
  /// Lets status queries and look-ups by key leave.
  package var queryLimiter: RateLimiter
  /// For submission keys, the boundaries of uploads, and the jitter of waits.
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
  /// Told of what is no event of a job, from any thread.
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
