/// How a manifest is to be read.
package struct ManifestOptions: Sendable {
  /// Turns lines with a mistake into `invalid` entries instead of stopping everything.
  package var skipInvalid: Bool
  /// The file's name as the user gave it, or `standard input`; begins every message.
  package var displayName: String
  /// What relative file paths are relative to; an absolute path.
  package var baseDirectory: String
  /// The longest line that is read, without its end.
  package var maximumLineBytes: Int
  /// How much is read at a time; at least 1.
  package var chunkBytes: Int

  package init(
    skipInvalid: Bool = false, displayName: String, baseDirectory: String,
    maximumLineBytes: Int = 1 << 20, chunkBytes: Int = 256 << 10
  ) {
    self.skipInvalid = skipInvalid
    self.displayName = displayName
    self.baseDirectory = baseDirectory
    self.maximumLineBytes = maximumLineBytes
    self.chunkBytes = chunkBytes
  }
}
