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
  /// The progress line on the screen, which other lines must not run into.
  private let liveLine = Locked("")

  package init(
    environment: [String: String], outputDescriptor: Int32 = 1, errorDescriptor: Int32 = 2
  ) {
    self.outputDescriptor = outputDescriptor
    self.errorDescriptor = errorDescriptor
    let isTerminal = isatty(errorDescriptor) == 1
    isLive = isTerminal && environment["TERM"] != "dumb"
    isInteractive = isTerminal && isatty(0) == 1
  }

  /// Data, as it is.
  func print(_ text: String) {
    write(Array(text.utf8), to: outputDescriptor)
  }

  /// A line of talk; control characters from outside are made visible.
  func say(_ line: String) {
    liveLine.withLock { live in
      let start = live.isEmpty ? "" : "\r\u{1B}[K"
      write(Array((start + Self.visible(line) + "\n" + live).utf8), to: errorDescriptor)
    }
  }

  /// Shows the progress line in place of the last one; an empty one ends it.
  func show(_ line: String) {
    guard isLive else { return }
    liveLine.withLock { live in
      if line == live { return }
      let text = Self.fitting(Self.visible(line), columns: Self.columns(errorDescriptor))
      live = text
      write(Array(("\r\u{1B}[K" + text).utf8), to: errorDescriptor)
    }
  }

  /// Asks a question that is answered with a line.
  func ask(_ question: String) -> String {
    write(Array(question.utf8), to: errorDescriptor)
    return readLine() ?? ""
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nobody listens any more; the work goes on without talk.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Text in which line breaks and tabs stay and other control characters show as `\u{…}`, so
  /// that nothing from outside can move the cursor.
  static func visible(_ text: String) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control: scalar == "\n" || scalar == "\t"
      case .format, .lineSeparator, .paragraphSeparator, .surrogate: false
      default: true
      }
    }
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    return text.unicodeScalars.map { scalar in
      isHarmless(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()
  }

  private static func fitting(_ text: String, columns: Int) -> String {
    String(text.prefix(max(10, columns - 1)))
  }

  private static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      ? Int(size.ws_col) : 80
  }
}

private func writeBytes(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}
