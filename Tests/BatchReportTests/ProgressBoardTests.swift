import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct ProgressBoardTests {
  private static let price = Money(micros: 750_000)

  private func board(_ total: Int, _ events: [(String, JobEvent)]) -> ProgressBoard {
    var board = ProgressBoard(total: total, completed: 0, toSpend: Self.price * total)
    for (second, (id, event)) in events.enumerated() {
      _ = board.take(BatchRecord(at: .make(Int64(second)), event: .job(JobID(id), event)))
    }
    return board
  }

  private func counts(_ board: ProgressBoard) -> [Int] {
    [
      board.completed, board.running, board.fetching, board.queued, board.failed, board.inDoubt,
    ]
  }

  private static let intended = JobEvent.intended(.make())
  private static let accepted = JobEvent.accepted(attempt: 1, TaskID("video_1"))
  private static let completed = JobEvent.completed(attempt: 1, .make())
  private static let fetched = JobEvent.fetched(attempt: 1, .make(), replaced: nil)
  private static let failed = JobEvent.failed(attempt: 1, .make())
  private static let doubted = JobEvent.doubted(attempt: 1, reason: "no answer", task: nil)
  private static let withdrawn = JobEvent.withdrawn(attempt: 1, reason: "never reached")
  private static let lost = JobEvent.lost(attempt: 1, reason: "its URL expired")

  /// Events of one job of two, what is done, running, fetching, queued, failed and in doubt after
  /// them, and what the run has spent.
  @Test(arguments: [
    ([], [0, 0, 0, 2, 0, 0], "0.00"),
    ([intended], [0, 0, 0, 2, 0, 0], "0.00"),
    ([intended, accepted], [0, 1, 0, 1, 0, 0], "0.75"),
    ([intended, accepted, completed], [0, 0, 1, 1, 0, 0], "0.75"),
    ([intended, accepted, completed, fetched], [1, 0, 0, 1, 0, 0], "0.75"),
    ([intended, accepted, failed], [0, 0, 0, 1, 1, 0], "0.00"),
    ([intended, accepted, failed, intended, accepted], [0, 1, 0, 1, 0, 0], "0.75"),
    ([intended, .refused(attempt: 1, .make())], [0, 0, 0, 1, 1, 0], "0.00"),
    ([intended, doubted], [0, 0, 0, 1, 0, 1], "0.75"),
    ([intended, doubted, withdrawn], [0, 0, 0, 2, 0, 0], "0.00"),
    ([intended, doubted, accepted], [0, 1, 0, 1, 0, 0], "0.75"),
    ([intended, accepted, completed, lost], [0, 0, 0, 2, 0, 0], "0.75"),
    ([intended, accepted, completed, lost, intended, accepted], [0, 1, 0, 1, 0, 0], "1.50"),
    ([.obstructed(.make(), .make())], [0, 0, 0, 1, 1, 0], "0.00"),
  ])
  func eventsMoveAJobFromCountToCount(
    _ events: [JobEvent], _ expected: [Int], _ spent: String
  ) {
    let board = board(2, events.map { ("a", $0) })
    #expect(counts(board) == expected)
    #expect(board.spent.description == spent)
  }

  @Test func whatIsUnderWayAtTheStartIsCountedAndPaidOnce() throws {
    var state = BatchState()
    for (id, events) in [
      ("a", [Self.intended, Self.accepted]),
      ("b", [.intended(.make(run: "older")), .accepted(attempt: 1, TaskID("video_2"))]),
      ("c", [Self.intended]),
    ] {
      for event in events {
        try state.apply(BatchRecord(at: .make(), event: .job(JobID(id), event)))
      }
    }
    try state.apply(
      BatchRecord(at: .make(), event: .runBegan(Run(id: "run-1", settings: []))))
    var board = ProgressBoard(total: 3, completed: 0, toSpend: Self.price, state: state)
    #expect(counts(board) == [0, 2, 0, 0, 0, 1])
    #expect(board.spent.description == "1.50", "a is paid, c is held; b is of an older run")
    #expect(board.estimate?.description == "2.25")
    _ = board.take(BatchRecord(at: .make(1), event: .job(JobID("b"), Self.failed)))
    #expect(board.spent.description == "1.50", "the refund belongs to an older run")
  }

  @Test func onlyTheNewestFailuresAreKept() {
    let events = (1...5).map { number in
      ("job-\(number)", JobEvent.obstructed(.make(message: "no \(number)"), .make()))
    }
    let board = board(9, events)
    #expect(board.failures.map(\.message) == ["no 3", "no 4", "no 5"])
  }

  @Test func nothingIsSaidOfTheTimeLeftUntilSomethingWasSeen() {
    var board = ProgressBoard(total: 10, completed: 0)
    #expect(board.secondsLeft(at: .make(100)) == nil)
    for second in [60, 66] as [Int64] {
      _ = board.take(BatchRecord(at: .make(second), event: .job(JobID("\(second)"), Self.fetched)))
    }
    #expect(board.secondsLeft(at: .make(67)) == nil, "seven seconds are too short a look")
    // One more end in ten seconds, and eight are missing.
    #expect(board.secondsLeft(at: .make(70)) == 80)
    #expect(board.secondsLeft(at: .make(160)) == 800, "longer while nothing ends")
  }

  @Test func theRestTakesAtLeastAsLongAsTheYoungestTask() {
    var pace = ProgressPace()
    for second in 0..<100 as Range<Int64> {
      pace.noteEnd(at: .make(second), acceptedAt: .make(second - 60))
    }
    pace.noteAcceptance(at: .make(90))
    #expect(pace.secondsLeft(waiting: 1, underWay: 1, at: .make(100)) == 60)
    #expect(pace.secondsLeft(waiting: 0, underWay: 1, at: .make(100)) == 50)
    #expect(pace.secondsLeft(waiting: 0, underWay: 0, at: .make(100)) == 0)
  }
}
