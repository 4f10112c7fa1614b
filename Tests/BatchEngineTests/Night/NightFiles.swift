import DurableFiles
import Locking

/// Real files without the waiting for the disk, that can die, and that know what of the journal
/// a power cut would leave.
final class NightFiles: FileOperations {
  private struct State {
    var callsLeft: Int?
    /// What was written to the journal and not synced, as text.
    var pending = ""
    var synced: Set<String> = []
    var lines = 0
  }

  private let system = SystemFiles()
  private let state: Locked<State>
  private let note: @Sendable () -> Void

  /// - Parameter journal: what the journal held before.
  init(journal: String, note: @escaping @Sendable () -> Void) {
    self.note = note
    state = Locked(State())
    state.withLock { Self.remember(journal, &$0) }
  }

  /// After so many more calls that change the disk the process dies.
  func die(afterCalls count: Int) { state.withLock { $0.callsLeft = count } }

  var isDead: Bool { state.withLock { $0.callsLeft == 0 } }

  /// The lines written to the journal.
  var lines: Int { state.withLock { $0.lines } }

  /// Whether a durable line of the journal names a key or a task.
  func isDurable(_ name: String) -> Bool { state.withLock { $0.synced.contains(name) } }

  private static func remember(_ text: String, _ state: inout State) {
    for line in text.split(separator: "\n") {
      for member in ["\"key\":\"", "\"task\":\""] {
        guard let start = line.firstRange(of: member)?.upperBound else { continue }
        state.synced.insert(String(line[start...].prefix { $0 != "\"" }))
      }
    }
  }

  private func change(_ path: String) throws(FileError) {
    note()
    let isDead = state.withLock { state in
      guard let left = state.callsLeft else { return false }
      state.callsLeft = max(0, left - 1)
      return left == 0
    }
    if isDead { throw FileError(operation: "write", path: path, code: 5) }
  }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> OpenFile {
    if mode == .replace || mode == .append { try change(path) }
    return try system.open(path, mode)
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(FileError) {
    try change(file.path)
    try system.write(bytes, to: file)
    guard file.path.hasSuffix("journal.jsonl") else { return }
    state.withLock { state in
      state.pending += String(decoding: bytes, as: UTF8.self)
      state.lines += bytes.count { $0 == UInt8(ascii: "\n") }
    }
  }

  func sync(_ file: OpenFile) throws(FileError) {
    try change(file.path)
    guard file.path.hasSuffix("journal.jsonl") else { return }
    state.withLock { state in
      Self.remember(state.pending, &state)
      state.pending = ""
    }
  }

  func truncate(_ file: OpenFile, to size: Int64) throws(FileError) {
    try change(file.path)
    try system.truncate(file, to: size)
  }

  func close(_ file: OpenFile) { system.close(file) }

  func rename(_ path: String, to newPath: String) throws(FileError) {
    try change(path)
    try system.rename(path, to: newPath)
  }

  func link(_ path: String, to newPath: String) throws(FileError) {
    try change(newPath)
    try system.link(path, to: newPath)
  }

  func remove(_ path: String) throws(FileError) {
    try change(path)
    try system.remove(path)
  }

  func makeDirectory(_ path: String) throws(FileError) -> Bool {
    try change(path)
    return try system.makeDirectory(path)
  }

  func syncDirectory(_ path: String) throws(FileError) { try change(path) }
}
