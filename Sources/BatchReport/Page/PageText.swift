import JobModel

/// Text from outside as the page holds it: bounded, and in a bundle without addresses.
struct PageText: Sendable {
  /// What stands for an address that was taken out.
  static let removed = "[address removed]"

  /// Whether addresses are taken out.
  let hidesAddresses: Bool

  /// - Parameters:
  ///   - limit: the most Unicode scalars; what is longer ends in an ellipsis.
  ///   - sources: texts to take out wherever they occur, such as paths of local files.
  func shown(_ text: String, limit: Int = 1000, without sources: [String] = []) -> String {
    var text = text
    if hidesAddresses {
      var bytes = Array(text.utf8)
      for source in sources { Self.remove(Array(source.utf8), from: &bytes) }
      Self.removeAddresses(from: &bytes)
      text = String(decoding: bytes, as: UTF8.self)
    }
    let start = text.unicodeScalars.prefix(limit)
    return start.endIndex == text.endIndex ? text : String(start) + "…"
  }

  /// Whether a text would be shown as it is, but for its length.
  func isHarmless(_ text: String, without sources: [String]) -> Bool {
    !hidesAddresses
      || shown(text, limit: .max, without: sources).utf8.elementsEqual(text.utf8)
  }

  private static func remove(_ part: [UInt8], from bytes: inout [UInt8]) {
    guard part.count >= 3, bytes.count >= part.count else { return }
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == part[0], bytes[index...].starts(with: part) {
        output += Array(removed.utf8)
        index += part.count
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    bytes = output
  }

  /// Takes out every `scheme://…` up to white space, a quote, a bracket or a control character.
  private static func removeAddresses(from bytes: inout [UInt8]) {
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index...].starts(with: "://".utf8), let last = output.last, isScheme(last) else {
        output.append(bytes[index])
        index += 1
        continue
      }
      while let last = output.last, isScheme(last) { output.removeLast() }
      output += Array(removed.utf8)
      while index < bytes.count, !endsAddress(bytes[index]) { index += 1 }
    }
    bytes = output
  }

  private static func isScheme(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "+-.".utf8.contains(byte)
  }

  private static func endsAddress(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x7F || "\"'<>()[]{}`".utf8.contains(byte)
  }
}
