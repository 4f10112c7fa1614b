/// What was found where a video should be.
package enum FileVerdict: Sendable, Equatable {
  /// All of it is there, byte for byte, and it is a whole MP4.
  case whole
  /// There is no file of this name.
  case missing
  /// It is not what was fetched; the words say why.
  case damaged(String)
  /// All of it is there, and it is no MP4 that the program understands; the words say why.
  case unverified(String)
  /// It is what was fetched, and the journal describes it otherwise.
  case misdescribed(String)
  /// The disk does not say, or it is no regular file; the words are those of the error.
  case unreadable(String)
}
