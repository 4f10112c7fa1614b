import Digest
import JSONText
import JobModel

/// The form of the ids that jobs without one get: `job-` and 20 hexadecimal digits.
enum DerivedID {
  private static let prefix: StaticString = "job-"
  private static let hashBytes = 10

  static func make(_ hash: SHA256.Digest) -> JobID {
    JobID("\(prefix)\(hash.hex(firstBytes: hashBytes))")
  }

  /// Whether an id could have been derived.
  static func isLike(_ id: JSONStringSlice) -> Bool {
    let prefixCount = prefix.utf8CodeUnitCount
    guard id.rawBytes.count >= prefixCount + 2 * hashBytes else { return false }
    return id.withDecodedUTF8 { bytes in
      bytes.count == prefixCount + 2 * hashBytes
        && prefix.withUTF8Buffer { bytes.starts(with: $0) }
        && bytes[prefixCount...].allSatisfy {
          (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
    }
  }
}
