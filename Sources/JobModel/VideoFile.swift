/// A video in the output directory: whole, or complete and not verified.
package struct VideoFile: Hashable, Sendable {
  /// Relative to the output directory, for example `videos/sku-001.mp4`.
  package var path: String
  /// The size when it was fetched; a file that has another one now is damaged.
  package var sizeBytes: Int64
  /// 64 lower-case hex digits.
  package var sha256: String {
    get { digest.text }
    set { digest = PackedHex(newValue) }
  }
  private var digest: PackedHex
  /// Of the stored picture, in pixels; a rotation noted in the file is not applied.
  package var width: Int
  /// Of the stored picture, in pixels, like ``width``.
  package var height: Int
  /// The length as the file says it, in milliseconds.
  package var lengthMilliseconds: Int
  /// Whether it has a sound track that is not empty.
  package var audio: Bool
  /// What does not match what was paid for.
  package var warnings: [String]
  /// Whether it is complete, and no MP4 that the program understands: it is in `unverified/`, and
  /// size, length and sound are not known (0 and `false`).
  package var isUnverified = false
  /// When the file was written, as the file system says it: one that still has its size and this
  /// time has not been touched. `nil` when it was not noted.
  package var modifiedAt: Timestamp?

  package init(
    path: String, sizeBytes: Int64, sha256: String, width: Int, height: Int,
    lengthMilliseconds: Int, audio: Bool, warnings: [String] = [], modifiedAt: Timestamp? = nil
  ) {
    self.path = path
    self.sizeBytes = sizeBytes
    digest = PackedHex(sha256)
    self.width = width
    self.height = height
    self.lengthMilliseconds = lengthMilliseconds
    self.audio = audio
    self.warnings = warnings
    self.modifiedAt = modifiedAt
  }

  /// A complete file that is no MP4 the program understands.
  ///
  /// - Parameter warning: what is the matter with it.
  package init(
    unverified path: String, sizeBytes: Int64, sha256: String, warning: String,
    modifiedAt: Timestamp?
  ) {
    self.init(
      path: path, sizeBytes: sizeBytes, sha256: sha256, width: 0, height: 0,
      lengthMilliseconds: 0, audio: false, warnings: [warning], modifiedAt: modifiedAt)
    isUnverified = true
  }

  /// The same without warnings, and with the SHA-256 as the bytes of its text.
  package init(
    path: String, sizeBytes: Int64, sha256UTF8: UnsafeBufferPointer<UInt8>, width: Int,
    height: Int, lengthMilliseconds: Int, audio: Bool, modifiedAt: Timestamp?
  ) {
    self.path = path
    self.sizeBytes = sizeBytes
    digest = PackedHex(utf8: sha256UTF8)
    self.width = width
    self.height = height
    self.lengthMilliseconds = lengthMilliseconds
    self.audio = audio
    warnings = []
    self.modifiedAt = modifiedAt
  }
}

/// A video file together with where it came from.
package struct KeptVideo: Hashable, Sendable {
  /// The file; its path is where the journal knows it to be now.
  package var file: VideoFile
  /// The attempt that made it, counted from 1; below zero for one that was taken over from another
  /// id. No two kept videos of a job have the same.
  package var attempt: Int
  /// Its task at the service, also where another id has paid for it.
  package var task: TaskID
  /// Of the request that it was made for, which need not be that of the job now.
  package var fingerprint: Fingerprint
  /// When the intent of its attempt was recorded.
  package var submittedAt: Timestamp
  /// Where the service had it, to fetch it once more while that URL lives.
  package var remote: RemoteVideo

  package init(
    file: VideoFile, attempt: Int, task: TaskID, fingerprint: Fingerprint,
    submittedAt: Timestamp, remote: RemoteVideo
  ) {
    self.file = file
    self.attempt = attempt
    self.task = task
    self.fingerprint = fingerprint
    self.submittedAt = submittedAt
    self.remote = remote
  }
}
