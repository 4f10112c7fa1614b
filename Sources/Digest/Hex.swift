/// Lower-case hexadecimal text.
package enum Hex {
  /// Two digits a byte: `[0x0A, 0xFF]` becomes `0aff`.
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      var index = 0
      for byte in bytes {
        text[index] = digits.utf8Start[Int(byte >> 4)]
        text[index + 1] = digits.utf8Start[Int(byte & 15)]
        index += 2
      }
      return index
    }
  }
}
