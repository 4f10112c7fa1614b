/// Writes the boxes of an ISO base media file (ISO/IEC 14496-12); numbers are big-endian.
struct BoxWriter {
  private(set) var bytes: [UInt8] = []

  mutating func u8(_ value: Int) { bytes.append(UInt8(truncatingIfNeeded: value)) }

  mutating func u16(_ value: Int) {
    u8(value >> 8)
    u8(value)
  }

  mutating func u32(_ value: Int) {
    u16(value >> 16)
    u16(value)
  }

  mutating func zeros(_ count: Int) { bytes.append(contentsOf: repeatElement(0, count: count)) }

  mutating func text(_ text: String) { bytes += text.utf8 }

  mutating func raw(_ content: [UInt8]) { bytes += content }

  /// One box; its size is filled in when its content is there.
  mutating func box(_ type: String, _ content: (inout BoxWriter) -> Void) {
    let start = bytes.count
    u32(0)
    text(type)
    content(&self)
    let size = bytes.count - start
    for index in 0..<4 {
      bytes[start + index] = UInt8(truncatingIfNeeded: size >> (24 - 8 * index))
    }
  }

  /// A box that begins with a version and flags.
  mutating func fullBox(
    _ type: String, version: Int = 0, flags: Int = 0, _ content: (inout BoxWriter) -> Void
  ) {
    box(type) { writer in
      writer.u32(version << 24 | flags)
      content(&writer)
    }
  }
}
