import Digest
import DurableFiles
import HTTPCore

/// Takes a video as it arrives and writes it to a temporary file.
actor VideoReceiver: HTTPBodyReceiver {
  private let file: DurableFile
  private let disk: BlockingWork
  private var digest = SHA256()

  private(set) var head: HTTPResponseHead?
  private(set) var sizeBytes: Int64 = 0
  /// Why writing failed, when it did.
  private(set) var failure: FileError?

  init(file: DurableFile, disk: BlockingWork) {
    self.file = file
    self.disk = disk
  }

  /// Forgets the answer of an earlier hop, which must not be taken for that of a hop that failed
  /// before its answer.
  func reset() { head = nil }

  func begin(_ head: HTTPResponseHead) async -> Bool {
    self.head = head
    return head.status == 200
  }

  func take(_ piece: [UInt8]) async -> Bool {
    digest.update(piece)
    sizeBytes += Int64(piece.count)
    do throws(FileError) {
      let file = file
      try await disk.run { () throws(FileError) in try file.write(piece) }
      return true
    } catch {
      failure = error
      return false
    }
  }

  /// The SHA-256 of everything taken, in hex.
  var sha256: String {
    let copy = digest
    return copy.finish().hex
  }
}
