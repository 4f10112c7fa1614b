import BatchReport
import JobModel
import TestSupport
import Testing

@testable import BatchCommands

@Suite struct ProgressBlockTests {
  /// 620 of 1200 done, 300 running, one failed.
  private func block(
    failing: [(String, String)] = [("sku-9", "违规 content")], rate: Double? = 0.52,
    timeLeft: Duration? = .seconds(1110), notes: [String] = []
  ) -> ProgressBlock {
    var board = ProgressBoard(
      total: 1200, completed: 620, toSpend: Money("900"), budget: Money("1000"))
    func take(_ id: String, _ event: JobEvent) {
      _ = board.take(BatchRecord(at: .make(), event: .job(JobID(id), event)))
    }
    for number in 0..<300 {
      take("job-\(number)", .intended(.make()))
      take("job-\(number)", .accepted(attempt: 1, TaskID("video_\(number)")))
    }
    for (id, message) in failing { take(id, .obstructed(.make(message: message), .make())) }
    return ProgressBlock(board: board, rate: rate, timeLeft: timeLeft, notes: notes)
  }

  private func text(_ block: ProgressBlock, _ columns: Int) -> String {
    block.lines(columns: columns).map(\.text).joined(separator: "\n")
  }

  @Test func whenOnlyDoubtsAreLeftThatIsSaidAndNoTime() {
    var board = ProgressBoard(total: 2, completed: 1, toSpend: Money("1"))
    for event in [JobEvent.intended(.make()), .doubted(attempt: 1, reason: "cut", task: nil)] {
      _ = board.take(BatchRecord(at: .make(), event: .job(JobID("b"), event)))
    }
    let block = ProgressBlock(board: board, rate: 1, timeLeft: .zero)
    #expect(block.line.contains("looking up what is in doubt"))
    #expect(!block.line.contains("left"))
  }

  @Test(arguments: [
    (
      200,
      """
      [####################....................] 620 of 1200 done, 300 running, 279 queued, 1 failed
      ¥225.00 of ¥900.00 estimated, cap ¥1000.00, 31 a minute, about 19 min left
      sku-9: 违规 content
      """
    ),
    (
      79,
      """
      [############.............] 620 of 1200 done, 300 running, 279 queued, 1 failed
      ¥225.00 of ¥900.00 estimated, cap ¥1000.00, 31 a minute, about 19 min left
      sku-9: 违规 content
      """
    ),
    (
      39,
      """
      620/1200 done, 300 running, 1 failed
      ¥225.00 of ¥900.00, about 19 min left
      sku-9: 违规 content
      """
    ),
  ])
  func blockIsExactlyThisAtAWidth(_ columns: Int, _ expected: String) {
    #expect(text(block(), columns) == expected)
  }

  @Test(arguments: [8, 10, 20, 30, 39, 40, 60, 79, 80, 120, 199])
  func noLineIsWiderThanTheWindow(_ columns: Int) {
    let failing = [
      (String(repeating: "宽🎬e\u{301}", count: 30), "a\u{1B}[2Jb\nc"),
      ("x", String(repeating: "违规", count: 100)),
    ]
    let block = block(
      failing: failing, notes: [String(repeating: "rate-limited ", count: 30), "片名"])
    let lines = block.lines(columns: columns)
    #expect(lines.map(\.width).max() ?? 0 <= columns)
    #expect(lines.count <= 5)
    #expect(lines.allSatisfy { !$0.text.contains("\n") && !$0.text.contains("\u{1B}") })
  }

  @Test func whileNothingIsKnownTheTimeLeftSaysSo() {
    let lines = block(rate: nil, timeLeft: nil).lines(columns: 79)
    #expect(
      lines[1].text == "¥225.00 of ¥900.00 estimated, cap ¥1000.00, time left not known yet")
  }

  @Test func noteStandsAboveTheFailures() {
    let note = "rate-limited since 02:14, next try 02:19"
    let lines = block(notes: [note]).lines(columns: 79)
    #expect(lines[2].text == note)
    #expect(lines[3].text == "sku-9: 违规 content")
  }

  @Test func withoutATerminalEverythingStandsInOneLine() {
    #expect(
      block(notes: ["rate-limited since 02:14, next try 02:19"]).line == """
        620 of 1200 done, 300 running, 279 queued, 1 failed; ¥225.00 of ¥900.00 estimated, \
        cap ¥1000.00, 31 a minute, about 19 min left; rate-limited since 02:14, next try 02:19
        """)
  }

  @Test func barIsFullOnlyWhenEverythingIsDone() {
    func bar(_ completed: Int) -> String {
      let board = ProgressBoard(total: 10_000, completed: completed)
      let text = ProgressBlock(board: board).lines(columns: 79)[0].text
      return String(text.prefix { $0 != "]" }.dropFirst())
    }
    #expect(bar(9999).last == ".")
    #expect(bar(10_000).allSatisfy { $0 == "#" })
    #expect(bar(0).allSatisfy { $0 == "." })
  }
}
