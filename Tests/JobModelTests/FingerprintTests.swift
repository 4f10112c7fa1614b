import Testing

@testable import JobModel

@Suite struct FingerprintTests {
  private static let digits = "0123456789abcdef"
  private static let texts = [
    "", "ab12", digits + digits, String(digits.reversed()) + digits,
    String(repeating: "0", count: 32), String(repeating: "f", count: 32),
    String(repeating: "F", count: 32), String(repeating: "0", count: 31) + "g",
    String(repeating: "a", count: 33), "caf\u{E9}", "cafe\u{301}",
  ]

  @Test(arguments: texts) func everyTextComesBackAsItWas(text: String) {
    #expect(Fingerprint(text).text.utf8.elementsEqual(text.utf8))
    #expect(
      Array(text.utf8).withUnsafeBufferPointer { Fingerprint(utf8: $0) } == Fingerprint(text))
  }

  @Test(arguments: texts.indices) func onlyTheSameBytesAreEqual(place: Int) {
    for (other, text) in Self.texts.enumerated() {
      let (left, right) = (Fingerprint(Self.texts[place]), Fingerprint(text))
      #expect((left == right) == (place == other), "\(text)")
      #expect((left.quickHash == right.quickHash) == (place == other), "\(text)")
      #expect(Set([left, right]).count == (place == other ? 1 : 2), "\(text)")
    }
  }

  @Test func theOrderIsThatOfTheBytes() {
    let sorted = Self.texts.map { Fingerprint($0) }.sorted().map(\.text)
    #expect(sorted == Self.texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}
