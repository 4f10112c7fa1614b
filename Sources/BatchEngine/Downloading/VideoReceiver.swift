import Digest
import DurableFiles
import HTTPCore

/// Takes a video as it arrives and writes it to a temporary file; after a broken connection it
/// goes on where it was, if the server still has the same file.
actor VideoReceiver: HTTPBodyReceiver {
  private let path: String
  private let files: any FileOperations
  private let disk: BlockingWork
  private var digest = SHA256()
  private var file: DurableFile?
  /// What has arrived and is not written: a hop to the disk for every piece would cost more than
  /// the writing.
  private var gathered: [UInt8] = []
  private static let flushBytes = 256 << 10
  /// The strong `ETag` of what is here so far, which proves that a rest belongs to it.
  private var version: String?

  private(set) var head: HTTPResponseHead?
  private(set) var sizeBytes: Int64 = 0
  /// The length that the server announced for the whole file.
  private(set) var announcedBytes: Int64?
  /// Why writing failed, when it did.
  private(set) var failure: FileError?

  /// - Parameter path: where the video belongs; it is written under a temporary name beside it.
  init(path: String, files: any FileOperations, disk: BlockingWork) {
    self.path = path
    self.files = files
    self.disk = disk
  }

  /// What is done with a file after it was written: given its whole content too, if that is still
  /// at hand. May block.
  typealias GoingOn<Value> = @Sendable (DurableFile, [UInt8]?) throws(FileError) -> Value

  /// Begins a hop: forgets the answer of an earlier one, which must not be taken for that of a
  /// hop that failed before its answer.
  ///
  /// - Returns: the header fields that ask for the rest of what is here; none at the start.
  func nextHop() -> [HTTPField] {
    head = nil
    guard sizeBytes > 0, let version else { return [] }
    return [HTTPField("Range", "bytes=\(sizeBytes)-"), HTTPField("If-Range", version)]
  }

  func begin(_ head: HTTPResponseHead) async -> Bool {
    self.head = head
    switch head.status {
    case 200:
      return await startOver(head)
    case 206:
      if isRest(head) { return true }
      // Not what was asked for: the next try takes the whole file.
      version = nil
      return false
    default:
      return false
    }
  }

  private func startOver(_ head: HTTPResponseHead) async -> Bool {
    await discard()
    announcedBytes = head.contentLength
    version = head.value(of: "ETag").flatMap { $0.hasPrefix("\"") ? $0 : nil }
    return true
  }

  /// Whether an answer is the rest of the file, from where it broke off: RFC 9110, section 14.4.
  private func isRest(_ head: HTTPResponseHead) -> Bool {
    guard let version, let range = head.value(of: "Content-Range") else {
      return false
    }
    let parts = range.split { " -/".utf8.contains($0.utf8.first ?? 0) }
    guard parts.count == 4, parts[0].lowercased() == "bytes", Int64(parts[1]) == sizeBytes,
      let total = Int64(parts[3]), announcedBytes.map({ $0 == total }) ?? true
    else { return false }
    announcedBytes = total
    return head.value(of: "ETag").map { $0 == version } ?? true
  }

  func take(_ piece: [UInt8]) async -> Bool {
    if gathered.isEmpty { gathered = piece } else { gathered += piece }
    digest.update(piece)
    sizeBytes += Int64(piece.count)
    return gathered.count < Self.flushBytes ? true : await flush()
  }

  /// - Returns: whether everything that has arrived is written.
  private func flush() async -> Bool {
    do throws(FileError) {
      file = try await disk.run(writing { file, _ throws(FileError) in file })
      return true
    } catch {
      failure = error
      return false
    }
  }

  /// Work that writes what has arrived, into a file that is made when the first of it is written,
  /// and goes on with the file.
  private func writing<Value: Sendable>(then goOn: @escaping GoingOn<Value>)
    -> @Sendable () throws(FileError) -> Value
  {
    let bytes = gathered
    gathered = []
    let (path, files, opened) = (path, files, file)
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
  /// - Returns: what `goOn` says and the SHA-256 of the content, in hex; `nil` when nothing has
  ///   arrived, or when something failed.
  func release<Value: Sendable>(
    in turns: ShelfTurns, _ goOn: @escaping GoingOn<Value>
  ) async -> (value: Value, sha256: String)? {
    guard sizeBytes > 0 else { return nil }
    do throws(FileError) {
      let value = try await turns.run(writing(then: goOn))
      file = nil
      let copy = digest
      return (value, copy.finish().hex)
    } catch {
      failure = error
      return nil
    }
  }

  /// Forgets what is here.
  func discard() async {
    let old = file
    file = nil
    digest = SHA256()
    gathered = []
    (sizeBytes, announcedBytes, version) = (0, nil, nil)
    if let old { await disk.run { old.discard() } }
  }
}
