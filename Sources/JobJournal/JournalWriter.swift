import Dispatch
import DurableFiles
import JobModel
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Appends records durably, with one sync for all that gathered while the last one ran.
///
/// Records become durable in the order of the calls. After the first failure nothing is
/// written any more and every call fails: a sync that failed may have lost what it was given,
/// and trying again would only look as if it had worked.
package final class JournalWriter: Sendable {
  private struct State {
    var nextNumber: Int
    var gathered: [UInt8] = []
    var waiting: [CheckedContinuation<Result<Void, FileError>, Never>] = []
    var isWriting = false
    var failure: FileError?
  }

  private let state: Locked<State>
  private let queue = DispatchQueue(label: "journal")
  private let files: any FileOperations
  private let file: OpenFile

  /// Takes over a file opened for appending, and closes it in the end.
  init(file: OpenFile, nextNumber: Int, files: any FileOperations) {
    self.file = file
    self.files = files
    state = Locked(State(nextNumber: nextNumber))
  }

  deinit {
    files.close(file)
  }

  /// Appends records and returns when they are on the disk.
  ///
  /// Not interrupted by cancellation. Stays on the caller's actor until the records have their
  /// numbers, so that an actor's calls keep their order.
  ///
  /// - Throws: the failure of this write, or the first one ever.
  nonisolated(nonsending)
    package func append(_ records: [BatchRecord]) async throws(FileError)
  {
    let encoded = records.map(RecordCoding.members)
    let outcome = await withCheckedContinuation { continuation in
      let failure = state.withLock { state -> FileError? in
        if let failure = state.failure { return failure }
        for members in encoded {
          state.gathered += JournalLine.frame(number: state.nextNumber, members: members)
          state.nextNumber += 1
        }
        state.waiting.append(continuation)
        if !state.isWriting {
          state.isWriting = true
          queue.async { self.writeGathered() }
        }
        return nil
      }
      if let failure { continuation.resume(returning: .failure(failure)) }
    }
    try outcome.get()
  }

  /// Writes until nothing has gathered; runs on the queue.
  private func writeGathered() {
    while true {
      let (bytes, waiting) = state.withLock { state in
        let taken = (state.gathered, state.waiting)
        state.gathered = []
        state.waiting = []
        if taken.1.isEmpty { state.isWriting = false }
        return taken
      }
      if waiting.isEmpty { return }
      let outcome = writeAndSync(bytes)
      for continuation in waiting { continuation.resume(returning: outcome) }
    }
  }

  private func writeAndSync(_ bytes: [UInt8]) -> Result<Void, FileError> {
    if let failure = state.withLock({ $0.failure }) { return .failure(failure) }
    do throws(FileError) {
      try writeAll(bytes, to: file, files)
      try files.sync(file)
      try requireName()
      return .success(())
    } catch {
      state.withLock { $0.failure = error }
      return .failure(error)
    }
  }

  /// A journal whose directory was removed takes records that nobody will ever read.
  private func requireName() throws(FileError) {
    var status = stat()
    guard fstat(file.descriptor, &status) == 0, status.st_nlink > 0 else {
      throw FileError(operation: "keep", path: file.path, code: ENOENT)
    }
  }
}
