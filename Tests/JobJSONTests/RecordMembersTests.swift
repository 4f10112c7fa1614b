import JSONText
import JobJSON
import JobModel
import Testing

@Suite struct RecordMembersTests {
  private static let text = #"""
    {"text":"a\u00e9\u0000b","empty":"","int":-7,"whole":5.0,"huge":9223372036854775808,
    "fraction":5.5,"bool":false,"null":null,"time":"2026-11-23T02:00:01.120Z",
    "day":"2026-02-30T00:00:00.000Z","money":0.75,"exponent":75e-2,"minus":-1,
    "texts":["a","b"],"mixed":["a",1],"inner":{"x":1},"mode":"image_to_video","span":5.040}
    """#

  private func members() throws -> RecordMembers {
    try RecordMembers(JSONValue.parse(Array(Self.text.utf8)))
  }

  @Test func membersAreReadWithTheirTypes() throws {
    let members = try members()
    #expect(try members.text("text") == "a\u{E9}\u{0}b")
    #expect(try members.text("empty") == "")
    #expect(try members.integer("int") == -7)
    #expect(try members.integer("whole") == 5)
    #expect(try members.number("fraction") == 5.5)
    #expect(try members.bool("bool") == false)
    #expect(try members.timestamp("time") == Timestamp(milliseconds: 1_795_399_201_120))
    #expect(try members.money("money") == Money(micros: 750_000))
    #expect(try members.texts("texts") == ["a", "b"])
    #expect(try members.members("inner")?.integer("x") == 1)
    #expect(try members.choice("mode", VideoMode.self) == .imageToVideo)
    #expect(try members.milliseconds("span") == 5040)
  }

  @Test func optionalMembersMayBeMissingOrNull() throws {
    let members = try members()
    for name: StaticString in ["missing", "null"] {
      #expect(try members.optionalText(name) == nil)
      #expect(try members.optionalInteger(name) == nil)
      #expect(try members.optionalBool(name) == nil)
      #expect(try members.optionalTimestamp(name) == nil)
      #expect(try members.members(name) == nil)
      #expect(try members.elements(name).isEmpty)
    }
  }

  @Test func anUnknownAmountIsNullAndNeverMissing() throws {
    let members = try members()
    #expect(try members.money("null") == nil)
    #expect(throws: MalformedRecord.self) { try members.money("missing") }
  }

  /// Reads that must fail, each with the member that is wrong.
  private static let refusals: [(member: String, read: @Sendable (RecordMembers) throws -> Void)] =
    [
      ("missing", { _ = try $0.text("missing") }), ("null", { _ = try $0.text("null") }),
      ("int", { _ = try $0.text("int") }), ("text", { _ = try $0.integer("text") }),
      ("huge", { _ = try $0.integer("huge") }), ("fraction", { _ = try $0.integer("fraction") }),
      ("int", { _ = try $0.optionalText("int") }), ("int", { _ = try $0.bool("int") }),
      ("text", { _ = try $0.timestamp("text") }), ("day", { _ = try $0.timestamp("day") }),
      ("text", { _ = try $0.optionalTimestamp("text") }),
      ("exponent", { _ = try $0.money("exponent") }), ("minus", { _ = try $0.money("minus") }),
      ("text", { _ = try $0.money("text") }), ("mixed", { _ = try $0.texts("mixed") }),
      ("text", { _ = try $0.elements("text") }), ("{}", { _ = try $0.members("text") }),
      ("text", { _ = try $0.choice("text", VideoMode.self) }),
      ("whole", { _ = try $0.milliseconds("whole") }), ("int", { _ = try $0.milliseconds("int") }),
    ]

  @Test func wrongMembersAreNamed() throws {
    let members = try members()
    for (place, refusal) in Self.refusals.enumerated() {
      do {
        try refusal.read(members)
        Issue.record("case \(place), \(refusal.member), is read")
      } catch let error as MalformedRecord {
        #expect(error.member == refusal.member, "case \(place)")
        #expect(error.description.contains(refusal.member))
      }
    }
  }

  @Test(arguments: ["[]", "1", "null", #""text""#]) func onlyAnObjectIsARecord(text: String) {
    #expect(throws: MalformedRecord.self) {
      try RecordMembers(JSONValue.parse(Array(text.utf8)))
    }
  }
}
