import BatchReport
import JobModel
import Pacing

/// What a run looks like while it runs: the same facts as a block of lines and as one line.
struct ProgressBlock {
  var board: ProgressBoard
  /// Ends of jobs a second, and how long the rest will take; `nil` while it is not known.
  var rate: Double?
  var timeLeft: Duration?
  /// What keeps the run from going on.
  var notes: [String] = []

  private static let mostFailures = 2
  private static let longestBar = 40
  private static let shortestBar = 8

  /// At most five lines that fit into so many columns.
  func lines(columns: Int) -> [ScreenLine] {
    var lines = [countLine(columns), longest(moneyWords, columns)]
    lines += notes.prefix(2).map { ScreenLine($0, .bad) }
    let room = max(1, Self.mostFailures - max(0, notes.count - 1))
    lines += board.failures.suffix(room).map { failure in
      // A long id leaves room for the reason.
      let id = TerminalText.fitting(
        TerminalText.oneLine(failure.id.text), columns: max(12, columns * 2 / 5))
      return ScreenLine([.init(text: "\(id): ", ink: .bad), .init(text: failure.message)])
    }
    return lines.map { $0.fitting(columns: columns) }
  }

  /// Everything in one line, for where no cursor can be moved.
  var line: String {
    ([countWords[0], moneyWords[0]] + notes).joined(separator: "; ")
  }

  /// The first of some ways to say the same that fits.
  private func longest(_ ways: [String], _ columns: Int) -> ScreenLine {
    ScreenLine(ways.first { TerminalText.width(of: $0) <= columns } ?? ways.last ?? "")
  }

  private func countLine(_ columns: Int) -> ScreenLine {
    let words = longest(countWords, columns)
    let room = min(columns - words.width - 3, Self.longestBar)
    guard room >= Self.shortestBar else { return words }
    let share = board.total > 0 ? min(1, Double(board.completed) / Double(board.total)) : 1
    // Full only when everything is done.
    let done = share >= 1 ? room : min(room - 1, Int(share * Double(room)))
    return ScreenLine(
      [
        .init(text: "["), .init(text: String(repeating: "#", count: done), ink: .good),
        .init(text: String(repeating: ".", count: room - done), ink: .dim), .init(text: "] "),
      ] + words.pieces)
  }

  /// The counts in words, the longest way first.
  private var countWords: [String] {
    func part(_ count: Int, _ word: String) -> String? { count > 0 ? "\(count) \(word)" : nil }
    let (done, total) = (board.completed, board.total)
    let running = "\(board.running + board.fetching) running"
    let failed = "\(board.failed) failed"
    let all = [
      "\(done) of \(total) done", "\(board.running) running", part(board.fetching, "fetching"),
      "\(board.queued) queued", failed, part(board.inDoubt, "in doubt"),
    ]
    let main = ["\(done)/\(total) done", running, "\(board.queued) queued", failed]
    return [
      all.compactMap(\.self).joined(separator: ", "), main.joined(separator: ", "),
      "\(done)/\(total) done, \(running), \(failed)", "\(done)/\(total) done, \(failed)",
      "\(done)/\(total)",
    ]
  }

  /// Money, rate and time in words, the longest way first.
  private var moneyWords: [String] {
    let estimate = board.estimate.map { "¥\($0) estimated" } ?? "an unknown price"
    let spent = "¥\(board.spent)"
    let cap = board.budget.map { ", cap ¥\($0)" } ?? ""
    let pace = rate.map { "\(Self.text($0 * 60)) a minute" }
    // How long a look-up takes is decided by the doubt's age, not by the pace of the others.
    let onlyDoubts = board.inDoubt > 0 && board.running + board.fetching + board.queued == 0
    let left = onlyDoubts ? "looking up what is in doubt" : timeLeft.map(Self.timeText)
    let short = [board.estimate.map { "\(spent) of ¥\($0)" } ?? spent, left].compactMap(\.self)
    return [
      ["\(spent) of \(estimate)\(cap)", pace, left ?? "time left not known yet"]
        .compactMap(\.self).joined(separator: ", "),
      ["\(spent) of \(estimate)\(cap)", left].compactMap(\.self).joined(separator: ", "),
      short.joined(separator: ", "), spent,
    ]
  }

  /// Two digits of a rate: more of them would only flicker.
  private static func text(_ rate: Double) -> String {
    if rate >= 100 { return "\(Int(min(rate, 1e9) / 10) * 10)" }
    return rate >= 10 ? "\(Int(rate.rounded()))" : "\((rate * 10).rounded() / 10)"
  }

  /// A guess, and said like one.
  private static func timeText(_ span: Duration) -> String {
    let seconds = span.inSeconds
    if seconds < 10 { return "some seconds left" }
    let rounded = seconds < 90 ? (seconds / 10).rounded(.up) * 10 : seconds
    return "about \(SpanText.text(Duration(seconds: rounded))) left"
  }
}
