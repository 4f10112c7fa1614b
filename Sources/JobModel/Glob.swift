/// A pattern for job ids: `*` is any run of characters, `?` any one, `[a-z]` and `[!a-z]` one of
/// a set, `\` takes the next character as it is. The pattern must match the whole id.
///
/// Characters are Unicode scalars, compared without normalization, as ids are.
package struct Glob: Sendable {
  private enum Part: Equatable {
    case one(Unicode.Scalar)
    case any
    case run
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private let parts: [Part]

  /// Reads a pattern; every text is one.
  ///
  /// A `[` without its `]`, and a `\` at the end, stand for themselves. A `]` at the beginning of a
  /// set is one of it, a `\` in a set is a character like any other, and `[^` means `[!`.
  package init(_ pattern: String) {
    var parts: [Part] = []
    var rest = Array(pattern.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*":
        if parts.last != .run { parts.append(.run) }
      case "?":
        parts.append(.any)
      case "\\":
        parts.append(.one(rest.popFirst() ?? scalar))
      case "[":
        // Without its end a bracket is a character like any other.
        parts.append(Self.set(&rest) ?? .one(scalar))
      default:
        parts.append(.one(scalar))
      }
    }
    self.parts = parts
  }

  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Part? {
    var inner = rest
    let isNegated = inner.first == "!" || inner.first == "^"
    if isNegated { inner.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let low = inner.popFirst() {
      if low == "]", !ranges.isEmpty {
        rest = inner
        return .set(ranges, isNegated: isNegated)
      }
      let next = inner.dropFirst().first
      if inner.first == "-", let high = next, high != "]" {
        inner.removeFirst(2)
        if low <= high { ranges.append(low...high) }
      } else {
        ranges.append(low...low)
      }
    }
    return nil
  }

  /// Whether the whole id fits; upper and lower case are different characters.
  package func matches(_ id: JobID) -> Bool {
    let text = Array(id.text.unicodeScalars)
    // After a mismatch the latest `*` takes one character more: linear in practice, and never
    // worse than the product of both lengths.
    var (place, part) = (0, 0)
    var retry: (place: Int, part: Int)?
    while place < text.count {
      if part < parts.count, parts[part] == .run {
        retry = (place, part)
        part += 1
      } else if part < parts.count, Self.fits(text[place], parts[part]) {
        place += 1
        part += 1
      } else if let last = retry {
        retry = (last.place + 1, last.part)
        (place, part) = (last.place + 1, last.part + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .run }
  }

  private static func fits(_ scalar: Unicode.Scalar, _ part: Part) -> Bool {
    switch part {
    case .one(let expected): scalar == expected
    case .any: true
    case .run: false
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}
