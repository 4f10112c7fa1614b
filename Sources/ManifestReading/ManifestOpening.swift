/// A manifest that is open for reading; closed when it is given up, unless it is standard input.
package final class ManifestOpening: Sendable {
  /// 0 for standard input; open as long as this object is held, and to be closed by nobody else.
  package let descriptor: Int32
  /// As the user gave it, or `standard input`.
  package let displayName: String
  /// What relative paths in the manifest are relative to.
  package let baseDirectory: String

  /// Opens a manifest.
  ///
  /// - Parameter path: `-` is standard input, whose relative paths begin at the working
  ///   directory; a pipe is accepted as well as a file.
  /// - Throws: what is wrong with the path, a table given by mistake included.
  package init(path: String) throws(ManifestError) {
    guard path != "-" else {
      descriptor = 0
      displayName = "standard input"
      baseDirectory = SystemInput.workingDirectory
      return
    }
    displayName = path
    baseDirectory = Self.directory(of: path)
    let kind: SystemInput.Kind
    do throws(SystemInput.Failure) {
      descriptor = try SystemInput.open(path, waits: true)
      kind = try SystemInput.kind(of: descriptor)
    } catch {
      throw SystemFailure.isNotFound(error.code)
        ? .notFound(path: path) : .system(path: path, doing: "opened", code: error.code)
    }
    switch kind {
    case .file, .stream: break
    case .directory: throw .isDirectory(path: path)
    case .other: throw .notReadable(path: path, kind: "no file")
    }
    if Self.isSpreadsheet(path) { throw .isSpreadsheet(path: path) }
  }

  deinit {
    if descriptor != 0 { SystemInput.close(descriptor) }
  }

  /// The options that fit this manifest.
  package func options(skipInvalid: Bool = false) -> ManifestOptions {
    ManifestOptions(
      skipInvalid: skipInvalid, displayName: displayName, baseDirectory: baseDirectory)
  }

  private static func directory(of path: String) -> String {
    let parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] }
    if path.utf8.first == UInt8(ascii: "/") {
      return parent.map { $0.isEmpty ? "/" : String($0) } ?? "/"
    }
    let working = SystemInput.workingDirectory
    return parent.map { FilePaths.join(working, String($0)) } ?? working
  }

  private static func isSpreadsheet(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".csv", ".tsv", ".xlsx", ".xls", ".ods"].contains { name.hasSuffix($0) }
  }
}

/// Puts paths together.
enum FilePaths {
  /// A path as seen from a directory; an absolute one is itself.
  static func join(_ directory: String, _ path: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") { return path }
    return directory.utf8.last == UInt8(ascii: "/") ? directory + path : "\(directory)/\(path)"
  }
}
