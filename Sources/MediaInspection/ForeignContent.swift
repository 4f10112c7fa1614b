/// Names what a file is that was expected to be a video and is not.
enum ForeignContent {
  /// A clause for a message, or `nil` when the first bytes say nothing.
  static func name(of bytes: [UInt8]) -> String? {
    let signatures: [([UInt8], String)] = [
      ([0x1A, 0x45, 0xDF, 0xA3], "it is a WebM or Matroska file"),
      ([0xFF, 0xD8, 0xFF], "it is a JPEG picture"),
      ([0x89, 0x50, 0x4E, 0x47], "it is a PNG picture"),
      ([0x47, 0x49, 0x46, 0x38], "it is a GIF picture"),
      ([0x1F, 0x8B], "it is compressed with gzip"),
      ([0x50, 0x4B, 0x03, 0x04], "it is a ZIP archive"),
    ]
    for (signature, name) in signatures where bytes.starts(with: signature) { return name }
    if bytes.allSatisfy({ $0 == 0 }) { return "it begins with nothing but zeros" }
    return textName(of: bytes)
  }

  private static func textName(of bytes: [UInt8]) -> String? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = (bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...])
      .drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let isText = bytes.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) || $0 == 0x1B }
    guard isText else { return nil }
    switch text.first {
    case nil: return "it is blank text"
    case UInt8(ascii: "<"): return "it is a web page or XML text"
    case UInt8(ascii: "{"), UInt8(ascii: "["): return "it is JSON text"
    default: return "it is text"
    }
  }
}
