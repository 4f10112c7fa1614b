import Digest
import JobModel

/// Chooses the name of a job's video file, without its `.mp4`.
///
/// An id of letters, digits and `._-` that begins with a letter or digit, is at most 100 bytes,
/// does not end in a dot and is no name that a system reserves, is its own stem. Any other id,
/// and one whose stem is taken when case is ignored, gets up to 60 of its letters, digits, `_` and
/// `-` from the first letter or digit on, `~` and 16 hex digits of its SHA-256: no hidden file, no
/// option of a command, and no reserved name with a dot.
package enum FileStem {
  private static let reserved: Set<String> = {
    let ports = (0...9).flatMap { ["com\($0)", "lpt\($0)"] }
    return Set(["con", "prn", "aux", "nul"] + ports)
  }()

  /// Chooses the stem of an id.
  ///
  /// - Parameter isTaken: whether another job has a stem; asked with the id in lower case, and not
  ///   about the form with `~`.
  package static func choose(for id: JobID, isTaken: (String) -> Bool) -> String {
    if isSafe(id.text), !isTaken(id.text.lowercased()) { return id.text }
    let plain = id.text.utf8.filter { isSafeByte($0) && $0 != UInt8(ascii: ".") }
    let safe = plain.drop { !$0.isLetterOrDigit }.prefix(60)
    let digest = SHA256.hash(Array(id.text.utf8)).hex
    return String(decoding: safe, as: UTF8.self) + "~" + digest.prefix(16)
  }

  private static func isSafe(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...100).contains(bytes.count), bytes.allSatisfy(isSafeByte),
      let first = bytes.first, first.isLetterOrDigit, bytes.last != UInt8(ascii: ".")
    else { return false }
    // Reserved whatever follows the first dot: `nul.txt` is as bad as `nul`.
    let base = text.prefix { $0 != "." }.lowercased()
    return !reserved.contains(base)
  }

  private static func isSafeByte(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "._-".utf8.contains(byte)
  }
}
