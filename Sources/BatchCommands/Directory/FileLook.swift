import DurableFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Looks at the file system without changing it, but for ``removeEmptyDirectory(_:besides:)``.
enum FileLook {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a directory; none when it does not exist.
  ///
  /// - Parameter suffixes: one of which they end in; others, of which there may be a million, are
  ///   passed over.
  /// - Throws: when it exists and can't be read.
  static func names(
    in path: String, endingIn suffixes: [String] = [""]
  ) throws(FileError) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw FileError(operation: "list", path: path, code: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          suffixes.contains { ends(name, in: $0) } ? String(cString: name) : nil
        }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func ends(_ name: UnsafePointer<CChar>, in suffix: String) -> Bool {
    let (count, end) = (strlen(name), suffix.utf8.count)
    return count >= end && memcmp(name + (count - end), suffix, end) == 0
  }

  /// The room left on the disk of a path, or of what it would be made in.
  static func freeBytes(near path: String) -> Int64? {
    var path = path
    while !exists(path), path != "/", path != "." { path = parent(of: path) }
    var status = statvfs()
    // Some file systems do not say how large they are.
    guard statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
    let (bytes, isTooLarge) = UInt64(status.f_bavail)
      .multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return isTooLarge ? .max : Int64(clamping: bytes)
  }

  /// Removes a directory in which nothing is left but one file.
  static func removeEmptyDirectory(_ path: String, besides name: String) {
    guard let names = try? names(in: path), names.allSatisfy({ $0 == name }) else { return }
    unlink(path + "/" + name)
    rmdir(path)
  }

  /// A path that does not depend on the working directory.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : workingDirectory + "/" + path
  }

  static var workingDirectory: String {
    guard let buffer = getcwd(nil, 0) else { return "." }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// The text of a small file, at most 64 KiB; `nil` when it can't be read.
  static func smallText(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { return nil }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  static var hostName: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "unknown" }
    let end = bytes.firstIndex(of: 0) ?? bytes.count
    return String(decoding: bytes[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static var processID: Int32 { getpid() }
}
