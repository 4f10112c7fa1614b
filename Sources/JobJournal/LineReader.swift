import DurableFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file line by line in large chunks.
struct LineReader {
  enum Line {
    /// A line, without its line feed.
    case whole([UInt8])
    /// What follows the last line feed; never empty, and the last to come.
    case rest([UInt8])
    /// A line over the bound; nothing more is read.
    case tooLong
  }

  private static let chunkBytes = 256 << 10
  /// Longer than any record of ours: reading stops there instead of filling the memory.
  private static let longestLine = 16 << 20

  private let files: any FileOperations
  private let file: OpenFile
  private var buffer: [UInt8] = []
  private var position = 0
  private var ended = false

  init(path: String, files: any FileOperations) throws(FileError) {
    self.files = files
    file = try files.open(path, .read)
  }

  func close() {
    files.close(file)
  }

  mutating func next() throws(FileError) -> Line? {
    var searched = position
    while true {
      if let feed = lineFeed(from: searched) {
        defer { position = feed + 1 }
        return .whole(Array(buffer[position..<feed]))
      }
      searched = buffer.count - position
      if ended {
        defer { position = buffer.count }
        return position < buffer.count ? .rest(Array(buffer[position...])) : nil
      }
      if searched > Self.longestLine { return .tooLong }
      buffer.removeFirst(position)
      position = 0
      try readChunk()
    }
  }

  private func lineFeed(from start: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress else { return nil }
      return memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base }
    }
  }

  private mutating func readChunk() throws(FileError) {
    let descriptor = file.descriptor
    let old = buffer.count
    buffer += [UInt8](repeating: 0, count: Self.chunkBytes)
    let count = buffer.withUnsafeMutableBytes { bytes in
      let free = UnsafeMutableRawBufferPointer(rebasing: bytes[old...])
      while true {
        let count = read(descriptor, free.baseAddress, free.count)
        if count >= 0 || errno != EINTR { return count }
      }
    }
    guard count >= 0 else {
      throw FileError(operation: "read", path: file.path, code: errno)
    }
    buffer.removeLast(Self.chunkBytes - count)
    ended = count == 0
  }
}
