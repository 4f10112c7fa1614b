import JSONText
import Testing

@Suite struct DuplicateKeyTests {
  /// Around the numbers of keys at which the reader needs more room, and begins to hash.
  @Test(arguments: [1, 2, 15, 16, 17, 18, 29, 30, 31, 32, 33, 40, 300])
  func anyKeyRepeatedAtTheEndIsFound(count: Int) {
    let keys = (0..<count).map { "k\($0)" }
    let body = keys.map { "\"\($0)\":{\"k0\":0}" }.joined(separator: ",")
    #expect(Verdict(skipping: Array("{\(body)}".utf8)).error == nil)
    for key in keys {
      let error = Verdict(skipping: Array("{\(body),\"\(key)\":1}".utf8)).error
      #expect(error == JSONTextError(.duplicateKey(key), at: body.utf8.count + 2))
    }
  }

  @Test func keysAlikeInLengthAndAtBothEndsAreDifferent() {
    let keys = (0..<40).map { "a-common-beginning-\($0 + 10)-a-common-end" }
    let body = keys.map { "\"\($0)\":0" }.joined(separator: ",")
    #expect(Verdict(skipping: Array("{\(body)}".utf8)).error == nil)
  }

  @Test func keysOfAnInnerObjectAreForgottenAtItsEnd() {
    let many = (0..<30).map { "\"k\($0)\":0" }.joined(separator: ",")
    let text = "{\"a\":{\(many)},\"k1\":{\(many)},\"k2\":[{\(many)},{\(many)}],\(many)}"
    let error = Verdict(skipping: Array(text.utf8)).error
    #expect(error?.cause == .duplicateKey("k1"))
    #expect(error?.offset == text.utf8.count - many.utf8.count - 1 + "\"k0\":0,".utf8.count)
  }

  @Test func aLargeObjectGoesOnAfterALargeOneInsideIt() {
    let many = (0..<30).map { "\"k\($0)\":0" }.joined(separator: ",")
    let inner = (0..<30).map { "\"i\($0)\":0" }.joined(separator: ",")
    let start = "{\(many),\"inner\":{\(inner)},"
    #expect(Verdict(skipping: Array("\(start)\"i5\":1}".utf8)).error == nil)
    let error = Verdict(skipping: Array("\(start)\"k5\":1}".utf8)).error
    #expect(error == JSONTextError(.duplicateKey("k5"), at: start.utf8.count))
  }

  /// Around the number of open objects at which the reader needs more room.
  @Test(arguments: [1, 5, 14, 15, 16, 17, 31, 32, 33, 60, 127])
  func everyOpenObjectKeepsItsKeys(depth: Int) {
    let open = String(repeating: #"{"a":0,"b":"#, count: depth)
    let close = String(repeating: "}", count: depth)
    #expect(Verdict(skipping: Array("\(open){}\(close)".utf8)).error == nil)
    for level in 1...depth {
      let start = open + "{}" + String(repeating: "}", count: depth - level)
      let error = Verdict(
        skipping: Array(#"\#(start),"\#(level % 2 == 0 ? "a" : "\\u0062")":1}"#.utf8)
      ).error
      #expect(error?.cause == .duplicateKey(level % 2 == 0 ? "a" : "b"))
      #expect(error?.offset == start.utf8.count + 1)
    }
  }

  @Test func keysThatDifferInOneByteAreDifferent() {
    for count in 1...24 {
      let plain = String(repeating: "k", count: count)
      for place in 0..<count {
        var other = Array(plain.utf8)
        other[place] = UInt8(ascii: "j")
        let text = "{\"\(plain)\":0,\"\(String(decoding: other, as: UTF8.self))\":0}"
        #expect(Verdict(skipping: Array(text.utf8)).error == nil, "\(text)")
      }
    }
  }

  /// A pairwise comparison would need 5,000,000,000 steps here and not end in time.
  @Test(.timeLimit(.minutes(1))) func aHundredThousandKeysAreQuick() {
    let body = (0..<100_000).map { "\"key-number-\($0)\":0" }.joined(separator: ",")
    #expect(Verdict(skipping: Array("{\(body)}".utf8)).error == nil)
    let error = Verdict(skipping: Array("{\(body),\"key-number-5\":1}".utf8)).error
    #expect(error?.cause == .duplicateKey("key-number-5"))
  }

  @Test func escapedSpellingsAreTheSameKeyInALargeObject() {
    let body = (0..<50).map { "\"k\($0)\":0" }.joined(separator: ",")
    let error = Verdict(skipping: Array("{\(body),\"\\u006b7\":1}".utf8)).error
    #expect(error?.cause == .duplicateKey("k7"))
  }
}
