#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Cuts a stream of bytes into lines, in one buffer of bounded size.
struct LineSplitter {
  enum Line {
    /// A line without its LF, as a range of ``bytes``, valid until the next call.
    case text(Range<Int>)
    /// A line longer than allowed; it was passed over, all but its first bytes.
    case tooLong(head: [UInt8])
  }

  /// The buffer that lines are ranges of.
  private(set) var bytes: [UInt8]
  private let maximumLineBytes: Int
  private let chunkBytes: Int
  /// What has been read and not been given out.
  private var start = 0
  private var end = 0
  private var isAtEnd = false

  init(chunkBytes: Int, maximumLineBytes: Int) {
    precondition(chunkBytes > 0 && maximumLineBytes > 0)
    self.chunkBytes = chunkBytes
    self.maximumLineBytes = maximumLineBytes
    bytes = [UInt8](repeating: 0, count: chunkBytes)
  }

  /// The next line; a last line without LF counts, an empty rest after the last LF does not.
  ///
  /// - Parameter read: fills a buffer and answers how many bytes it put there, 0 at the end.
  mutating func next<Failure>(
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Line? {
    var searched = 0
    while true {
      if let length = lineLength(from: start + searched) {
        let range = start..<start + searched + length
        start = range.upperBound + 1
        return answer(range)
      }
      searched = end - start
      if isAtEnd {
        defer { start = end }
        return searched > 0 ? answer(start..<end) : nil
      }
      if searched > maximumLineBytes { return try skipLine(read) }
      try fill(read)
    }
  }

  private func answer(_ line: Range<Int>) -> Line {
    line.count > maximumLineBytes ? .tooLong(head: head(of: line)) : .text(line)
  }

  /// The number of bytes before the next LF, if there is one.
  private func lineLength(from place: Int) -> Int? {
    bytes.withUnsafeBufferPointer { Self.lineLength(in: $0, from: place, to: end) }
  }

  /// The number of bytes from a place to the next LF before an end, if there is one.
  static func lineLength(
    in bytes: UnsafeBufferPointer<UInt8>, from place: Int, to end: Int
  ) -> Int? {
    guard place < end, let base = bytes.baseAddress else { return nil }
    let start = UnsafeRawPointer(base + place)
    return memchr(start, 0x0A, end - place).map { UnsafeRawPointer($0) - start }
  }

  /// Moves what is left to the front where room is needed, and reads more behind it.
  private mutating func fill<Failure>(
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    if start > 0 {
      let (from, count) = (start, end - start)
      bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        memmove(base, base + from, count)
      }
      (start, end) = (0, count)
    }
    if end == bytes.count { grow() }
    let place = end
    let limit = min(bytes.count, end + chunkBytes)
    var result: Result<Int, Failure> = .success(0)
    bytes.withUnsafeMutableBytes { buffer in
      do throws(Failure) {
        result = .success(try read(UnsafeMutableRawBufferPointer(rebasing: buffer[place..<limit])))
      } catch {
        result = .failure(error)
      }
    }
    let count = try result.get()
    end += count
    isAtEnd = count == 0
  }

  private mutating func grow() {
    let old = bytes
    bytes = [UInt8](repeating: 0, count: 2 * old.count)
    bytes.withUnsafeMutableBytes { new in
      old.withUnsafeBytes { new.copyMemory(from: $0) }
    }
  }

  /// Reads on to the end of a line that is too long, keeping only its beginning.
  private mutating func skipLine<Failure>(
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Line {
    let head = head(of: start..<end)
    repeat {
      start = end
      try fill(read)
      if let length = lineLength(from: start) {
        start += length + 1
        break
      }
    } while !isAtEnd
    return .tooLong(head: head)
  }

  private func head(of line: Range<Int>) -> [UInt8] {
    Array(bytes[line].prefix(LineExcerpt.width * 4))
  }
}
