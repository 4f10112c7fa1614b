/// A `defaults` line, with the text that its draft points into.
final class DefaultsLine: @unchecked Sendable {
  // Sendable because nothing is changed after the initializer; `draft` points into `text`, which
  // lives as long as this.
  let line: Int
  let draft: RequestDraft
  let mistakes: [LineParser.Mistake]
  /// Whether the line ended before its value did.
  let isOpenEnded: Bool
  private let text: UnsafeBufferPointer<UInt8>

  /// Keeps a copy of a line and reads it.
  init(line: Int, text: UnsafeBufferPointer<UInt8>, files: SourceFiles) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = copy.initialize(from: text)
    self.text = UnsafeBufferPointer(copy)
    self.line = line
    var parser = LineParser(self.text, files: files)
    parser.parse()
    draft = parser.draft
    mistakes = parser.mistakes
    isOpenEnded = parser.isOpenEnded
  }

  deinit {
    text.deallocate()
  }

  /// Whether the line has a mistake: jobs after it can't be relied on.
  var isBroken: Bool { !mistakes.isEmpty }
}
