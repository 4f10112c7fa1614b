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
  var text: String { get }
  init(_ text: String)
}

extension ByteIdentifier {
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
  public let text: String
  public init(_ text: String) { self.text = text }
}

/// Names a video task at the service; opaque.
public struct TaskID: ByteIdentifier {
  public let text: String
  public init(_ text: String) { self.text = text }
}

/// The key of our own that a submission carries as `client_business_id`, unique per attempt.
public struct SubmissionKey: ByteIdentifier {
  public let text: String
  public init(_ text: String) { self.text = text }
}
