import Dispatch

/// Whole lines of a manifest, and what was found in them.
///
/// A chunk is filled and judged by the reader; in between it is read by a worker.
final class LineChunk: @unchecked Sendable {
  // Sendable because only one thread at a time uses it: the reader until `start` and after
  // `wait`, the worker between these two.

  /// The first ``count`` bytes are the lines, each but the last of all with its LF.
  private(set) var buffer: UnsafeMutableRawBufferPointer
  var count = 0
  /// Whether nothing stands before it.
  var isFirst = false
  /// Whether its last line was longer than allowed, and only its beginning is there.
  var isCut = false
  var findings = LineFindings()
  /// The version of the context that the worker knew.
  private(set) var contextVersion = 0
  private let isDone = DispatchSemaphore(value: 0)

  init(capacity: Int) {
    buffer = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit {
    buffer.deallocate()
  }

  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: UInt8.self),
      count: count)
  }

  /// Makes room; what stands in the buffer stays.
  func reserve(_ capacity: Int) {
    guard buffer.count < capacity else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(capacity, 2 * buffer.count), alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }

  /// Has the lines read on a thread of the queue.
  func start(on queue: DispatchQueue, _ parser: ChunkParser) {
    contextVersion = parser.context.version
    queue.async { [self] in
      var parser = parser
      parser.parse(self, from: LineFindings.Position())
      isDone.signal()
    }
  }

  /// Waits until the lines have been read.
  func wait() {
    isDone.wait()
  }
}
