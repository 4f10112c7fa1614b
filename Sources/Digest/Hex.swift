/// Lower-case hexadecimal text.
package enum Hex {
  /// Two digits a byte: `[0x0A, 0xFF]` becomes `0aff`.
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    let text = bytes.withContiguousStorageIfAvailable { encode(UnsafeRawBufferPointer($0)) }
    return text ?? Array(bytes).withUnsafeBytes { encode($0) }
  }

  /// Two digits a byte.
  package static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
    let digits: StaticString = "0123456789abcdef"
    let start = digits.utf8Start
    return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for index in 0..<bytes.count {
        text[2 &* index] = start[Int(bytes[index] &>> 4)]
        text[2 &* index &+ 1] = start[Int(bytes[index] & 15)]
      }
      return bytes.count * 2
    }
  }
}
