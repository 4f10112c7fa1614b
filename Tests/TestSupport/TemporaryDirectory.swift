#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A fresh directory that is removed, with all that is in it, when the last reference goes.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() {
    let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(root)/wanbatch-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      preconditionFailure("no temporary directory can be made in \(root)")
    }
    path = String(cString: made)
  }

  deinit {
    Self.removeTree(path)
  }

  /// The path of a name inside the directory.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file inside the directory, replacing one that is there.
  ///
  /// - Returns: its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) -> String {
    let bytes = Array(bytes)
    guard let stream = fopen(file(name), "w") else {
      preconditionFailure("\(file(name)) cannot be written")
    }
    defer { fclose(stream) }
    precondition(fwrite(bytes, 1, bytes.count, stream) == bytes.count, "\(name) was cut short")
    return file(name)
  }

  /// A file's bytes; `nil` when there is none.
  package func bytes(of name: String) -> [UInt8]? {
    guard let stream = fopen(file(name), "r") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, stream)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// A file's text; `nil` when there is none.
  package func text(of name: String) -> String? {
    bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes a symbolic link inside the directory.
  package func link(_ name: String, to target: String) {
    precondition(symlink(target, file(name)) == 0, "\(name) cannot be linked to \(target)")
  }

  /// The names inside the directory, sorted.
  package var names: [String] { Self.names(in: path) }

  package static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes symbolic links and does not follow them.
  package static func removeTree(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      _ = unlink(path)
      return
    }
    for name in names(in: path) { removeTree(path + "/" + name) }
    _ = rmdir(path)
  }
}
