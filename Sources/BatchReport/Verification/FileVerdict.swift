/// What was found where a video should be.
package enum FileVerdict: Sendable, Equatable {
  /// All of it is there, byte for byte, and it is a whole MP4.
  case whole
  case missing
  /// It is not what was fetched; the words say why.
  case damaged(String)
  /// It is what was fetched, and the journal describes it otherwise.
  case misdescribed(String)
  case unreadable(String)
}
