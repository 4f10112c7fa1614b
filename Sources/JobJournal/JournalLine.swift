import Digest

/// The frame around every journal line: a running number in front, a checksum at the end.
///
/// `{"n":17,`…members…`,"crc32c":"8 hex digits"}` and a line feed. The checksum is the CRC-32C
/// of the bytes from the brace up to the comma before `"crc32c"`.
enum JournalLine {
  private static let checksumKey = Array(",\"crc32c\":\"".utf8)
  /// How long what follows the members is, without the line feed.
  static let suffixBytes = 11 + 8 + 2

  /// Frames the members of an object, given without braces.
  static func frame(number: Int, members: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(members.count + suffixBytes + 32)
    line += "{\"n\":".utf8
    line += String(number).utf8
    line.append(UInt8(ascii: ","))
    line += members
    var sum = CRC32C()
    line.withUnsafeBytes { sum.update($0) }
    line += checksumKey
    line += sum.hex.utf8
    line += "\"}\n".utf8
    return line
  }

  /// Whether a line, given without its line feed, is whole and unchanged.
  static func isIntact(_ line: UnsafeRawBufferPointer) -> Bool {
    guard line.count > suffixBytes + 2, line[0] == UInt8(ascii: "{") else { return false }
    let end = line.count - suffixBytes
    var sum = CRC32C()
    sum.update(UnsafeRawBufferPointer(rebasing: line[..<end]))
    let isFramed = line[end...].starts(with: checksumKey)
    return isFramed && hexDigits(in: line, at: end + checksumKey.count) == sum.value
      && line[line.count - 2] == UInt8(ascii: "\"") && line[line.count - 1] == UInt8(ascii: "}")
  }

  /// The number that eight lower-case digits mean.
  private static func hexDigits(in bytes: UnsafeRawBufferPointer, at start: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in start..<start + 8 {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value << 4 | UInt32(bytes[index] - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        value = value << 4 | UInt32(bytes[index] - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return value
  }

  private static func suffix(_ sum: CRC32C) -> [UInt8] {
    checksumKey + Array(sum.hex.utf8) + Array("\"}".utf8)
  }

  /// The length of the intact line that `bytes` begin with, when there is one: found at any
  /// closing brace. Tells a whole record followed by rubbish from a record cut short.
  static func intactPrefix(of bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.first == UInt8(ascii: "{") else { return nil }
    // One pass, however many ends there seem to be: the sum grows from each to the next.
    var sum = CRC32C()
    var summed = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "}") {
      let end = index + 1 - suffixBytes
      guard end > 2, bytes[end...].starts(with: checksumKey) else { continue }
      sum.update(UnsafeRawBufferPointer(rebasing: bytes[summed..<end]))
      summed = end
      if bytes[end...index].elementsEqual(suffix(sum)) { return index + 1 }
    }
    return nil
  }
}
