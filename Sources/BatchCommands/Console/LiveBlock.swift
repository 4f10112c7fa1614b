/// The lines at the bottom of a terminal that are drawn again and again.
///
/// The cursor rests at the block's first column: whatever a resized window does to lines that
/// were drawn before, erasing from there to the end of the screen removes all of them and
/// nothing else.
struct LiveBlock {
  private var shown: [ScreenLine] = []
  private var columns = 0
  private let inColour: Bool

  init(inColour: Bool) {
    self.inColour = inColour
  }

  /// Moves to the first column and erases the block.
  private static let erase = "\r\u{1B}[J"
  /// While the block is drawn nothing wraps, even if a window has shrunk since it was measured.
  private static let (noWrap, wrap) = ("\u{1B}[?7l", "\u{1B}[?7h")

  /// What to send so that these lines are shown; `nil` when they are already.
  ///
  /// - Parameter size: of the window; the last column and the last row stay free.
  mutating func show(_ lines: [ScreenLine], size: WindowSize) -> String? {
    let lines = lines.prefix(max(1, size.rows - 1)).map {
      $0.fitting(columns: max(1, size.columns - 1))
    }
    if lines == shown, size.columns == columns || lines.isEmpty { return nil }
    // Lines are written over those before them: erasing first would flicker.
    let start = size.columns == columns ? "\r" : Self.erase
    shown = lines
    columns = size.columns
    return start + drawn
  }

  /// What to send so that a line of talk stands above the block.
  func saying(_ text: String) -> String {
    shown.isEmpty ? text + "\n" : Self.erase + text + "\n" + drawn
  }

  private var drawn: String {
    guard !shown.isEmpty else { return "\u{1B}[J" }
    let lines = shown.map { $0.rendered(inColour: inColour) + "\u{1B}[K" }
    let up = shown.count > 1 ? "\u{1B}[\(shown.count - 1)A" : ""
    // The erasure of what may stand below comes before the way up.
    return Self.noWrap + lines.joined(separator: "\r\n") + "\u{1B}[J" + Self.wrap + up + "\r"
  }
}
