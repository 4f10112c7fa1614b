import DurableFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file in blocks of whole lines.
struct LineBlocks {
  enum Block {
    /// Lines, each with its line feed.
    case lines(Bytes)
    /// What follows the last line feed; never empty, and the last to come.
    case rest([UInt8])
    /// A line over the bound; nothing more is read.
    case tooLong
  }

  /// The bytes of a block; freed with the last reference.
  final class Bytes: @unchecked Sendable {
    // Sendable because the bytes are written before anybody else has them.
    let buffer: UnsafeMutableRawBufferPointer
    /// How many of them are lines.
    fileprivate(set) var count = 0

    fileprivate init(capacity: Int) {
      buffer = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit {
      buffer.deallocate()
    }

    var lines: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
  }

  /// How much is read at a time.
  static let blockBytes = 512 << 10
  /// Longer than any record of ours: reading stops there instead of filling the memory.
  private static let longestLine = 16 << 20

  private let files: any FileOperations
  private let file: OpenFile
  private let blockBytes: Int
  /// What stands after the last line of the block before.
  private var rest: [UInt8] = []
  private var ended = false

  init(
    path: String, files: any FileOperations, blockBytes: Int = blockBytes
  ) throws(FileError) {
    self.files = files
    self.blockBytes = blockBytes
    file = try files.open(path, .read)
  }

  func close() {
    files.close(file)
  }

  /// How large the file is now; 0 when the system does not say.
  var sizeBytes: Int {
    var status = stat()
    return fstat(file.descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  mutating func next() throws(FileError) -> Block? {
    if ended { return nil }
    var block = Bytes(capacity: rest.count + blockBytes)
    block.buffer.copyBytes(from: rest)
    var filled = rest.count
    while true {
      let before = filled
      filled += try read(into: UnsafeMutableRawBufferPointer(rebasing: block.buffer[before...]))
      if filled == before {
        ended = true
        rest = []
        return filled > 0 ? .rest(Array(block.buffer[..<filled])) : nil
      }
      if let feed = block.buffer[before..<filled].lastIndex(of: 0x0A) {
        rest = Array(block.buffer[(feed + 1)..<filled])
        block.count = feed + 1
        return .lines(block)
      }
      if filled > Self.longestLine {
        ended = true
        return .tooLong
      }
      if filled == block.buffer.count {
        let larger = Bytes(capacity: 2 * filled)
        larger.buffer.copyMemory(from: UnsafeRawBufferPointer(block.buffer))
        block = larger
      }
    }
  }

  private func read(into room: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = cRead(file.descriptor, room.baseAddress, min(room.count, blockBytes))
      if count >= 0 { return count }
      if errno != EINTR {
        throw FileError(operation: "read", path: file.path, code: errno)
      }
    }
  }
}

// The C function under a name that the method above does not shadow.
private func cRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, base, count)
}
