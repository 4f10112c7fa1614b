/// What the first bytes of a file tell about its encoding.
enum FileBeginning {
  /// Why a file that begins like this is no manifest; `nil` when it may be one.
  static func problem(
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> (problem: String, remedy: String)? {
    let start = Array(bytes.prefix(4))
    let isUTF16 =
      start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
      || start.starts(with: [0x7B, 0]) || start.starts(with: [0, 0x7B])
    if isUTF16 { return ("the file is UTF-16", "save it as UTF-8") }
    if start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return ("the file is compressed", "unpack it first, for example with gzip -dc FILE | … -")
    }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return ("the file is a ZIP archive or a spreadsheet", "save it as JSON Lines, or as CSV")
    }
    return textProblem(of: firstLine(of: withoutMark(bytes)))
  }

  private static func firstLine(
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    let start = bytes.firstIndex { !isBlank($0) && $0 != 0x0A } ?? bytes.count
    let length = LineEnd.next(in: bytes, from: start, to: bytes.count) ?? bytes.count - start
    return UnsafeBufferPointer(rebasing: bytes[start..<start + min(length, 4096)])
  }

  /// Other kinds of text that are given by mistake, told by their first line.
  private static func textProblem(
    of line: UnsafeBufferPointer<UInt8>
  ) -> (problem: String, remedy: String)? {
    if line.first == UInt8(ascii: "<") {
      return ("the file is HTML or XML", "a manifest has one JSON object a line")
    }
    guard !line.contains(UInt8(ascii: "{")) else { return nil }
    let cells = line.split { [0x2C, 0x3B, 0x09, 0x0D].contains($0) }
      .map { Quoted.plain(UnsafeBufferPointer(rebasing: $0)).filter { $0 != "\"" }.lowercased() }
    let columns = [
      "id", "image_urls", "prompt", "resolution", "duration", "metadata.reference_urls",
    ]
    guard cells.count > 1, cells.contains(where: { columns.contains($0) }) else { return nil }
    return ("the file is a table", "make a manifest of it first, with wanbatch convert")
  }

  /// The bytes without a byte-order mark in front.
  static func withoutMark(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF])
      ? UnsafeBufferPointer(rebasing: bytes.dropFirst(3)) : bytes
  }

  /// Space, tab or CR; LF never stands inside a line.
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }
}
