import DurableFiles
import JobModel
import MediaInspection

/// The places of videos in an output directory.
package struct VideoShelf: Sendable {
  package let directory: String
  let files: any FileOperations

  package init(directory: String, files: any FileOperations) {
    self.directory = directory
    self.files = files
  }

  /// Where a job's video belongs, relative to the directory.
  static func place(stem: String) -> String { "videos/\(stem).mp4" }

  /// Where a replaced video goes, relative to the directory.
  static func versionPlace(stem: String, attempt: Int) -> String {
    "versions/\(stem).\(attempt).mp4"
  }

  func absolute(_ path: String) -> String { directory + "/" + path }

  /// Looks at a video's file without reading all of it: is it there, and has it the size it was
  /// fetched with?
  package func check(_ video: VideoFile) -> FileCheck {
    do throws(MediaInspectionError) {
      let source = try FileByteSource(path: absolute(video.path))
      if source.sizeBytes == video.sizeBytes { return .whole }
      return .damaged("\(source.sizeBytes) bytes instead of \(video.sizeBytes)")
    } catch {
      return .missing
    }
  }

  /// Makes the directories of videos.
  package func prepare() throws(FileError) {
    if try files.makeDirectory(absolute("videos")) { try files.syncDirectory(directory) }
  }

  /// Puts a finished temporary file in a job's place. The one that was there goes to
  /// `versions/` when it is of another attempt.
  ///
  /// - Returns: where the older one went, relative to the directory.
  func publish(
    _ file: DurableFile, replacing old: KeptVideo?, stem: String
  ) throws(FileError) -> String? {
    var replaced: String?
    if let old, check(old.file) != .missing {
      let place = Self.versionPlace(stem: stem, attempt: old.attempt)
      if try files.makeDirectory(absolute("versions")) { try files.syncDirectory(directory) }
      try files.rename(absolute(old.file.path), to: absolute(place))
      try files.syncDirectory(absolute("versions"))
      replaced = place
    }
    try file.publish()
    return replaced
  }
}
