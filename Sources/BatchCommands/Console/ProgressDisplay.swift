import BatchEngine
import BatchReport
import JobModel
import Locking
import Pacing

/// Shows a run while it runs: a live block on a terminal, elsewhere a line a minute and a line
/// for every failure.
final class ProgressDisplay: Sendable {
  /// How much is said.
  enum Talk: Sendable {
    /// Nothing while all is well.
    case quiet
    case usual
    /// A line for each event of a job.
    case verbose
  }

  private struct Known: Sendable {
    var board: ProgressBoard
    var trouble = ServiceTrouble()
    /// Words of the service that were told already.
    var strangeWords: Set<String> = []
    /// What was said last about videos that do not come.
    var downloadTroubles: [JobID: String] = [:]
  }

  private let known: Locked<Known>
  private let console: Console
  private let talk: Talk
  private let clock: any BatchClock

  init(_ board: ProgressBoard, console: Console, talk: Talk, clock: any BatchClock) {
    known = Locked(Known(board: board))
    self.console = console
    self.talk = talk
    self.clock = clock
  }

  func take(_ record: BatchRecord) {
    let failure = known.withLock { known in
      Self.endTrouble(record.event, in: &known.trouble)
      if case .job(let id, .fetched) = record.event { known.downloadTroubles[id] = nil }
      if case .job(let id, .refetched) = record.event { known.downloadTroubles[id] = nil }
      return known.board.take(record)
    }
    if talk == .verbose {
      if case .job(let id, let event) = record.event, let line = EventLine.text(id, event) {
        console.say(line)
      }
    } else if let failure, !console.isLive || talk == .quiet {
      // On a terminal the block shows the newest ones, and the summary all of them.
      console.say(TerminalText.oneLine("\(failure.id): \(failure.message)"))
    }
  }

  /// What shows that the service works again.
  private static func endTrouble(_ event: BatchEvent, in trouble: inout ServiceTrouble) {
    guard case .job(_, let event) = event else { return }
    switch event {
    case .accepted, .refused:
      trouble.end(.silence)
      trouble.end(.submitting)
    case .completed, .failed: trouble.end(.silence)
    case .fetched, .refetched: trouble.end(.downloads)
    default: break
    }
  }

  /// What was said last about each video that did not come.
  var downloadTroubles: [JobID: String] { known.withLock { $0.downloadTroubles } }

  func take(_ notice: EngineNotice) {
    var line: String?
    var isNews = false
    let now = wallTime
    known.withLock { known in
      switch notice {
      case .downloadTrouble(let job, let message):
        known.trouble.note(.downloads, "\(job): \(message)", at: now)
        known.downloadTroubles[job] = message
        line = "\(job): \(message); trying again"
      case .submitTrouble(let job, let message):
        known.trouble.note(.submitting, message, at: now)
        line = "\(job): \(message); trying again"
      case .unknownStatus(let job, let word):
        isNews = known.strangeWords.insert(word).inserted
        line = "\(job): the service says '\(word)', taken as unfinished"
      case .queryTrouble(let message):
        known.trouble.note(.silence, message, at: now)
      case .unpriced(let job):
        isNews = true
        line = "\(job): its price is unknown, so it is not submitted under --max-cost"
      case .rateLimited(let until):
        known.trouble.note(.limit, until: until, at: now)
      }
    }
    if let line, talk == .verbose || isNews && talk == .usual {
      console.say(TerminalText.oneLine(line))
    }
  }

  private var wallTime: Timestamp { Timestamp(milliseconds: clock.wallMilliseconds) }

  /// How long the rest will take, given the number of jobs that are not submitted yet, by somebody
  /// who knows better than the rate of the ends; `nil` while nothing is known.
  typealias TimeLeft = @Sendable (_ queued: Int) async -> Duration?

  /// Keeps the display up to date until it is cancelled.
  func run(timeLeft: TimeLeft? = nil) async {
    guard talk != .quiet else { return }
    // Five drawings a second at most, and only of what has changed.
    let interval: Duration = console.isLive ? .milliseconds(200) : .seconds(60)
    var next = clock.now + (console.isLive ? .zero : interval)
    do {
      while true {
        try await clock.sleep(until: next)
        let block = await block(timeLeft)
        if console.isLive {
          console.show { block.lines(columns: $0) }
        } else {
          console.say(TerminalText.oneLine(block.line))
        }
        next += interval
      }
    } catch {
      console.show("")
    }
  }

  private func block(_ timeLeft: TimeLeft?) async -> ProgressBlock {
    let queued = known.withLock { $0.board.queued }
    let better = await timeLeft?(queued)
    // Guesses change every other second: often enough to be true, and calm.
    let now = wallTime
    let calm = Timestamp(milliseconds: now.milliseconds / 2000 * 2000)
    return known.withLock { known in
      ProgressBlock(
        board: known.board, rate: known.board.pace.rate(at: calm),
        timeLeft: better ?? known.board.secondsLeft(at: calm).map { Duration(seconds: $0) },
        notes: known.trouble.lines(at: now))
    }
  }
}
