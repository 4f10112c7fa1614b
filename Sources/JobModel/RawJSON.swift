/// One valid JSON value on one line, kept as it was written, so that nothing of it is lost.
///
/// Only code that has checked the text may make one.
public struct RawJSON: Hashable, Sendable {
  /// The value as it was written, without white space around it.
  public let text: String

  /// Takes the text of one valid value; it is not checked again.
  public init(validated text: String) {
    self.text = text
  }
}

/// A named JSON value, in the place where it was written.
public struct RawMember: Hashable, Sendable {
  /// The name that is meant: without quotes, escapes decoded.
  public let key: String
  /// The value, spelled as it was.
  public let value: RawJSON

  public init(key: String, value: RawJSON) {
    self.key = key
    self.value = value
  }
}
