import HTTPCore

/// The secret that pays. It leaves this type only into the `Authorization` header of a request
/// to the service.
public struct APIKey: Sendable {
  /// The key's bytes, for a salted fingerprint and for the search after it in answers.
  package let bytes: [UInt8]
  /// The header of every request to the API.
  let header: [HTTPField]

  /// - Returns: `nil` for text that can't stand in a header: empty, longer than 4,096 bytes, or
  ///   with spaces, quotes, backslashes or anything but visible ASCII inside. Surrounding white
  ///   space is dropped.
  public init?(_ text: some StringProtocol) {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let trimmed = text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard (1...4096).contains(trimmed.count),
      trimmed.allSatisfy({ (0x21...0x7E).contains($0) && !"\"\\".utf8.contains($0) })
    else { return nil }
    bytes = Array(trimmed)
    header = [
      HTTPField("Authorization", "Bearer " + String(decoding: bytes, as: UTF8.self)),
      HTTPField("Accept", "application/json"),
    ]
  }

  /// Text with `***` in place of the key; a key of under 8 bytes may be anywhere by chance, and
  /// stays.
  func erased(from text: [UInt8]) -> [UInt8] {
    guard bytes.count >= 8 else { return text }
    var start = 0
    var result: [UInt8] = []
    while let place = text.firstPlace(of: bytes, from: start) {
      result += text[start..<place] + Array("***".utf8)
      start = place + bytes.count
    }
    return start == 0 ? text : result + text[start...]
  }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `***`, so that no message, log or interpolation shows the key.
  public var description: String { "***" }
  /// `***`, as ``description``: a debugger or `dump` shows no more.
  public var debugDescription: String { "***" }
  /// Empty, so that reflection finds neither the key nor the header made of it.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
