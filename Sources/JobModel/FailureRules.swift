/// The one table of failures: how each kind is recognized, whether it is final, and the advice.
package enum FailureRules {
  struct Rule: Sendable {
    let kind: FailureCause.Kind
    /// Indicates that the same request would fail again.
    let isFinal: Bool
    let title: String
    let advice: String
    /// Codes of this program, compared exactly.
    var codes: [String] = []
    /// Phrases in a code or message of the service.
    var phrases: [FailurePhrases] = []
  }

  /// The first rule with a matching code or phrase decides.
  static let table = [
    Rule(
      kind: .localFile, isFinal: false, title: "a local file has changed or cannot be read",
      advice: "restore the file and run the manifest again",
      codes: ["file_changed", "file_unreadable"]),
    Rule(
      kind: .upload, isFinal: false, title: "a local file could not be uploaded",
      advice: "check the file's format and size, and run the manifest again",
      codes: ["upload_refused", "upload_failed"]),
    Rule(
      kind: .contentPolicy, isFinal: true, title: "refused by the content policy",
      advice: "change the prompt or the source; the same request would be refused again",
      phrases: [.policyVerdicts, .policyTopics]),
    Rule(
      kind: .invalidRequest, isFinal: true, title: "refused as invalid",
      advice: "correct the line in the manifest; the same request would be refused again",
      phrases: [.invalidInput]),
    Rule(
      kind: .repeated, isFinal: true, title: "repeated failure",
      advice: "change the request, or submit it once more with --retry-failed"),
    Rule(
      kind: .transient, isFinal: false, title: "the service could not make the video",
      advice: "resume the run; a failed task is refunded and may succeed next time"),
  ]

  /// Returns whether the same request may succeed another time.
  package static func canPass(code: String?, message: String) -> Bool {
    guard let kind = kind(code: code, message: message) else { return true }
    return !rule(for: kind).isFinal
  }

  /// The kind that the table finds; `nil` for a failure that no row describes.
  static func kind(code: String?, message: String) -> FailureCause.Kind? {
    if let code, let rule = table.first(where: { $0.codes.contains(code) }) { return rule.kind }
    let text = FailureText("\(code ?? "") \(message)")
    return table.first { $0.phrases.contains { $0.match(text) } }?.kind
  }

  static func rule(for kind: FailureCause.Kind) -> Rule {
    guard let rule = table.first(where: { $0.kind == kind }) else {
      preconditionFailure("the failure table has no row for \(kind)")
    }
    return rule
  }
}

/// A code and message in the form in which phrases are compared.
///
/// Letter case, underscores, line breaks, quotes and `CamelCase` make no difference: `InvalidImage`,
/// `invalid_image` and `Invalid image` are equal. Russian `ё` equals `е`.
struct FailureText {
  /// Words separated by single spaces: for English phrases.
  let words: [UInt8]
  /// The same without spaces, which Chinese and Japanese do not use and Korean uses at will.
  let letters: [UInt8]

  init(_ text: String) {
    var spaced = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if Self.beginsWord(at: index, in: scalars) { spaced.append(" ") }
      switch scalar {
      case "'", "\"", "`", "‘", "’", "“", "”", "「", "」", "『", "』", "«", "»": break
      case "ё", "Ё": spaced.append("е")
      case "_": spaced.append(" ")
      default: spaced.append(scalar.properties.isWhitespace ? " " : scalar)
      }
    }
    let words = String(spaced).lowercased().utf8.split(separator: UInt8(ascii: " "))
    self.words = Array(words.joined(separator: CollectionOfOne(UInt8(ascii: " "))))
    letters = Array(words.joined())
  }

  /// Returns whether a word of `CamelCase` begins here: `a|B`, or the last capital of `AB|Cd`.
  private static func beginsWord(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, scalars[index].properties.isUppercase else { return false }
    if scalars[index - 1].properties.isLowercase { return true }
    return scalars[index - 1].properties.isUppercase && index + 1 < scalars.count
      && scalars[index + 1].properties.isLowercase
  }
}

/// A set of phrases to be found in a failure's text.
struct FailurePhrases: Sendable {
  /// A phrase; with a gap, its second part follows the first within ``longestGap``.
  private struct Phrase: Sendable {
    let head: [UInt8]
    let tail: [UInt8]
    /// Indicates a comparison by words; phrases in other scripts are compared without spaces.
    let isEnglish: Bool

    init(_ text: String) {
      isEnglish = text.unicodeScalars.allSatisfy { $0.isASCII || $0 == "…" }
      let parts = text.split(separator: "…").map { FailureText(String($0)) }
      head = isEnglish ? parts[0].words : parts[0].letters
      tail = parts.count < 2 ? [] : isEnglish ? parts[1].words : parts[1].letters
    }
  }

  /// The most bytes between the parts of a phrase with a gap.
  private static let longestGap = 60

  /// The phrases by their first three bytes: a text is searched once for all of them.
  private let phrases: [UInt32: [Phrase]]
  private let exceptions: [UInt32: [Phrase]]

  /// - Parameters:
  ///   - phrases: `…` is a gap of a few words. An English phrase begins at the beginning of a word,
  ///     and not after a hyphen; it may end within a word.
  ///   - exceptions: phrases that void any match.
  init(_ phrases: [String], except exceptions: [String]) {
    self.phrases = Self.byBeginning(phrases)
    self.exceptions = Self.byBeginning(exceptions)
  }

  private static func byBeginning(_ texts: [String]) -> [UInt32: [Phrase]] {
    Dictionary(grouping: texts.map { Phrase($0) }) { key($0.head, at: 0) }
  }

  private static func key(_ bytes: [UInt8], at start: Int) -> UInt32 {
    UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
  }

  func match(_ text: FailureText) -> Bool {
    Self.isFound(phrases, in: text) && !Self.isFound(exceptions, in: text)
  }

  private static func isFound(_ phrases: [UInt32: [Phrase]], in text: FailureText) -> Bool {
    for isEnglish in [true, false] {
      let bytes = isEnglish ? text.words : text.letters
      for start in bytes.indices.dropLast(2) {
        for phrase in phrases[key(bytes, at: start)] ?? [] where phrase.isEnglish == isEnglish {
          if isEnglish, start > 0, continuesWord(bytes[start - 1]) { continue }
          if isFound(phrase, in: bytes, at: start) { return true }
        }
      }
    }
    return false
  }

  private static func isFound(_ phrase: Phrase, in bytes: [UInt8], at start: Int) -> Bool {
    guard begins(bytes, at: start, with: phrase.head) else { return false }
    if phrase.tail.isEmpty { return true }
    let end = start + phrase.head.count
    return (end...min(end + longestGap, bytes.count)).contains { place in
      begins(bytes, at: place, with: phrase.tail)
    }
  }

  private static func begins(_ bytes: [UInt8], at start: Int, with part: [UInt8]) -> Bool {
    guard start + part.count <= bytes.count else { return false }
    return part.indices.allSatisfy { index in
      let byte = bytes[start + index]
      // `content-policy` is `content policy`.
      return byte == part[index]
        || byte == UInt8(ascii: "-") && part[index] == UInt8(ascii: " ")
    }
  }

  private static func continuesWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
