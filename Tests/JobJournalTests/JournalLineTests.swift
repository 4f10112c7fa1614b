import JSONText
import Testing

@testable import JobJournal

@Suite struct JournalLineTests {
  /// Checksums worked out apart from the code under test, bit by bit from the polynomial.
  static let lines = [
    (1, #""x":1"#, #"{"n":1,"x":1,"crc32c":"a23ef75b"}"#),
    (17, #""text":"é"}{"#, #"{"n":17,"text":"é"}{,"crc32c":"94d59acf"}"#),
  ]

  private func isIntact(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBytes { JournalLine.isIntact($0) }
  }

  private func intactPrefix(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { JournalLine.intactPrefix(of: $0) }
  }

  @Test(arguments: lines) func framesArePinned(number: Int, members: String, text: String) {
    let line = JournalLine.frame(number: number, members: Array(members.utf8))
    #expect(String(decoding: line, as: UTF8.self) == text + "\n")
    #expect(isIntact(text))
  }

  @Test func everyFramedRecordIsStrictJSON() throws {
    for (place, record) in Sample.records.enumerated() {
      let line = JournalLine.frame(number: place, members: RecordCoding.members(record))
      let object = try #require(try JSONValue.parse(line.dropLast()).object)
      #expect(object.members.first?.key == "n")
      #expect(object.members.last?.key == "crc32c")
      #expect(!line.dropLast().contains(UInt8(ascii: "\n")))
    }
  }

  @Test(arguments: [
    "", "{", "{}", "{\"n\":1}", #","crc32c":"00000000"}"#, #"{"crc32c":"00000000"}"#,
    #"{"n":1,"x":1,"crc32c":"A23EF75B"}"#, #"{"n":1,"x":1,"crc32c":"a23ef75b"} "#,
    #" {"n":1,"x":1,"crc32c":"a23ef75b"}"#, #"{"n":1,"x":1,"crc32c": "a23ef75b"}"#,
    #"{"n":2,"x":1,"crc32c":"a23ef75b"}"#, #"{"n":1,"x":1,"crc32c":"a23ef75b""#,
    #"{"n":1,"x":1,"crc32d":"a23ef75b"}"#,
  ]) func anythingElseIsNotIntact(text: String) {
    #expect(!isIntact(text))
  }

  @Test func aWholeRecordIsFoundBeforeRubbish() {
    let line = Array(PinnedLines.state.utf8)
    #expect(intactPrefix(line) == line.count)
    #expect(intactPrefix(line + Array("}}rubbish}".utf8)) == line.count)
    #expect(intactPrefix(line + line) == line.count)
    #expect(intactPrefix(Array("x".utf8) + line) == nil)
    for cut in 0..<line.count { #expect(intactPrefix(Array(line[..<cut])) == nil) }
  }

  /// Were each end summed up from the beginning, this would take many minutes.
  @Test(.timeLimit(.minutes(1))) func aTailOfManyEndsIsJudgedInOnePass() {
    let ends = String(repeating: #","crc32c":"00000000"}"#, count: 100_000)
    #expect(intactPrefix(Array("{".utf8) + Array(ends.utf8)) == nil)
  }
}
