/// A text with names of columns in braces, such as `slow turntable of {title}`.
///
/// `{{` and `}}` stand for braces.
package struct PromptTemplate: Sendable, Equatable {
  /// Why a text is no template; a sentence for the command line.
  package struct Mistake: Error, Equatable, CustomStringConvertible {
    /// A part of a line, without full stop: `there is no column's name in {}`.
    package let description: String
  }

  enum Piece: Sendable, Equatable {
    case text(String)
    case column(String)
  }

  let pieces: [Piece]

  /// - Throws: ``Mistake`` for a brace without its partner, an empty name or an empty text.
  package init(_ text: String) throws(Mistake) {
    var pieces: [Piece] = []
    var plain = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      plain += rest[..<brace]
      let inside = rest[brace...].dropFirst()
      if inside.first == rest[brace] {
        plain.append(rest[brace])
        rest = inside.dropFirst()
        continue
      }
      guard rest[brace] == "{", let end = inside.firstIndex(of: "}") else {
        throw Mistake(
          description: "there is a \(rest[brace]) without its partner; a brace that is meant is "
            + "written twice")
      }
      let name = CellText.trimmed(String(inside[..<end]))
      guard !name.isEmpty else {
        throw Mistake(description: "there is no column's name in {}")
      }
      if !plain.isEmpty { pieces.append(.text(String(plain))) }
      plain.removeAll()
      pieces.append(.column(String(name)))
      rest = inside[end...].dropFirst()
    }
    plain += rest
    if !plain.isEmpty { pieces.append(.text(String(plain))) }
    guard !pieces.isEmpty else { throw Mistake(description: "the text is empty") }
    self.pieces = pieces
  }

  /// Whether a column of this name is used.
  func uses(_ name: String) -> Bool {
    pieces.contains { piece in
      if case .column(let used) = piece { used.utf8.elementsEqual(name.utf8) } else { false }
    }
  }
}
