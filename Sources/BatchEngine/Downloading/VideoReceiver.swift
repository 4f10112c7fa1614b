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
    gathered += piece
    digest.update(piece)
    sizeBytes += Int64(piece.count)
    return gathered.count < Self.flushBytes ? true : await flush()
  }

  /// - Returns: whether everything that has arrived is written.
  private func flush() async -> Bool { await flush { _ in true } ?? false }

  /// Writes what has arrived, into a file that is made when the first of it is written, and looks
  /// at the file in the same hop to the disk.
  ///
  /// - Returns: what `look` says; `nil` when it could not be written.
  private func flush<Look: Sendable>(
    _ look: @escaping @Sendable (DurableFile) -> Look
  ) async -> Look? {
    let bytes = gathered
    gathered = []
    let (path, files, opened) = (path, files, file)
    do throws(FileError) {
      let (written, seen) = try await disk.run { () throws(FileError) -> (DurableFile, Look) in
        let written = try Self.write(bytes, to: opened, path, files)
        return (written, look(written))
      }
      file = written
      return seen
    } catch {
      failure = error
      return nil
    }
  }

  private static func write(
    _ bytes: [UInt8], to opened: DurableFile?, _ path: String, _ files: any FileOperations
  ) throws(FileError) -> DurableFile {
    let file: DurableFile
    if let opened {
      file = opened
    } else {
      file = try DurableFile(path: path, suffix: ".part", files: files)
    }
    do throws(FileError) {
      try file.write(bytes)
      return file
    } catch {
      // What was made just now, nobody else would close.
      if opened == nil { file.discard() }
      throw error
    }
  }

  /// A finished temporary file.
  struct Finished<Look: Sendable>: Sendable {
    let file: DurableFile
    /// Of its content, in hex.
    let sha256: String
    let look: Look
  }

  /// The finished temporary file, and what `look` says of it, which may block; nothing is held any
  /// more. `nil` when nothing has arrived, or when it could not be written.
  func release<Look: Sendable>(
    _ look: @escaping @Sendable (DurableFile) -> Look
  ) async -> Finished<Look>? {
    guard sizeBytes > 0, let seen = await flush(look), let file else { return nil }
    self.file = nil
    let copy = digest
    return Finished(file: file, sha256: copy.finish().hex, look: seen)
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
