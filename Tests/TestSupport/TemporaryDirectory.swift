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

  /// Writes a file inside the directory, replacing one that is there; makes the folders on its way.
  ///
  /// - Returns: its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) -> String {
    for end in name.indices where name[end] == "/" { _ = mkdir(file(String(name[..<end])), 0o755) }
    TextFile.write(bytes: Array(bytes), to: file(name))
    return file(name)
  }

  /// A file's bytes; `nil` when there is none.
  package func bytes(of name: String) -> [UInt8]? { TextFile.bytes(file(name)) }

  /// A file's text; `nil` when there is none.
  package func text(of name: String) -> String? {
    bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes a symbolic link inside the directory.
  package func link(_ name: String, to target: String) {
    precondition(symlink(target, file(name)) == 0, "\(name) cannot be linked to \(target)")
  }

  /// The names inside the directory, sorted.
  package var names: [String] { TextFile.names(in: path) }

  /// Removes symbolic links and does not follow them.
  private static func removeTree(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      _ = unlink(path)
      return
    }
    for name in TextFile.names(in: path) { removeTree(path + "/" + name) }
    _ = rmdir(path)
  }
}
