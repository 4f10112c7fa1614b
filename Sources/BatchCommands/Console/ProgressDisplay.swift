import BatchEngine
import BatchReport
import JobModel
import Locking
import Pacing

/// Shows a run while it runs: one live line on a terminal, a line a minute elsewhere, and a
/// line for every failure.
final class ProgressDisplay: Sendable {
  private let board: Locked<ProgressBoard>
  private let console: Console
  private let isQuiet: Bool

  init(_ board: ProgressBoard, console: Console, isQuiet: Bool) {
    self.board = Locked(board)
    self.console = console
    self.isQuiet = isQuiet
  }

  func take(_ record: BatchRecord) {
    if let line = board.withLock({ $0.take(record) }) { console.say(line) }
  }

  func take(_ notice: EngineNotice) {
    guard !isQuiet else { return }
    switch notice {
    case .downloadTrouble(let job, let message), .submitTrouble(let job, let message):
      console.say("\(job): \(message); trying again")
    case .unknownStatus(let job, let word):
      console.say("\(job): the service says '\(word)', taken as unfinished")
    case .unpriced(let job):
      console.say("\(job): its price is unknown, so it is not submitted under --max-cost")
    case .queryTrouble:
      break
    }
  }

  /// Keeps the display up to date until it is cancelled.
  func run(clock: any BatchClock) async {
    guard !isQuiet else { return }
    let interval: Duration = console.isLive ? .milliseconds(200) : .seconds(60)
    var next = clock.now + (console.isLive ? .zero : interval)
    do {
      while true {
        try await clock.sleep(until: next)
        let line = board.withLock { $0.line }
        if console.isLive { console.show(line) } else { console.say(line) }
        next += interval
      }
    } catch {
      console.show("")
    }
  }
}
