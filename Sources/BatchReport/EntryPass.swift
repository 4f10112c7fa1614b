import JobModel
import Locking

/// One pass over a manifest, in which all processors work and the results come in manifest order.
struct EntryPass {
  private static let entriesAtATime = 500

  let source: any JobSource

  /// Works on entries after one another and takes the answers in.
  ///
  /// - Parameters:
  ///   - work: called on any thread.
  ///   - take: called here, in manifest order.
  /// - Throws: what the source, `work` or `take` throws.
  func run<Answer: Sendable>(
    _ work: @escaping @Sendable ([ManifestEntry]) throws -> Answer, take: (Answer) throws -> Void
  ) throws {
    var working = OrderedWork<Result<Answer, any Error>>(label: "wanbatch.report")
    for start in stride(from: 0, to: source.count, by: Self.entriesAtATime) {
      let range = start..<min(source.count, start + Self.entriesAtATime)
      working.start { [source] in Result { try work(try source.entries(in: range)) } }
      if working.isFull, let answer = working.next() { try take(answer.get()) }
    }
    while let answer = working.next() { try take(answer.get()) }
  }
}
