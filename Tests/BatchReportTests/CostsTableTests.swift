import JSONText
import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct CostsTableTests {
  /// A directory's jobs, folded from events: days count from 2026-11-23, and a job whose labels
  /// are `nil` has left the manifest.
  private struct Books {
    var state = BatchState()
    var labels: [JobID: RawJSON?] = [:]

    mutating func add(
      _ id: String, labels text: String? = "{}", _ attempts: [(Int64, String, String?, [JobEvent])]
    ) throws {
      if let text { labels[JobID(id)] = RawJSON(validated: text) }
      for (index, attempt) in attempts.enumerated() {
        let (day, reason, amount, events) = attempt
        let time = Timestamp.make(day * 86_400)
        let intent = Attempt.Intent.make(
          number: index + 1, amount: amount.flatMap { Money($0) }, reason: reason)
        for event in [JobEvent.intended(intent)] + events {
          try state.apply(BatchRecord(at: time, event: .job(JobID(id), event)))
        }
      }
    }

    func table(by grouping: CostGrouping) -> CostTable {
      var table = CostTable(by: grouping) { String($0.description.prefix(10)) }
      for (id, job) in state.jobs {
        table.add(job, isListed: labels[id] != nil, labels: labels[id] ?? nil)
      }
      return table
    }
  }

  private static func accepted(_ attempt: Int, _ task: String) -> JobEvent {
    .accepted(attempt: attempt, TaskID(task))
  }

  /// Six jobs that have come to everything that money can come to.
  private static func books() throws -> Books {
    var books = Books()
    try books.add(
      "a", labels: #"{"season":"spring","n":5}"#, [(0, "new", "0.75", [accepted(1, "t1")])])
    try books.add(
      "b", labels: #"{"season":"spring"}"#,
      [
        (
          0, "new", "1.50",
          [accepted(1, "t2"), .completed(attempt: 1, .make()), EventKind.lost.event()]
        ),
        (1, "the video was lost: expired", "1.50", [accepted(2, "t3")]),
      ])
    // Refunded, and submitted again a month later.
    try books.add(
      "c", labels: #"{"season":"=1+1"}"#,
      [
        (0, "new", "4.50", [accepted(1, "t4"), EventKind.failed.event()]),
        (30, "failed before: the model gave up", "4.50", [accepted(2, "t5")]),
      ])
    try books.add("d", [(1, "new", "0.75", [EventKind.doubted.event()])])
    try books.add(
      "e", labels: nil,
      [
        (0, "new", "2.00", [EventKind.doubted.event(), EventKind.abandoned.event()]),
        (1, "given up in doubt", "2.00", [accepted(2, "t6")]),
      ])
    try books.add("f", [(1, "new", "0.75", [EventKind.refused.event()])])
    return books
  }

  static let texts: [(CostGrouping, String)] = [
    (
      .day,
      """
      day         videos  seconds  amount  in doubt
      2026-11-23       2       10   ¥2.25     ¥2.00
      2026-11-24       2       10   ¥3.50     ¥0.75
      2026-12-23       1        5   ¥4.50         -
      total            5       25  ¥10.25     ¥2.75

      """
    ),
    (
      .month,
      """
      month    videos  seconds  amount  in doubt
      2026-11       4       20   ¥5.75     ¥2.75
      2026-12       1        5   ¥4.50         -
      total         5       25  ¥10.25     ¥2.75

      """
    ),
    (
      .reason,
      """
      reason              videos  seconds  amount  in doubt
      failed before            1        5   ¥4.50         -
      new                      2       10   ¥2.25     ¥2.75
      given up in doubt        1        5   ¥2.00         -
      the video was lost       1        5   ¥1.50         -
      total                    5       25  ¥10.25     ¥2.75

      """
    ),
    (
      .label("season"),
      """
      label.season                 videos  seconds  amount  in doubt
      =1+1                              1        5   ¥4.50         -
      spring                            3       15   ¥3.75         -
      (no such label)                   0        0   ¥0.00     ¥0.75
      (no longer in the manifest)       1        5   ¥2.00     ¥2.00
      total                             5       25  ¥10.25     ¥2.75

      """
    ),
  ]

  @Test(arguments: texts) func everyChargeIsInOneRowAndInTheTotal(
    grouping: CostGrouping, text: String
  ) throws {
    let notes = """

      amounts are estimates, by the prices of the day they were spent on
      ¥2.00 of the total is for 1 job that is no longer in the manifest
      2 submissions are in doubt: ¥2.75 may have been spent beside the total

      """
    #expect(try Self.books().table(by: grouping).text == text + notes)
  }

  @Test func theTotalIsThatOfTheTotalsRow() throws {
    let books = try Self.books()
    var totals = Totals(run: nil)
    for (id, job) in books.state.jobs {
      if books.labels[id] != nil {
        totals.add(job, status: .completed)
      } else {
        totals.addLeft(job)
      }
    }
    for grouping in [CostGrouping.day, .month, .reason, .label("season")] {
      let table = books.table(by: grouping)
      #expect(table.total.amount == Money.sum([totals.amount, totals.leftAmount]))
      #expect(table.total.inDoubt == totals.inDoubt)
      #expect(table.left.amount == totals.leftAmount)
      #expect(Money.sum(table.rows.map(\.sum.amount)) == table.total.amount)
    }
  }

  @Test func anUnknownAmountIsNeverZero() throws {
    var books = Books()
    try books.add("a", [(0, "new", "0.75", [Self.accepted(1, "t1")])])
    try books.add("b", [(0, "new", nil, [Self.accepted(1, "t2")])])
    try books.add("c", [(1, "new", nil, [EventKind.doubted.event()])])
    let table = books.table(by: .day)
    #expect(
      table.text == """
        day         videos  seconds   amount  in doubt
        2026-11-23       2       10  unknown         -
        2026-11-24       0        0    ¥0.00   unknown
        total            2       10  unknown   unknown

        amounts are estimates, by the prices of the day they were spent on
        1 video has no known price; the others have cost ¥0.75
        1 submission is in doubt: unknown may have been spent beside the total

        """)
    #expect(
      table.csv == """
        day,videos,seconds,amount,in_doubt_submissions,in_doubt_amount\r
        2026-11-23,2,10,unknown,0,0.00\r
        2026-11-24,0,0,0.00,1,unknown\r
        total,2,10,unknown,1,unknown\r

        """)
    #expect(
      table.jsonLines == """
        {"type":"cost","by":"day","name":"2026-11-23","videos":2,"seconds":10,"amount":null,\
        "in_doubt":{"submissions":0,"amount":0.00}}
        {"type":"cost","by":"day","name":"2026-11-24","videos":0,"seconds":0,"amount":0.00,\
        "in_doubt":{"submissions":1,"amount":null}}
        {"type":"total","by":"day","videos":2,"seconds":10,"amount":null,\
        "in_doubt":{"submissions":1,"amount":null},"left_manifest":{"jobs":0,"amount":0.00},\
        "currency":"CNY","estimated":true}

        """)
  }

  @Test func jobsWithoutAValueAreToldApartInJSON() throws {
    let rows = try Self.books().table(by: .label("season")).jsonLines.split(separator: "\n")
      .map { try JSONValue.parse($0.utf8) }
    #expect(rows.map { $0["name"]?.string } == ["=1+1", "spring", nil, nil, nil])
    #expect(rows.map { $0["why"]?.string } == [nil, nil, "no_label", "left_manifest", nil])
    #expect(rows.map { $0["name"]?.isNull } == [false, false, true, true, nil])
  }

  static let values: [(labels: String?, key: CostKey)] = [
    (nil, .noLabel), ("{}", .noLabel), (#"{"N":"x"}"#, .noLabel),
    (#"{"n":"x"}"#, .name(CostName("x"))), (#"{"n":""}"#, .name(CostName(""))),
    (#"{"n":5}"#, .name(CostName("5"))), (#"{"n":0.50}"#, .name(CostName("0.50"))),
    (#"{"n":true}"#, .name(CostName("true"))), (#"{"n":null}"#, .name(CostName("null"))),
    (#"{"n":["a", {"b": 1}]}"#, .name(CostName(#"["a",{"b":1}]"#))),
    (#"{"\u006e":"x"}"#, .name(CostName("x"))),
  ]

  @Test(arguments: values) func aLabelsValueIsItsTextOrItsJSON(labels: String?, key: CostKey) {
    #expect(CostKey.label("n", in: labels.map { RawJSON(validated: $0) }) == key)
  }

  @Test func valuesAreToldApartByTheirBytes() throws {
    var books = Books()
    try books.add("a", labels: "{\"n\":\"e\u{301}\"}", [(0, "new", "1", [Self.accepted(1, "t1")])])
    try books.add("b", labels: "{\"n\":\"\u{E9}\"}", [(0, "new", "1", [Self.accepted(1, "t2")])])
    #expect(books.table(by: .label("n")).rows.count == 2)
    #expect(books.table(by: .label("\u{6E}")).rows.count == 2)
  }

  @Test func namesFromOutsideKeepToTheirLine() throws {
    var books = Books()
    let long = String(repeating: "x", count: 61)
    try books.add(
      "a", labels: #"{"n":"a\nb\tc"}"#, [(0, "new", "1", [Self.accepted(1, "t1")])])
    try books.add("b", labels: #"{"n":"\#(long)"}"#, [(0, "new", "2", [Self.accepted(1, "t2")])])
    let lines = books.table(by: .label("n")).text.split(separator: "\n")
    #expect(lines[1].hasPrefix(long.dropLast() + "…  "))
    #expect(lines[2].hasPrefix(#"a\nb\tc  "#))
  }

  @Test(arguments: [
    ("day", CostGrouping.day), ("month", .month), ("reason", .reason),
    ("label.season", .label("season")), ("label.a.b", .label("a.b")),
    ("label.label.", .label("label.")),
  ]) func groupingsAreReadBack(text: String, grouping: CostGrouping) {
    #expect(CostGrouping(text) == grouping)
    #expect(grouping.text == text)
  }

  @Test(arguments: ["", "days", "Day", "label", "label.", "labels.x", "day ", "year"])
  func otherGroupingsAreRefused(text: String) {
    #expect(CostGrouping(text) == nil)
  }
}
