import Testing

@testable import JobModel

@Suite struct PackedHexTests {
  private static let digits = "0123456789abcdef"

  @Test(arguments: [
    "", "ab12", digits + digits + digits + digits,
    String(digits.reversed()) + digits + digits + "f",
    String(repeating: "0", count: 64), String(repeating: "f", count: 64),
    String(repeating: "F", count: 64), String(repeating: "0", count: 63) + "g",
    String(repeating: "a", count: 65), "caf\u{E9}" + String(repeating: "0", count: 59),
  ]) func everyTextComesBackAsItWas(text: String) {
    #expect(PackedHex(text).text.utf8.elementsEqual(text.utf8))
    #expect(PackedHex(text) == PackedHex(text))
    #expect(PackedHex(text) != PackedHex(text + "0"))
  }

  @Test func everyDigitCounts() {
    let zero = [UInt8](repeating: UInt8(ascii: "0"), count: 64)
    for place in zero.indices {
      var bytes = zero
      bytes[place] = UInt8(ascii: "1")
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(PackedHex(text).text == text)
      #expect(PackedHex(text) != PackedHex(String(decoding: zero, as: UTF8.self)))
    }
  }
}
