#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file operation that failed: what was tried, on what, and the system's answer.
package struct FileError: Error, Sendable, Equatable {
  /// What was tried, as a verb: `write`, `sync`, `open`.
  package let operation: String
  /// As the caller gave it; of a rename the old name, of a link the new one.
  package let path: String
  /// The system's error number (`errno`).
  package let code: Int32

  package init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether room on the disk, or in a quota or size limit, is what was missing.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// Whether the path leads nowhere.
  package var isNotFound: Bool { code == ENOENT }

  /// Whether something stands there already.
  package var isTaken: Bool { code == EEXIST }

  /// Whether the file system can't give a file a second name, or not this one.
  package var isWithoutLinks: Bool {
    [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EXDEV, EMLINK].contains(code)
  }

  /// Whether a symbolic link stood where a file or directory of ours belongs.
  package var isSymbolicLink: Bool { code == ELOOP }
}

extension FileError: CustomStringConvertible {
  /// One line for the user, with the cure where there is one.
  ///
  /// `cannot write videos/a.mp4.part: no space left on device; make room and run again`
  package var description: String {
    if isSymbolicLink {
      return "cannot \(operation) \(path): a symbolic link stands there; "
        + "files of a run are never written through one, so remove it"
    }
    if operation == "open", code == EINVAL || code == EMLINK {
      let what = code == EINVAL ? "what stands there is no regular file" : "it has a second name"
      return "cannot open \(path): \(what); remove it"
    }
    let cure = isDiskFull ? "; make room and run again" : ""
    return "cannot \(operation) \(path): \(Self.text(of: code))\(cure)"
  }

  /// The system's words for an error number, in lower case.
  package static func text(of code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    let text = String(cString: words)
    return (text.first?.lowercased() ?? "") + text.dropFirst()
  }
}
