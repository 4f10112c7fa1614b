import Digest
import Testing

@Suite struct HexTests {
  @Test func everyByteIsTwoLowerCaseDigits() {
    #expect(Hex.encode([] as [UInt8]) == "")
    #expect(Hex.encode([0x00, 0x09, 0x0A, 0x7F, 0x80, 0xFF]) == "00090a7f80ff")
    for byte in UInt8.min...UInt8.max {
      let digits = String(byte, radix: 16)
      #expect(Hex.encode(CollectionOfOne(byte)) == (digits.count == 1 ? "0" : "") + digits)
    }
  }
}
