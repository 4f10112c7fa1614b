/// A `Range` header of one part, by RFC 9110; anything else means the whole file.
enum ByteRange: Equatable, Sendable {
  case whole
  case unsatisfiable
  case part(Range<Int>)

  static func parse(_ text: String, size: Int) -> ByteRange {
    guard text.hasPrefix("bytes=") else { return .whole }
    let parts = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return .whole }
    if parts[0].isEmpty {
      guard let count = Int(parts[1]) else { return .whole }
      return count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
    }
    guard let start = Int(parts[0]) else { return .whole }
    guard start < size else { return .unsatisfiable }
    if parts[1].isEmpty { return .part(start..<size) }
    guard let last = Int(parts[1]), last >= start else { return .whole }
    return .part(start..<(min(last, size - 1) + 1))
  }
}
