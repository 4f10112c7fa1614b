import JSONText
import JobJSON
import JobModel
import TestSupport
import Testing

@testable import JobJournal

@Suite struct RecordCodingTests {
  private func line(_ number: Int, _ record: BatchRecord) -> String {
    let framed = JournalLine.frame(number: number, members: RecordCoding.members(record))
    #expect(framed.last == UInt8(ascii: "\n"))
    return String(decoding: framed.dropLast(), as: UTF8.self)
  }

  private func read(_ line: String) throws -> BatchRecord {
    try RecordCoding.read(RecordMembers(JSONValue.parse(Array(line.utf8))))
  }

  @Test func theFirstLineIsPinned() throws {
    let header = JournalHeader(generation: 1, service: "simulator", salt: "9f", at: .make())
    let line = JournalLine.frame(number: 1, members: RecordCoding.members(header))
    #expect(String(decoding: line, as: UTF8.self) == PinnedLines.header + "\n")
    let members = try RecordMembers(JSONValue.parse(Array(PinnedLines.header.utf8)))
    #expect(try JournalHeader(members) == header)
  }

  @Test func firstLineOfFormat1IsPinnedAndRead() throws {
    let members = try RecordMembers(JSONValue.parse(Array(PinnedLines.headerOfFormat1.utf8)))
    var header = try JournalHeader(members)
    #expect(header.format == 1)
    let line = JournalLine.frame(number: 1, members: RecordCoding.members(header))
    #expect(String(decoding: line, as: UTF8.self) == PinnedLines.headerOfFormat1 + "\n")
    header.format = JournalHeader.newestFormat
    #expect(header == SmallJournal.header)
  }

  @Test(arguments: PinnedLines.events.indices) func everyKindOfRecordIsPinned(place: Int) {
    #expect(line(place + 2, Sample.records[place]) == PinnedLines.events[place])
  }

  @Test(arguments: Sample.laterRecords.indices) func kindsThatCameLaterArePinned(place: Int) {
    #expect(line(2, Sample.laterRecords[place]) == PinnedLines.later[place])
  }

  @Test func aWholeStateIsPinned() {
    let place = PinnedLines.events.count + 3
    #expect(line(place + 2, Sample.records[place]) == PinnedLines.state)
  }

  @Test(arguments: Sample.phases.indices) func everyPhaseIsPinned(place: Int) {
    let text = line(1, Sample.records[PinnedLines.events.count + place])
    let expected = #""changed_at":"2026-11-23T02:00:06.000Z",\#(PinnedLines.phases[place])},"#
    #expect(text.contains(expected + #""charges":["#))
  }

  @Test(arguments: Sample.records.indices) func everyRecordReadsBack(place: Int) throws {
    let record = Sample.records[place]
    let text = line(place + 2, record)
    let copy = try read(text)
    #expect(copy == record)
    // `==` merges forms of Unicode; bytes don't.
    #expect(line(place + 2, copy).utf8.elementsEqual(text.utf8))
  }

