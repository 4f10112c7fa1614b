#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Text compared and hashed by its UTF-8 bytes.
///
/// `String` treats composed and decomposed characters as equal; identifiers from outside
/// must not be merged that way.
public protocol ByteIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text as it came, without Unicode normalization.
  var text: String { get }
  /// Takes any text, also an empty one; what reads ids from outside checks them.
  init(_ text: String)
}

extension ByteIdentifier {
  /// The text itself, without quotes or escapes; it may hold control characters.
  public var description: String { text }

  public static func == (left: Self, right: Self) -> Bool {
    var (left, right) = (left.text, right.text)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard left.count == right.count else { return false }
        guard let left = left.baseAddress, let start = right.baseAddress else { return true }
        return left == start || memcmp(left, start, right.count) == 0
      }
    }
  }

  /// In the order of the UTF-8 bytes, which is that of the Unicode scalars.
  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// Names a job: any text of 1 to 512 UTF-8 bytes, unique in its manifest.
public struct JobID: ByteIdentifier {
  /// As the manifest has it; `job-` and 20 lower-case hex digits where the line has none.
  public let text: String
  /// Takes any text; the limits are kept where a manifest is read.
  public init(_ text: String) { self.text = text }
}

/// Names a video task at the service; opaque.
public struct TaskID: ByteIdentifier {
  /// As the service named it, or a person who settled a doubt.
  public let text: String
  /// Takes any text; of an answer of the service only 1 to 256 bytes are taken, without spaces and
  /// ASCII control characters.
  public init(_ text: String) { self.text = text }
}

/// The key of our own that a submission carries as `client_business_id`, unique per attempt.
public struct SubmissionKey: ByteIdentifier {
  /// `wb-` and 32 random lower-case hex digits, when it was made here.
  public let text: String
  /// Takes any text, such as the key that an answer repeats.
  public init(_ text: String) { self.text = text }
}
