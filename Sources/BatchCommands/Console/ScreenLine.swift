import BatchReport

/// A line of the live block: pieces of harmless text, each with its colour.
struct ScreenLine: Equatable, Sendable {
  enum Ink: Sendable {
    case plain, dim, good, bad

    /// Select Graphic Rendition parameters (ECMA-48).
    fileprivate var code: String? {
      switch self {
      case .plain: nil
      case .dim: "2"
      case .good: "32"
      case .bad: "31"
      }
    }
  }

  struct Piece: Equatable, Sendable {
    var text: String
    var ink = Ink.plain
  }

  private(set) var pieces: [Piece]

  /// - Parameter pieces: text from outside among them is escaped here.
  init(_ pieces: [Piece]) {
    self.pieces = pieces.map { Piece(text: TerminalText.oneLine($0.text), ink: $0.ink) }
  }

  init(_ text: String, _ ink: Ink = .plain) {
    self.init([Piece(text: text, ink: ink)])
  }

  var text: String { pieces.map(\.text).joined() }
  var width: Int { TerminalText.width(of: text) }

  /// The beginning that fits into so many columns.
  func fitting(columns: Int) -> ScreenLine {
    var room = columns
    var kept: [Piece] = []
    for piece in pieces {
      let text = TerminalText.fitting(piece.text, columns: room)
      kept.append(Piece(text: text, ink: piece.ink))
      if text != piece.text { break }
      room -= TerminalText.width(of: text)
    }
    return ScreenLine(kept)
  }

  /// What a terminal is sent.
  func rendered(inColour: Bool) -> String {
    pieces.map { piece in
      guard inColour, let code = piece.ink.code else { return piece.text }
      return "\u{1B}[\(code)m\(piece.text)\u{1B}[0m"
    }.joined()
  }
}
