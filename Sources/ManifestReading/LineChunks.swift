/// Cuts a stream of bytes into chunks of whole lines.
struct LineChunks {
  private let chunkBytes: Int
  private let maximumLineBytes: Int
  /// What stands after the last line of the chunk before.
  private var rest: [UInt8] = []
  private var isFirst = true
  private var isAtEnd = false

  init(chunkBytes: Int, maximumLineBytes: Int) {
    precondition(chunkBytes > 0 && maximumLineBytes > 0)
    self.chunkBytes = chunkBytes
    self.maximumLineBytes = maximumLineBytes
  }

  /// A chunk to be filled.
  func makeChunk() -> LineChunk {
    LineChunk(capacity: 2 * chunkBytes)
  }

  /// Fills a chunk with the next lines; false when there are no more.
  ///
  /// - Parameter read: fills a buffer and answers how many bytes it put there, 0 at the end.
  mutating func fill<Failure>(
    _ chunk: LineChunk, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Bool {
    chunk.isFirst = isFirst
    chunk.isCut = false
    isFirst = false
    chunk.reserve(rest.count)
    chunk.buffer.copyBytes(from: rest)
    chunk.count = rest.count
    rest.removeAll(keepingCapacity: true)
    while !isAtEnd {
      let before = chunk.count
      if try !more(chunk, read) { break }
      if let end = LineEnd.last(in: chunk.bytes, from: before, to: chunk.count) {
        keepRest(of: chunk, from: end + 1)
        return true
      }
      if chunk.count > maximumLineBytes {
        try passOver(chunk, read)
        return true
      }
    }
    return chunk.count > 0
  }

  /// Reads on behind what a chunk has already; false at the end.
  private mutating func more<Failure>(
    _ chunk: LineChunk, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Bool {
    let place = chunk.count
    chunk.reserve(place + chunkBytes)
    let room = UnsafeMutableRawBufferPointer(
      rebasing: chunk.buffer[place..<place + chunkBytes])
    let count = try read(room)
    chunk.count += count
    isAtEnd = count == 0
    return count > 0
  }

  private mutating func keepRest(of chunk: LineChunk, from end: Int) {
    rest.append(contentsOf: chunk.bytes[end...])
    chunk.count = end
  }

  /// Reads on to the end of a line that is too long, keeping only its beginning.
  private mutating func passOver<Failure>(
    _ chunk: LineChunk, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    let head = min(chunk.count, LineExcerpt.width * 4)
    chunk.isCut = true
    chunk.count = head
    while try more(chunk, read) {
      let end = LineEnd.next(in: chunk.bytes, from: head, to: chunk.count)
      if let end { keepRest(of: chunk, from: head + end + 1) }
      chunk.count = head
      if end != nil { break }
    }
  }
}
