/// What an entry of `image_urls` or `metadata.reference_urls` is.
enum SourceAddress: Equatable {
  case url
  /// A path, to be taken from the manifest's directory.
  case file
  case wrong(problem: String, remedy: String?)

  /// `http://` or `https://`, in any case, is a URL; another scheme with `//` is a mistake; the
  /// rest are paths.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.isEmpty {
      self = .wrong(problem: "is empty", remedy: "give a URL or a file path")
    } else if let rest = Self.dropping("https:", from: bytes) ?? Self.dropping("http:", from: bytes)
    {
      self = Self.web(rest)
    } else if Self.dropping("data:", from: bytes) != nil {
      self = .wrong(
        problem: "is a data URL, which the service refuses",
        remedy: "give a public URL, or the path of a file, which is uploaded")
    } else if let scheme = Self.scheme(of: bytes) {
      let remedy =
        scheme == "file"
        ? "write the file's path alone, without file://"
        : "give an http or https URL, or a file path"
      self = .wrong(problem: "\(scheme): URLs can't be fetched by the service", remedy: remedy)
    } else if bytes.contains(0) {
      self = .wrong(problem: "has a NUL character", remedy: "give a URL or a file path")
    } else if Self.isPaddedURL(bytes) {
      self = .wrong(problem: "begins with a space", remedy: "take it out")
    } else {
      self = .file
    }
  }

  /// Checks what stands behind `http:` or `https:`.
  private static func web(_ rest: UnsafeBufferPointer<UInt8>) -> SourceAddress {
    // Without a branch inside, the loop takes many bytes at a time.
    var bad: UInt8 = 0
    for byte in rest { bad |= (byte <= 0x20 ? 1 : 0) | (byte == 0x7F ? 1 : 0) }
    if bad != 0 { return unclean(rest) }
    return hasHost(rest)
      ? .url
      : .wrong(
        problem: "is a URL without a host",
        remedy: "expected something like https://example.com/a")
  }

  private static func unclean(_ rest: UnsafeBufferPointer<UInt8>) -> SourceAddress {
    rest.first { $0 <= 0x20 || $0 == 0x7F } == 0x20
      ? .wrong(problem: "has a space in its URL", remedy: "write it as %20, or take it out")
      : .wrong(problem: "has a control character in its URL", remedy: "take it out")
  }

  private static func hasHost(_ rest: UnsafeBufferPointer<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    guard rest.count > 2, rest[0] == slash, rest[1] == slash else { return false }
    var isHostSeen = false
    for index in 2..<rest.count {
      switch rest[index] {
      case slash, UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"): return isHostSeen
      case UInt8(ascii: "@"): isHostSeen = false
      case UInt8(ascii: ":") where !isHostSeen: return false
      default: isHostSeen = true
      }
    }
    return isHostSeen
  }

  /// The rest of a text that begins with a prefix in lower or upper case.
  private static func dropping(
    _ prefix: StaticString, from bytes: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8>? {
    let count = prefix.utf8CodeUnitCount
    guard bytes.count >= count else { return nil }
    let start = prefix.utf8Start
    for index in 0..<count {
      let isLetter = (0x41...0x5A).contains(bytes[index])
      guard bytes[index] | (isLetter ? 0x20 : 0) == start[index] else { return nil }
    }
    return UnsafeBufferPointer(rebasing: bytes[count...])
  }

  /// The scheme of `scheme://…`, in lower case.
  private static func scheme(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard let colon = bytes.prefix(32).firstIndex(of: UInt8(ascii: ":")), colon > 0,
      bytes[(colon + 1)...].starts(with: "//".utf8)
    else { return nil }
    let isScheme = bytes[..<colon].allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || "+-.".utf8.contains(byte)
    }
    return isScheme ? String(decoding: bytes[..<colon], as: UTF8.self).lowercased() : nil
  }

  private static func isPaddedURL(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, first <= 0x20 else { return false }
    let rest = UnsafeBufferPointer(rebasing: bytes.drop { $0 <= 0x20 })
    return dropping("https://", from: rest) != nil || dropping("http://", from: rest) != nil
  }
}
