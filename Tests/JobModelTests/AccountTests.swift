import JobModel
import TestSupport
import Testing

@Suite struct AccountTests {
  /// Ways through attempts of ¥0.75 each, with what they cost for certain and perhaps.
  private static let givenUp =
    JobStage.inDoubt.way + [.intended(.make(number: 2, givesUp: true))]

  private static let givenUpTwice =
    givenUp + [EventKind.doubted.event(2), .intended(.make(number: 3, givesUp: true))]

  static let ways: [(name: String, events: [JobEvent], cost: String, inDoubt: String)] = [
    ("nothing", [], "0.00", "0.00"),
    ("intended", JobStage.intended.way, "0.00", "0.75"),
    ("in doubt", JobStage.inDoubt.way, "0.00", "0.75"),
    ("accepted", JobStage.accepted.way, "0.75", "0.00"),
    ("accepted, then unknown", JobStage.inDoubtWithTask.way, "0.00", "0.75"),
    ("completed", JobStage.completed.way, "0.75", "0.00"),
    ("fetched", JobStage.fetched.way, "0.75", "0.00"),
    ("refused", JobStage.refused.way, "0.00", "0.00"),
    ("refunded", JobStage.failed.way, "0.00", "0.00"),
    ("withdrawn", JobStage.withdrawn.way, "0.00", "0.00"),
    ("withdrawn after doubt", JobStage.inDoubt.way + [EventKind.withdrawn.event()], "0.00", "0.00"),
    (
      "withdrawn although once accepted",
      JobStage.inDoubtWithTask.way + [EventKind.withdrawn.event()],
      "0.00", "0.00"
    ),
    ("lost after payment", JobStage.lost.way, "0.75", "0.00"),
    ("abandoned", JobStage.abandoned.way, "0.00", "0.75"),
    ("adopted after doubt", JobStage.inDoubt.way + [EventKind.accepted.event()], "0.75", "0.00"),
    (
      "found again after doubt", JobStage.inDoubtWithTask.way + [EventKind.accepted.event()],
      "0.75",
      "0.00"
    ),
    (
      "refunded after doubt",
      JobStage.inDoubt.way + [EventKind.accepted.event(), EventKind.failed.event()], "0.00", "0.00"
    ),
    (
      "abandoned and paid again",
      JobStage.abandoned.way + [.intended(.make(number: 2)), EventKind.accepted.event(2)], "0.75",
      "0.75"
    ),
    (
      "abandoned and in doubt again",
      JobStage.abandoned.way + [.intended(.make(number: 2)), EventKind.doubted.event(2)], "0.00",
      "1.50"
    ),
    (
      "given up for one that came to nothing", givenUp + [EventKind.withdrawn.event(2)], "0.00",
      "0.75"
    ),
    ("given up for one that was refused", givenUp + [EventKind.refused.event(2)], "0.00", "0.75"),
    (
      "given up for one that came to nothing, and found",
      givenUp + [
        EventKind.doubted.event(2), EventKind.withdrawn.event(2), EventKind.accepted.event(1),
      ], "0.75", "0.00"
    ),
    (
      "given up twice, for ones that came to nothing",
      givenUpTwice + [EventKind.withdrawn.event(3), EventKind.withdrawn.event(2)], "0.00", "0.75"
    ),
    (
      "given up twice, and the first one found",
      givenUpTwice + [
        EventKind.withdrawn.event(3), EventKind.withdrawn.event(2), EventKind.accepted.event(1),
      ], "0.75", "0.00"
    ),
    ("given up for one that is paid", givenUp + [EventKind.accepted.event(2)], "0.75", "0.75"),
    ("given up for one that is in doubt", givenUp + [EventKind.doubted.event(2)], "0.00", "1.50"),
    (
      "abandoned by an older program for one that came to nothing, and submitted again",
      JobStage.abandoned.way + [
        .intended(.make(number: 2)), EventKind.withdrawn.event(2), .intended(.make(number: 3)),
        EventKind.accepted.event(3),
      ], "0.75", "0.75"
    ),
    (
      "fetched anew",
      JobStage.fetched.way + [EventKind.refetched.event(), EventKind.refetched.event()], "0.75",
      "0.00"
    ),
    (
      "lost, then paid again and refunded",
      JobStage.lost.way + [
        .intended(.make(number: 2)), EventKind.accepted.event(2), EventKind.failed.event(2),
      ], "0.75", "0.00"
    ),
  ]

  @Test(arguments: ways) func moneyIsCountedAsWhatBecameOfIt(
    name: String, events: [JobEvent], cost: String, inDoubt: String
  ) throws {
    var state = JobState()
    for event in events { try state.apply(event, at: .make()) }
    #expect(state.cost?.description == cost, "\(name)")
    #expect(state.costInDoubt?.description == inDoubt, "\(name)")
  }

  @Test func aChargeSaysWhatItWasFor() throws {
    var state = JobState()
    let outline = RequestOutline.make(resolution: .p1080, duration: .ten, audio: true)
    let intent = Attempt.Intent.make(
      run: "run-7", outline: outline, amount: Money(micros: 5_000_000), reason: "prompt changed")
    try state.apply(.intended(intent), at: .make(1))
    try state.apply(.accepted(attempt: 1, TaskID("t")), at: .make(2))
    let charge = Charge.make(
      task: "t", priceClass: PriceClass(resolution: .p1080, audio: true), seconds: 10,
      amount: Money(micros: 5_000_000), at: .make(2), run: "run-7", reason: "prompt changed")
    #expect(state.charges == [charge])
  }

  @Test func anAbandonedChargeIsNotCertain() throws {
    #expect(try JobStage.abandoned.state().charges == [.make(task: nil, isCertain: false)])
  }

  @Test func anUnknownPriceMakesTheCostUnknownAndNeverZero() throws {
    var state = JobState()
    try state.apply(.intended(.make(amount: nil)), at: .make())
    #expect(state.cost == .zero)
    #expect(state.costInDoubt == nil)
    try state.apply(EventKind.accepted.event(), at: .make())
    #expect(state.cost == nil)
    #expect(state.costInDoubt == .zero)
    try state.apply(EventKind.failed.event(), at: .make())
    #expect(state.cost == .zero)
  }

  @Test func withdrawnAttemptsAreNoSubmissions() throws {
    var state = try JobStage.withdrawn.state()
    #expect(state.submissions == 0)
    try state.apply(.intended(.make(number: 2)), at: .make())
    #expect(state.submissions == 1)
    try state.apply(EventKind.doubted.event(2), at: .make())
    try state.apply(EventKind.withdrawn.event(2), at: .make())
    try state.apply(.intended(.make(number: 3)), at: .make())
    try state.apply(EventKind.refused.event(3), at: .make())
    #expect(state.submissions == 1)
  }
}