  /// It might be of a mode for which the service does not honor the key.
  @Test func controlTaskOfAnOlderVersionProvesNothing() throws {
    let record = try read(PinnedLines.controlWithoutMode)
    #expect(
      record.event == .remembered(submissions: [.make(1), .make(2)], witnesses: []))
  }

  @Test(arguments: Sample.records.indices) func everyMemberThatMustBeThereIsMissed(
    place: Int
  ) throws {
    let optional: Set = [
      "n", "crc32c", "watermark", "http_status", "code", "expires_at", "completed_at", "warnings",
      "replaced", "stem", "obstacle", "latest", "video", "task", "charges", "older", "settings",
      "submissions", "witnesses", "past_tasks", "modified_at", "gives_up", "supplanted",
      "supplanted_before", "boot", "answered",
      "adoptions", "limit", "closed_until", "refused_at", "earlier_failure",
    ]
    let whole = try JSONValue.parse(Array(line(1, Sample.records[place]).utf8))
    let object = try #require(whole.object)
    for (index, member) in object.members.enumerated() where !optional.contains(member.key) {
      var cut = object
      cut.members.remove(at: index)
      let members = try RecordMembers(.object(cut))
      #expect(throws: MalformedRecord.self, "without \(member.key)") {
        try RecordCoding.read(members)
      }
    }
  }

  @Test(arguments: [
    #"{"at":"2026-11-23T02:00:00.000Z","type":"newspaper","job":"a","attempt":1}"#,
    #"{"at":"2026-11-23","type":"abandoned","job":"a","attempt":1}"#,
    #"{"at":"2026-11-23T02:00:00.000Z","type":"abandoned","job":"a","attempt":1.5}"#,
    #"{"at":"2026-11-23T02:00:00.000Z","type":"abandoned","job":7,"attempt":1}"#,
    #"{"at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":"maybe"}"#,
    #"{"at":"2026-11-23T02:00:00.000Z","type":"run_ended","id":"r","exit_code":2147483648}"#,
  ]) func recordsOfAnotherMakeAreRefused(text: String) {
    #expect(throws: MalformedRecord.self) { try read(text) }
  }

  /// Changes to lines that a newer version may have written; their other members are as they were.
  static let newerLines: [(line: String, original: String, replacement: String)] = [
    (PinnedLines.events[2], #""mode":"image_to_video""#, #""mode":"text_to_video""#),
    (PinnedLines.events[2], #""resolution":"720p""#, #""resolution":"4k""#),
    (PinnedLines.events[2], #""duration":5"#, #""duration":8"#),
    (PinnedLines.events[23], #""policy":"accepted""#, #""policy":"per_model""#),
    (PinnedLines.later[11], #""requests":"query""#, #""requests":"upload""#),
    (PinnedLines.state, #""phase":"accepted""#, #""phase":"dreaming""#),
    (
      PinnedLines.state, #""resolution":"720p","audio":false,"seconds":5"#,
      #""resolution":"4k","audio":false,"seconds":5"#
    ),
  ]

  @Test(arguments: newerLines.indices) func unknownWordIsToldFromAWrongMember(place: Int) throws {
    let (line, original, replacement) = Self.newerLines[place]
    let range = try #require(line.firstRange(of: original))
    func isUnknownWord(_ replacement: String) -> Bool? {
      do {
        _ = try read(line.replacingCharacters(in: range, with: replacement))
        return nil
      } catch {
        return (error as? MalformedRecord)?.isUnknownWord
      }
    }
    #expect(isUnknownWord(original) == nil)
    #expect(isUnknownWord(replacement) == true)
    let member = try #require(original.split(separator: ":").first)
    #expect(isUnknownWord("\(member):[]") == false)
    #expect(isUnknownWord(#""other":1"#) == false)
  }

  static let strangeStates = [
    (#""attempt":3"#, #""attempt":0"#), (#""attempt":3"#, #""attempt":-1"#),
    (#""attempt":3"#, #""attempt":9223372036854775807"#),
    (#""withdrawn":1"#, #""withdrawn":-1"#), (#""withdrawn":1"#, #""withdrawn":4"#),
    (#""duration":5,"#, #""duration":6,"#), (#""sources_sum":1"#, #""sources_sum":4294967296"#),
    (#""phase":"accepted""#, #""phase":"dreaming""#), (#","task":"video_01K2"#, #","tusk":"v"#),
  ]

  @Test(arguments: strangeStates) func statesThatCannotBeAreRefused(
    original: String, replacement: String
  ) throws {
    let place = try #require(PinnedLines.state.firstRange(of: original))
    let text = PinnedLines.state.replacingCharacters(in: place, with: replacement)
    #expect(throws: MalformedRecord.self) { try read(text) }
  }
}

extension String {
  fileprivate func firstRange(of part: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(part) }.map { $0..<index($0, offsetBy: part.count) }
  }

  fileprivate func replacingCharacters(in range: Range<Index>, with part: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: part)
    return copy
  }
}
