import BatchReport
import Dispatch
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output for data, standard error for talk.
///
/// Written in order by a thread of its own: a terminal that was stopped, or a pipe that nobody
/// reads, must not hold up the run, whose answers would be too old afterwards.
package final class Console: Sendable {
  private let outputDescriptor: Int32
  private let errorDescriptor: Int32
  /// Whether somebody watches: standard error is a terminal that can move its cursor.
  let isLive: Bool
  /// Whether a question can be asked and answered.
  let isInteractive: Bool
  /// What is on the screen, which other lines must not run into.
  private let block: Locked<LiveBlock>
  private let queue = DispatchQueue(label: "console")
  /// Whether a drawing waits to be written; a newer one is then left out.
  private let isDrawing = Locked(false)

  /// Looks once whether somebody watches; writes nothing, and never closes the descriptors.
  ///
  /// - Parameter environment: of which `TERM` and `NO_COLOR` count.
  package init(
    environment: [String: String], outputDescriptor: Int32 = 1, errorDescriptor: Int32 = 2
  ) {
    self.outputDescriptor = outputDescriptor
    self.errorDescriptor = errorDescriptor
    let isTerminal = isatty(errorDescriptor) == 1
    isLive = isTerminal && environment["TERM"] != "dumb"
    isInteractive = isTerminal && isatty(0) == 1
    // By the convention of no-color.org the variable counts when it is not empty.
    block = Locked(LiveBlock(inColour: environment["NO_COLOR", default: ""].isEmpty))
  }

  /// Data, as it is; returns when it is written, so that no more of it gathers than is taken.
  func print(_ text: String) {
    queue.sync { write(text, to: outputDescriptor) }
  }

  /// Lines of talk; control characters from outside are made visible.
  func say(_ text: String) {
    queue.async {
      let text = self.block.withLock { $0.saying(Self.visible(text)) }
      self.write(text, to: self.errorDescriptor)
    }
  }

  /// Returns when everything is written.
  package func finish() { queue.sync {} }

  /// Shows lines in place of the last ones; none end the block and leave nothing of it.
  ///
  /// - Parameter lines: makes them for a number of columns.
  func show(_ lines: (_ columns: Int) -> [ScreenLine]) {
    guard isLive else { return }
    let size = WindowSize(of: errorDescriptor)
    // The last column stays free: a full line would leave the cursor in between.
    let lines = lines(max(1, size.columns - 1))
    let isBehind = isDrawing.withLock { isDrawing in
      defer { isDrawing = true }
      return isDrawing
    }
    // The last drawing, which leaves nothing, is always made.
    if isBehind, !lines.isEmpty { return }
    queue.async {
      self.isDrawing.withLock { $0 = false }
      let text = self.block.withLock { $0.show(lines, size: size) }
      if let text { self.write(text, to: self.errorDescriptor) }
    }
  }

  /// Shows one line in place of the last ones; an empty one ends it.
  func show(_ line: String) {
    show { _ in line.isEmpty ? [] : [ScreenLine(line)] }
  }

  /// Asks a question that is answered with a line.
  func ask(_ question: String) -> String {
    finish()
    write(Self.visible(question), to: errorDescriptor)
    return readLine() ?? ""
  }

  private func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest))
        let count = writeBytes(descriptor, part.baseAddress, part.count)
        if count < 0, errno == EINTR { continue }
        // Nobody listens any more; the work goes on without talk.
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Text in which line breaks and tabs stay and other control characters show as `\u{…}`.
  static func visible(_ text: String) -> String { TerminalText.visible(text) }
}

private func writeBytes(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}
