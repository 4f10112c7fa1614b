import JobModel

/// The address of a file beside the page.
enum PageLink {
  /// A relative URL for a path relative to the page, each byte but the unreserved ones and `/`
  /// percent-encoded; it begins with `./`, so that no path is taken for a scheme.
  static func relative(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var output = Array("./".utf8)
    for byte in path.utf8 {
      if byte.isLetterOrDigit || "-._~/".utf8.contains(byte) {
        output.append(byte)
      } else {
        output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
