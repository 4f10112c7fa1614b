import DurableFiles
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Real file operations that are written down, and of which one can fail or be the last.
///
/// ```swift
/// let files = FaultyFiles(.crash(at: 3, .halfway))
/// ```
package final class FaultyFiles: FileOperations {
  package enum Operation: String, Sendable, Hashable, CaseIterable {
    case open, write, sync, truncate, rename, link, remove
    case makeDirectory = "make directory"
    case syncDirectory = "sync directory"
  }

  /// A call that may change the disk: opening for reading or for a lock is none, and closing is
  /// none either.
  package struct Call: Sendable, Hashable, CustomStringConvertible {
    package let operation: Operation
    /// The path given; of a rename or a link the new one.
    package let path: String

    package init(_ operation: Operation, _ path: String) {
      self.operation = operation
      self.path = path
    }

    package var description: String { "\(operation.rawValue) \(path)" }
  }

  /// How much of its last call a process does before it dies.
  package enum Death: Sendable, CaseIterable {
    case before, after
    /// Writes half of the bytes; any other call is not done.
    case halfway
  }

  /// What goes wrong. Calls are counted from 1.
  package enum Fault: Sendable {
    case none
    /// One call has no effect but an error.
    case fail(at: Int, code: Int32 = EIO)
    /// A call and all later ones have no effect but an error.
    case failFrom(Int, code: Int32 = EIO)
    /// The first call of a kind and all later ones of that kind have no effect but an error.
    case failAll(Operation, code: Int32 = EIO)
    /// One write puts half of its bytes on the disk and fails.
    case cut(at: Int, code: Int32 = ENOSPC)
    /// The process dies: from then on no call has an effect, and all fail.
    case crash(at: Int, Death)
  }

  private struct State {
    var fault: Fault
    var count = 0
    var isDead = false
    var calls: [Call] = []
    var syncedSizes: [String: Int64] = [:]
  }

  private enum Course { case normal, fail(Int32), halfway(Int32), dieAfter }

  private let system = SystemFiles()
  private let state: Locked<State>
  private let onCall: @Sendable (Call) -> Void

  /// - Parameter onCall: told of each call before it is done, on the caller's thread; may block.
  package init(_ fault: Fault = .none, onCall: @escaping @Sendable (Call) -> Void = { _ in }) {
    state = Locked(State(fault: fault))
    self.onCall = onCall
  }

  /// Changes what goes wrong from now on; the count goes on.
  package func set(_ fault: Fault) { state.withLock { $0.fault = fault } }

  /// All calls so far, those that failed included, those of a dead process not.
  package var calls: [Call] { state.withLock { $0.calls } }

  /// How many calls of a kind there were.
  package func count(of operation: Operation) -> Int {
    calls.count { $0.operation == operation }
  }

  /// Whether the crash has come.
  package var isDead: Bool { state.withLock { $0.isDead } }

  /// How much of a file the finished syncs have made durable, in bytes.
  package func syncedSize(of path: String) -> Int64 {
    state.withLock { $0.syncedSizes[path] ?? 0 }
  }

  private func course(of call: Call) -> Course {
    onCall(call)
    return state.withLock { state in
      if state.isDead { return .fail(EIO) }
      state.count += 1
      state.calls.append(call)
      switch state.fault {
      case .fail(state.count, let code): return .fail(code)
      case .failFrom(let first, let code) where state.count >= first: return .fail(code)
      case .failAll(call.operation, let code): return .fail(code)
      case .cut(state.count, let code): return .halfway(code)
      case .crash(state.count, let death):
        state.isDead = death != .after
        return death == .after ? .dieAfter : death == .halfway ? .halfway(EIO) : .fail(EIO)
      default: return .normal
      }
    }
  }

  private func perform<Value>(
    _ operation: Operation, _ path: String, halfway: () throws(FileError) -> Void = {},
    _ work: () throws(FileError) -> Value
  ) throws(FileError) -> Value {
    func error(_ code: Int32) -> FileError {
      FileError(operation: operation.rawValue, path: path, code: code)
    }
    switch course(of: Call(operation, path)) {
    case .normal:
      return try work()
    case .fail(let code):
      throw error(code)
    case .halfway(let code):
      try halfway()
      throw error(code)
    case .dieAfter:
      let value = try work()
      state.withLock { $0.isDead = true }
      return value
    }
  }

  package func open(_ path: String, _ mode: OpenMode) throws(FileError) -> OpenFile {
    if mode == .read || mode == .lock { return try system.open(path, mode) }
    return try perform(.open, path) { () throws(FileError) in try system.open(path, mode) }
  }

  package func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(FileError) {
    let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
    try perform(
      .write, file.path, halfway: { () throws(FileError) in try system.write(half, to: file) }
    ) { () throws(FileError) in
      try system.write(bytes, to: file)
    }
  }

  package func sync(_ file: OpenFile) throws(FileError) {
    // What comes in while the sync runs is not covered by it.
    var status = stat()
    let size = fstat(file.descriptor, &status) == 0 ? Int64(status.st_size) : 0
    try perform(.sync, file.path) { () throws(FileError) in try system.sync(file) }
    state.withLock { $0.syncedSizes[file.path] = size }
  }

  package func truncate(_ file: OpenFile, to size: Int64) throws(FileError) {
    try perform(.truncate, file.path) { () throws(FileError) in
      try system.truncate(file, to: size)
    }
  }

  package func close(_ file: OpenFile) { system.close(file) }

  package func rename(_ path: String, to newPath: String) throws(FileError) {
    try perform(.rename, newPath) { () throws(FileError) in
      try system.rename(path, to: newPath)
    }
  }

  package func link(_ path: String, to newPath: String) throws(FileError) {
    try perform(.link, newPath) { () throws(FileError) in try system.link(path, to: newPath) }
  }

  package func remove(_ path: String) throws(FileError) {
    try perform(.remove, path) { () throws(FileError) in try system.remove(path) }
  }

  package func makeDirectory(_ path: String) throws(FileError) -> Bool {
    try perform(.makeDirectory, path) { () throws(FileError) in try system.makeDirectory(path) }
  }

  package func syncDirectory(_ path: String) throws(FileError) {
    try perform(.syncDirectory, path) { () throws(FileError) in try system.syncDirectory(path) }
  }
}
