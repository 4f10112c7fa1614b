/// One valid JSON value on one line, kept as it was written, so that nothing of it is lost.
///
/// Only code that has checked the text may make one.
public struct RawJSON: Hashable, Sendable {
  public let text: String

  public init(validated text: String) {
    self.text = text
  }
}

/// A named JSON value, in the place where it was written.
public struct RawMember: Hashable, Sendable {
  public let key: String
  public let value: RawJSON

  public init(key: String, value: RawJSON) {
    self.key = key
    self.value = value
  }
}
