import DurableFiles
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// File operations of which one is the last, or fails.
///
/// The request is `ACTION:NUMBER[:ERRNO]`, counting every operation that changes something:
/// `before` and `after` kill the process there, `cut` writes half and kills it, `fail` answers
/// with an error, that one time or (with `fail-from`) from then on.
final class FaultyFiles: FileOperations {
  private enum Action: String {
    case before, after, cut, fail
    case failFrom = "fail-from"
  }

  private let system = SystemFiles()
  private let action: Action?
  private let number: Int
  private let code: Int32
  private let count = Locked(0)

  init(_ request: String) {
    let parts = request.split(separator: ":")
    action = parts.first.flatMap { Action(rawValue: String($0)) }
    number = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    code = parts.count > 2 ? Int32(parts[2]) ?? EIO : EIO
  }

  /// Writes down how many operations there were.
  func report(to path: String?) {
    guard let path, let file = fopen(path, "w") else { return }
    fputs("\(count.withLock { $0 })\n", file)
    fclose(file)
  }

  private func die() -> Never {
    kill(getpid(), SIGKILL)
    while true { pause() }
  }

  private func perform<Value>(
    _ operation: String, _ path: String, _ body: () throws(FileError) -> Value
  ) throws(FileError) -> Value {
    let place = count.withLock { count in
      count += 1
      return count
    }
    let isHere = place == number
    if isHere, action == .before { die() }
    if isHere && action == .fail || place >= number && action == .failFrom {
      throw FileError(operation: operation, path: path, code: code)
    }
    let value = try body()
    if isHere, action == .after || action == .cut { die() }
    return value
  }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> OpenFile {
    if mode == .read || mode == .lock { return try system.open(path, mode) }
    return try perform("open", path) { () throws(FileError) in try system.open(path, mode) }
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(FileError) {
    try perform("write", file.path) { () throws(FileError) in
      let isCut = action == .cut && count.withLock { $0 } == number
      let part = isCut ? UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]) : bytes
      try system.write(part, to: file)
    }
  }

  func sync(_ file: OpenFile) throws(FileError) {
    try perform("sync", file.path) { () throws(FileError) in try system.sync(file) }
  }

  func truncate(_ file: OpenFile, to size: Int64) throws(FileError) {
    try perform("truncate", file.path) { () throws(FileError) in
      try system.truncate(file, to: size)
    }
  }

  func close(_ file: OpenFile) { system.close(file) }

  func rename(_ path: String, to newPath: String) throws(FileError) {
    try perform("rename", path) { () throws(FileError) in try system.rename(path, to: newPath) }
  }

  func link(_ path: String, to newPath: String) throws(FileError) {
    try perform("link", path) { () throws(FileError) in try system.link(path, to: newPath) }
  }

  func remove(_ path: String) throws(FileError) {
    try perform("remove", path) { () throws(FileError) in try system.remove(path) }
  }

  func makeDirectory(_ path: String) throws(FileError) -> Bool {
    try perform("make directory", path) { () throws(FileError) in
      try system.makeDirectory(path)
    }
  }

  func syncDirectory(_ path: String) throws(FileError) {
    try perform("sync directory", path) { () throws(FileError) in
      try system.syncDirectory(path)
    }
  }
}
