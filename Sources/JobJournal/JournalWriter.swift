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
/// Records become durable in the order of the calls, when ``writeWhatGathered()`` is called: those
/// of ``append(_:begin:)`` at once unless its caller has another moment in mind, those of
/// ``note(_:then:)`` with the next. After the first failure nothing is written any more and every
/// call fails: a sync that failed may have lost what it was given, and trying again would only look
/// as if it had worked.
package final class JournalWriter: Sendable {
  private struct State {
    var nextNumber: Int
    var gathered: [UInt8] = []
    /// Told when what has gathered is on the disk, or can't be brought there.
    var waiting: [@Sendable (Result<Void, FileError>) -> Void] = []
    var isWriting = false
    /// Whether what has gathered is to be written once the writing under way is done.
    var isAskedAgain = false
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
  /// - Parameter begin: called when the records have gathered; sees to it that they are written.
  /// - Throws: the failure of this write, or the first one ever.
  nonisolated(nonsending)
    package func append(
      _ records: [BatchRecord], begin: (JournalWriter) -> Void = { $0.writeWhatGathered() }
    ) async throws(FileError)
  {
    let outcome = await withCheckedContinuation { continuation in
      add(records) { continuation.resume(returning: $0) }
      begin(self)
    }
    try outcome.get()
  }

  /// Appends records that nobody waits for.
  ///
  /// - Parameter told: called from any thread when they are on the disk, or with the failure.
  package func note(
    _ records: [BatchRecord], then told: @escaping @Sendable (Result<Void, FileError>) -> Void
  ) {
    add(records, told)
  }

  /// Has what has gathered written now, or as soon as a writing under way is done; returns at once.
  package func writeWhatGathered() {
    let begins = state.withLock { state in
      if state.waiting.isEmpty { return false }
      if state.isWriting {
        state.isAskedAgain = true
        return false
      }
      state.isWriting = true
      return true
    }
    if begins { queue.async { self.writeGathered() } }
  }

  private func add(
    _ records: [BatchRecord], _ told: @escaping @Sendable (Result<Void, FileError>) -> Void
  ) {
    let encoded = records.map(RecordCoding.members)
    let failure = state.withLock { state -> FileError? in
      if let failure = state.failure { return failure }
      for members in encoded {
        state.gathered += JournalLine.frame(number: state.nextNumber, members: members)
        state.nextNumber += 1
      }
      state.waiting.append(told)
      return nil
    }
    // Never on the caller's stack, which may hold a lock that who is told needs.
    if let failure { queue.async { told(.failure(failure)) } }
  }

  /// Writes what has gathered, and again for as long as somebody asks meanwhile; runs on the queue.
  private func writeGathered() {
    while true {
      let (bytes, waiting) = state.withLock { state in
        state.isAskedAgain = false
        defer {
          state.gathered = []
          state.waiting = []
        }
        return (state.gathered, state.waiting)
      }
      let outcome = writeAndSync(bytes)
      for told in waiting { told(outcome) }
      let isDone = state.withLock { state in
        if state.isAskedAgain, !state.waiting.isEmpty { return false }
        state.isWriting = false
        return true
      }
      if isDone { return }
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
