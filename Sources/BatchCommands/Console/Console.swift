import BatchReport
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output for data, standard error for talk.
package final class Console: Sendable {
  private let outputDescriptor: Int32
  private let errorDescriptor: Int32
  /// Whether somebody watches: standard error is a terminal that can move its cursor.
  let isLive: Bool
  /// Whether a question can be asked and answered.
  let isInteractive: Bool
  /// What is on the screen, which other lines must not run into.
  private let block: Locked<LiveBlock>

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

  /// Data, as it is.
  func print(_ text: String) {
    write(text, to: outputDescriptor)
  }

  /// Lines of talk; control characters from outside are made visible.
  func say(_ text: String) {
    block.withLock { write($0.saying(Self.visible(text)), to: errorDescriptor) }
  }

  /// Shows lines in place of the last ones; none end the block and leave nothing of it.
  ///
  /// - Parameter lines: makes them for a number of columns.
  func show(_ lines: (_ columns: Int) -> [ScreenLine]) {
    guard isLive else { return }
    let size = WindowSize(of: errorDescriptor)
    // The last column stays free: a full line would leave the cursor in between.
    let lines = lines(max(1, size.columns - 1))
    block.withLock { block in
      if let text = block.show(lines, size: size) { write(text, to: errorDescriptor) }
    }
  }

  /// Shows one line in place of the last ones; an empty one ends it.
  func show(_ line: String) {
    show { _ in line.isEmpty ? [] : [ScreenLine(line)] }
  }

  /// Asks a question that is answered with a line.
  func ask(_ question: String) -> String {
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
