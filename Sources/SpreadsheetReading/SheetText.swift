/// Gives the text of a spreadsheet as UTF-8, whatever Unicode encoding it has.
///
/// A byte-order mark is taken off. UTF-16 is known by its mark, or by the NUL beside its first
/// character. What is no valid text comes out as invalid UTF-8, for the cell's reader to refuse.
struct SheetText {
  typealias Input = (UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int

  private enum Encoding {
    case utf8, utf16LittleEndian, utf16BigEndian
  }

  private let name: String
  private let input: Input
  private var raw: [UInt8]
  private var encoding: Encoding?
  /// The bytes of a UTF-16 character that were cut off by the end of a chunk.
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// - Parameters:
  ///   - name: of the spreadsheet, for errors.
  ///   - chunkBytes: how much is read at a time, at least 8.
  ///   - input: gives what comes next; 0 bytes at the end.
  init(name: String, chunkBytes: Int, input: @escaping Input) {
    self.name = name
    self.input = input
    raw = [UInt8](repeating: 0, count: max(8, chunkBytes))
  }

  /// The next piece of the text, as long as the chunk or up to the end; empty at the end.
  mutating func next() throws(SpreadsheetError) -> [UInt8] {
    let count = try fill()
    var bytes = raw[..<count]
    let encoding = self.encoding ?? Self.encoding(of: bytes)
    if self.encoding == nil {
      self.encoding = encoding
      try refuseOtherFiles(bytes)
      bytes = bytes.dropFirst(Self.markBytes(of: bytes))
    }
    switch encoding {
    case .utf8: return Array(bytes)
    case .utf16LittleEndian: return decode(bytes, lowFirst: true)
    case .utf16BigEndian: return decode(bytes, lowFirst: false)
    }
  }

  /// Reads until the chunk is full or the input ends: a pipe gives little at a time.
  private mutating func fill() throws(SpreadsheetError) -> Int {
    var filled = 0
    while filled < raw.count, !isAtEnd {
      let start = filled
      let count = try raw.withUnsafeMutableBufferPointer { bytes throws(SpreadsheetError) in
        try input(
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[start...]))
      }
      if count == 0 { isAtEnd = true }
      filled += count
    }
    return filled
  }
}

/// What the first bytes tell.
extension SheetText {
  private static func encoding(of bytes: ArraySlice<UInt8>) -> Encoding {
    if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
    if bytes.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
    guard bytes.count >= 2 else { return .utf8 }
    switch (bytes[0], bytes[1]) {
    case (0, 1...): return .utf16BigEndian
    case (1..., 0): return .utf16LittleEndian
    default: return .utf8
    }
  }

  private static func markBytes(of bytes: ArraySlice<UInt8>) -> Int {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
    return bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? 2 : 0
  }

  private func refuseOtherFiles(_ bytes: ArraySlice<UInt8>) throws(SpreadsheetError) {
    let saving = "save the sheet as CSV (UTF-8) first"
    func isStart(_ start: [UInt8]) -> Bool { bytes.starts(with: start) }
    if isStart([0x50, 0x4B, 0x03, 0x04]) || isStart([0xD0, 0xCF, 0x11, 0xE0]) {
      throw .notATable(name: name, kind: "a workbook", remedy: saving)
    }
    if isStart([0x1F, 0x8B]) || isStart([0x28, 0xB5, 0x2F, 0xFD]) {
      throw .notATable(name: name, kind: "compressed", remedy: "unpack it first")
    }
    switch bytes.dropFirst(Self.markBytes(of: bytes)).first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      throw .notATable(
        name: name, kind: "JSON", remedy: "a manifest needs no conversion: wanbatch plan")
    case UInt8(ascii: "<"):
      throw .notATable(name: name, kind: "a web page or XML", remedy: saving)
    default: break
    }
  }
}

/// UTF-16 into UTF-8.
extension SheetText {
  private mutating func decode(_ bytes: ArraySlice<UInt8>, lowFirst: Bool) -> [UInt8] {
    let all = rest + bytes
    rest = []
    func unit(_ index: Int) -> UInt32 {
      let (first, second) = (UInt32(all[index]), UInt32(all[index + 1]))
      return lowFirst ? second << 8 | first : first << 8 | second
    }
    var text: [UInt8] = []
    text.reserveCapacity(all.count)
    var index = 0
    while index + 1 < all.count {
      let high = unit(index)
      index += 2
      guard 0xD800...0xDBFF ~= high else {
        Self.append(high, to: &text)
        continue
      }
      if index + 1 >= all.count, !isAtEnd {
        index -= 2
        break
      }
      let low = index + 1 < all.count ? unit(index) : 0
      if 0xDC00...0xDFFF ~= low {
        Self.append(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), to: &text)
        index += 2
      } else {
        Self.append(high, to: &text)
      }
    }
    if isAtEnd {
      // Half a character, which no text ends with.
      if index < all.count { text.append(0xFF) }
    } else {
      rest = Array(all[index...])
    }
    // An empty piece means the end, so a chunk never decodes to nothing: it holds 8 bytes.
    return text
  }

  /// Appends a code point in UTF-8; a lone surrogate becomes three bytes that are none.
  private static func append(_ point: UInt32, to text: inout [UInt8]) {
    switch point {
    case 0..<0x80: text.append(UInt8(point))
    case 0x80..<0x800:
      text.append(UInt8(0xC0 | point >> 6))
      text.append(UInt8(0x80 | point & 0x3F))
    case 0x800..<0x10000:
      text.append(UInt8(0xE0 | point >> 12))
      text.append(UInt8(0x80 | point >> 6 & 0x3F))
      text.append(UInt8(0x80 | point & 0x3F))
    default:
      text.append(UInt8(0xF0 | point >> 18))
      text.append(UInt8(0x80 | point >> 12 & 0x3F))
      text.append(UInt8(0x80 | point >> 6 & 0x3F))
      text.append(UInt8(0x80 | point & 0x3F))
    }
  }
}
