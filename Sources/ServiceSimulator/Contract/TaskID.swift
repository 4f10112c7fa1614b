import Digest

/// The text form of `TaskFacts`: `video_` and 39 characters of Crockford's base 32.
///
/// 24 bytes, big-endian: version and outcome (4 bits each), creation (48 bits), work (32),
/// shape (8), account (16), serial (40), zero (8), CRC-32C of all before it (32). The prefix
/// varies with the serial, as it does at the real service. A text that is not exactly what
/// `encode` gives is no id.
enum TaskID {
  private static let version: UInt8 = 1
  private static let prefixes = ["video_", "task_", "tsk_vid_"]
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The value of each base-32 digit by its byte, 255 for all others.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
    return values
  }()

  static func encode(_ facts: TaskFacts) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    bytes.append(version << 4 | facts.outcome.rawValue)
    append(UInt64(clamping: facts.createdMilliseconds), byteCount: 6, to: &bytes)
    append(UInt64(UInt32(clamping: facts.workMilliseconds)), byteCount: 4, to: &bytes)
    bytes.append(shapeByte(facts))
    append(UInt64(facts.account), byteCount: 2, to: &bytes)
    append(facts.serial, byteCount: 5, to: &bytes)
    bytes.append(0)
    append(UInt64(CRC32C.checksum(bytes)), byteCount: 4, to: &bytes)
    return prefix(facts.serial) + base32(bytes)
  }

  /// Nil for anything that no simulator ever made.
  static func decode(_ text: String) -> TaskFacts? {
    guard let mark = text.utf8.lastIndex(of: UInt8(ascii: "_")) else { return nil }
    let digits = text.utf8[text.utf8.index(after: mark)...]
    guard let bytes = unbase32(digits), bytes[0] >> 4 == version, bytes[19] == 0,
      let outcome = TaskOutcome(rawValue: bytes[0] & 15),
      let resolution = VideoShape.Resolution(rawValue: bytes[11] & 1),
      bytes[11] >> 6 == 0, (bytes[11] >> 1) & 3 < 3,
      UInt64(CRC32C.checksum(Array(bytes[..<20]))) == number(bytes[20..<24])
    else { return nil }
    let shape = VideoShape(
      resolution: resolution, milliseconds: 5_000 * (Int((bytes[11] >> 1) & 3) + 1),
      hasAudio: bytes[11] & 8 != 0)
    let facts = TaskFacts(
      createdMilliseconds: Int64(number(bytes[1..<7])),
      workMilliseconds: Int64(number(bytes[7..<11])), outcome: outcome, shape: shape,
      isReferenceVideo: bytes[11] & 16 != 0, hasWatermark: bytes[11] & 32 != 0,
      account: UInt16(number(bytes[12..<14])), serial: number(bytes[14..<19]))
    let wanted = prefix(facts.serial).utf8
    guard text.utf8[...mark].elementsEqual(wanted) else { return nil }
    return facts
  }

  private static func shapeByte(_ facts: TaskFacts) -> UInt8 {
    let length = UInt8(clamping: facts.shape.milliseconds / 5_000 - 1)
    return facts.shape.resolution.rawValue | (length & 3) << 1
      | (facts.shape.hasAudio ? 8 : 0) | (facts.isReferenceVideo ? 16 : 0)
      | (facts.hasWatermark ? 32 : 0)
  }

  private static func prefix(_ serial: UInt64) -> String { prefixes[Int(serial % 3)] }

  private static func append(_ value: UInt64, byteCount: Int, to bytes: inout [UInt8]) {
    for index in (0..<byteCount).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(index * 8)))
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// 24 bytes are 192 bits: 38 whole digits and one of 2 bits, whose low 3 bits stay zero.
  private static func base32(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var pending = 0
    var bits = 0
    for byte in bytes {
      pending = pending << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[pending >> bits & 31])
      }
      pending &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[pending << (5 - bits) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func unbase32(_ digits: some Collection<UInt8>) -> [UInt8]? {
    guard digits.count == 39 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    var pending = 0
    var bits = 0
    for digit in digits {
      let value = values[Int(digit)]
      guard value < 32 else { return nil }
      pending = pending << 5 | Int(value)
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(pending >> bits))
        pending &= (1 << bits) - 1
      }
    }
    return pending == 0 ? bytes : nil
  }
}
