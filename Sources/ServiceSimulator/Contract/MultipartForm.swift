#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The parts of a `multipart/form-data` body (RFC 7578), read strictly.
struct MultipartForm: Sendable {
  struct Part: Sendable {
    var name: String
    var content: ArraySlice<UInt8>
  }

  static let maximumParts = 16
  static let maximumPartHeaderBytes = 8_192

  private(set) var parts: [Part] = []

  /// Nil for a body that its `Content-Type` does not describe.
  init?(_ body: [UInt8], contentType: String) {
    guard let boundary = Self.boundary(contentType) else { return nil }
    let dashed = Array("--\(boundary)".utf8)
    guard body.starts(with: dashed) else { return nil }
    var position = dashed.count
    while true {
      let rest = body[position...]
      if rest.starts(with: "--".utf8) { return }
      guard rest.starts(with: "\r\n".utf8), parts.count < Self.maximumParts else { return nil }
      position += 2
      guard let part = Self.part(body, &position, ending: [0x0D, 0x0A] + dashed) else {
        return nil
      }
      parts.append(part)
    }
  }

  /// The only part of that name; nil when there is none or more than one.
  func only(_ name: String) -> ArraySlice<UInt8>? {
    let named = parts.filter { $0.name.utf8.elementsEqual(name.utf8) }
    return named.count == 1 ? named[0].content : nil
  }

  private static func part(
    _ body: [UInt8], _ position: inout Int, ending: [UInt8]
  ) -> Part? {
    let headEnd = min(body.count, position + maximumPartHeaderBytes)
    guard let blank = find(Array("\r\n\r\n".utf8), in: body[position..<headEnd]) else {
      return nil
    }
    let header = String(decoding: body[position..<blank], as: UTF8.self)
    guard let name = fieldName(header) else { return nil }
    let start = blank + 4
    guard let end = find(ending, in: body[start...]) else { return nil }
    position = end + ending.count
    return Part(name: name, content: body[start..<end])
  }

  private static func boundary(_ contentType: String) -> String? {
    let fields = contentType.split(separator: ";").map { trimmed($0) }
    guard fields.first?.lowercased() == "multipart/form-data" else { return nil }
    for field in fields.dropFirst() where field.lowercased().hasPrefix("boundary=") {
      let text = unquoted(field.dropFirst(9))
      return (1...70).contains(text.utf8.count) ? text : nil
    }
    return nil
  }

  private static func fieldName(_ header: String) -> String? {
    for line in header.split(separator: "\r\n") {
      guard line.lowercased().hasPrefix("content-disposition:") else { continue }
      for field in line.split(separator: ";").dropFirst() {
        let field = trimmed(field)
        if field.lowercased().hasPrefix("name=") { return unquoted(field.dropFirst(5)) }
      }
    }
    return nil
  }

  private static func unquoted(_ text: Substring) -> String {
    text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
      ? String(text.dropFirst().dropLast()) : String(text)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  /// Where `needle` first begins; jumps from one first byte to the next, so that large files
  /// go fast.
  private static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { buffer -> Int? in
      guard let start = buffer.baseAddress, let first = needle.first else { return nil }
      var index = 0
      while index + needle.count <= buffer.count {
        let room = buffer.count - needle.count + 1 - index
        guard let found = memchr(start + index, Int32(first), room) else { return nil }
        index = UnsafeRawPointer(found) - start
        if memcmp(found, needle, needle.count) == 0 { return bytes.startIndex + index }
        index += 1
      }
      return nil
    }
  }
}
