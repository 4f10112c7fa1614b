import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Fresh directories for tests, in one that is removed when all tests have ended.
enum TemporaryPath {
  private static let root: String = {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/wanbatch-tests-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else {
      preconditionFailure("no temporary directory in \(parent)")
    }
    atexit { TemporaryDirectory.removeTree(TemporaryPath.root) }
    return String(cString: path)
  }()

  static func make(_ name: String) -> String {
    var template = Array("\(root)/\(name)-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else {
      preconditionFailure("no temporary directory in \(root)")
    }
    return String(cString: path)
  }
}

/// Small text files.
enum TextFile {
  static func read(_ path: String) -> String {
    String(decoding: bytes(path), as: UTF8.self)
  }

  static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  static func write(_ text: String, to path: String) {
    write(bytes: Array(text.utf8), to: path)
  }

  static func write(bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
    defer { fclose(file) }
    precondition(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }

  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : -1
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names in a directory, sorted.
  static func names(in path: String) -> [String] { TemporaryDirectory.names(in: path) }
}
