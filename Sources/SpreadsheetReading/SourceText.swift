/// Refuses the addresses of pictures and videos that the manifest's reader would refuse; files are
/// looked at only there.
enum SourceText {
  static func isWebAddress(_ text: Substring) -> Bool {
    let start = text.utf8.prefix(8)
    return begins(start, "http://") || begins(start, "https://")
  }

  static func check(_ text: Substring) throws(CellProblem) {
    let bytes = text.utf8
    if begins(bytes, "data:") {
      throw CellProblem(
        "is a data URL, which the service refuses",
        remedy: "give a public URL, or the path of a file, which is uploaded")
    }
    if bytes.starts(with: "[\"".utf8) || bytes.first == UInt8(ascii: "\"") {
      throw CellProblem(
        "expected a URL or a file path, got \(CellText.quoted(text))",
        remedy: "write it without brackets and quotes")
    }
    if begins(bytes, "http:") || begins(bytes, "https:") {
      try checkWebAddress(text)
    } else {
      try checkPath(text)
    }
  }

  private static func checkWebAddress(_ text: Substring) throws(CellProblem) {
    let bytes = text.utf8
    if let bad = bytes.first(where: { $0 <= 0x20 || $0 == 0x7F }) {
      throw bad == 0x20
        ? CellProblem("has a space in its URL", remedy: "write it as %20, or take it out")
        : CellProblem("has a control character in its URL", remedy: "take it out")
    }
    for mark in bytes.indices where isListMark(bytes[mark]) {
      if isWebAddress(text[mark...].dropFirst()) {
        throw CellProblem("holds several URLs in one", remedy: "put a space between them")
      }
    }
    let rest = bytes.drop { $0 != UInt8(ascii: ":") }.dropFirst()
    guard rest.starts(with: "//".utf8), hasHost(rest.dropFirst(2)) else {
      throw CellProblem(
        "is a URL without a host", remedy: "expected something like https://example.com/a")
    }
  }

  /// Whether a host stands before the path, behind a user's name if there is one.
  private static func hasHost(_ bytes: Substring.UTF8View) -> Bool {
    var isSeen = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"):
        return isSeen
      case UInt8(ascii: "@"): isSeen = false
      case UInt8(ascii: ":") where !isSeen: return false
      default: isSeen = true
      }
    }
    return isSeen
  }

  /// Whether people write it between the parts of a list.
  private static func isListMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|")
  }

  private static func checkPath(_ text: Substring) throws(CellProblem) {
    if text.utf8.contains(where: { $0 < 0x20 }) {
      throw CellProblem("has a control character", remedy: "take it out")
    }
    let scheme = text.utf8.prefix(32).prefix { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || "+-.".utf8.contains(byte)
    }
    if !scheme.isEmpty, text.utf8.dropFirst(scheme.count).starts(with: "://".utf8) {
      let name = Substring(scheme).lowercased()
      throw CellProblem(
        "\(name): URLs can't be fetched by the service",
        remedy: name == "file"
          ? "write the file's path alone, without file://"
          : "give an http or https URL, or a file path")
    }
  }

  /// Whether bytes begin with a text in lower or upper case.
  private static func begins(_ bytes: Substring.UTF8View, _ prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    var index = 0
    for byte in bytes.prefix(count) {
      let isUpper = (0x41...0x5A).contains(byte)
      guard byte | (isUpper ? 0x20 : 0) == prefix.utf8Start[index] else { return false }
      index += 1
    }
    return index == count
  }
}
