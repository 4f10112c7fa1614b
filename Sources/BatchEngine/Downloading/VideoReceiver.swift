import Digest
import DurableFiles
import HTTPCore
import Locking

/// Takes a video as it arrives and writes it to a temporary file; after a broken connection it
/// goes on where it was, if the server still has the same file.
///
/// For one caller at a time: the lock is for the compiler, and against mistakes.
final class VideoReceiver: HTTPBodyReceiver, Sendable {
  private struct State {
    var digest = SHA256()
    var file: DurableFile?
    /// What has arrived and is not written: a hop to the disk for every piece would cost more than
    /// the writing.
    var gathered: [UInt8] = []
    /// The strong `ETag` of what is here so far, which proves that a rest belongs to it.
    var version: String?
    var head: HTTPResponseHead?
    var sizeBytes: Int64 = 0
    var announcedBytes: Int64?
    var failure: FileError?

    mutating func gather(_ piece: [UInt8]) {
      guard gathered.isEmpty else { return gathered += piece }
      gathered = piece
      // One piece of memory for all that comes before it is written.
      let rest = announcedBytes.map { max(0, $0) - sizeBytes } ?? 0
      if rest > piece.count { gathered.reserveCapacity(min(Int(rest), VideoReceiver.flushBytes)) }
    }
  }

  private let path: String
  private let files: any FileOperations
  private let disk: BlockingWork
  private let state = Locked(State())
  fileprivate static let flushBytes = 256 << 10

  /// - Parameter path: where the video belongs; it is written under a temporary name beside it.
  init(path: String, files: any FileOperations, disk: BlockingWork) {
    self.path = path
    self.files = files
    self.disk = disk
  }

  var head: HTTPResponseHead? { state.withLock { $0.head } }
  var sizeBytes: Int64 { state.withLock { $0.sizeBytes } }
  /// The length that the server announced for the whole file.
  var announcedBytes: Int64? { state.withLock { $0.announcedBytes } }
  /// The SHA-256 of what has arrived so far, in hex.
  var sha256: String { state.withLock { $0.digest }.finish().hex }
  /// Why writing failed, when it did.
  var failure: FileError? { state.withLock { $0.failure } }

  /// What is done with a file after it was written: given its whole content too, if that is still
  /// at hand. May block.
  typealias GoingOn<Value> = @Sendable (DurableFile, [UInt8]?) throws(FileError) -> Value

  /// Begins a hop: forgets the answer of an earlier one, which must not be taken for that of a
  /// hop that failed before its answer.
  ///
  /// - Returns: the header fields that ask for the rest of what is here; none at the start.
  func nextHop() -> [HTTPField] {
    state.withLock { state in
      state.head = nil
      guard state.sizeBytes > 0, let version = state.version else { return [] }
      return [HTTPField("Range", "bytes=\(state.sizeBytes)-"), HTTPField("If-Range", version)]
    }
  }

  func begin(_ head: HTTPResponseHead) async -> Bool {
    state.withLock { $0.head = head }
    switch head.status {
    case 200:
      await discard()
      state.withLock { state in
        state.announcedBytes = head.contentLength
        state.version = head.value(of: "ETag").flatMap { $0.hasPrefix("\"") ? $0 : nil }
      }
      return true
    case 206:
      return state.withLock { state in
        if Self.isRest(head, &state) { return true }
        // Not what was asked for: the next try takes the whole file.
        state.version = nil
        return false
      }
    default:
      return false
    }
  }

  /// Whether an answer is the rest of the file, from where it broke off: RFC 9110, section 14.4.
  private static func isRest(_ head: HTTPResponseHead, _ state: inout State) -> Bool {
    guard let version = state.version, let range = head.value(of: "Content-Range") else {
      return false
    }
    let parts = range.split { " -/".utf8.contains($0.utf8.first ?? 0) }
    guard parts.count == 4, parts[0].lowercased() == "bytes", Int64(parts[1]) == state.sizeBytes,
      let total = Int64(parts[3]), state.announcedBytes.map({ $0 == total }) ?? true
    else { return false }
    state.announcedBytes = total
    return head.value(of: "ETag").map { $0 == version } ?? true
  }

  func take(_ piece: [UInt8]) async -> Bool {
    let isFull = state.withLock { state in
      state.gather(piece)
      state.digest.update(piece)
      state.sizeBytes += Int64(piece.count)
      return state.gathered.count >= Self.flushBytes
    }
    return isFull ? await flush() : true
  }

  /// - Returns: whether everything that has arrived is written.
  private func flush() async -> Bool {
    do throws(FileError) {
      let file = try await disk.run(writing { file, _ throws(FileError) in file })
      state.withLock { $0.file = file }
      return true
    } catch {
      state.withLock { $0.failure = error }
      return false
    }
  }

  /// Work that writes what has arrived, into a file that is made when the first of it is written,
  /// and goes on with the file.
  private func writing<Value: Sendable>(then goOn: @escaping GoingOn<Value>)
    -> @Sendable () throws(FileError) -> Value
  {
    let (bytes, opened) = state.withLock { state in
      defer { state.gathered = [] }
      return (state.gathered, state.file)
    }
    let (path, files) = (path, files)
    return { () throws(FileError) in
      try Self.write(bytes, to: opened, path, files, then: goOn)
    }
  }

  private static func write<Value>(
    _ bytes: [UInt8], to opened: DurableFile?, _ path: String, _ files: any FileOperations,
    then goOn: GoingOn<Value>
  ) throws(FileError) -> Value {
    let file: DurableFile
    if let opened {
      file = opened
    } else {
      file = try DurableFile(path: path, suffix: ".part", files: files)
    }
    do throws(FileError) {
      try file.write(bytes)
      return try goOn(file, opened == nil ? bytes : nil)
    } catch {
      // What was made just now, nobody else would close.
      if opened == nil { file.discard() }
      throw error
    }
  }

  /// Writes the rest, and hands the finished temporary file over in the same hop to the disk;
  /// nothing is held any more.
  ///
  /// - Returns: what `goOn` says in the end and the SHA-256 of the content, in hex; `nil` when
  ///   nothing has arrived, or when something failed.
  func release<Value: Sendable>(
    in turns: ShelfTurns, _ goOn: @escaping GoingOn<ShelfDraft<Value>>
  ) async -> (value: Value, sha256: String)? {
    guard sizeBytes > 0 else { return nil }
    do throws(FileError) {
      let value = try await turns.run(writing(then: goOn))
      return state.withLock { state in
        state.file = nil
        return (value, state.digest.finish().hex)
      }
    } catch {
      state.withLock { $0.failure = error }
      return nil
    }
  }

  /// Forgets what is here.
  func discard() async {
    let old = state.withLock { state in
      defer {
        state.file = nil
        state.digest = SHA256()
        state.gathered = []
        (state.sizeBytes, state.announcedBytes, state.version) = (0, nil, nil)
      }
      return state.file
    }
    if let old { await disk.run { old.discard() } }
  }
}
