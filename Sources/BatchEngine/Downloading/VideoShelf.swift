import DurableFiles
import JobModel
import MediaInspection

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The places of videos in an output directory.
package struct VideoShelf: Sendable {
  /// The output directory, which the paths of videos are relative to.
  package let directory: String
  let files: any FileOperations
  private let opened: OpenedDirectory

  /// Keeps the directory open for quick looks; one that is not there is no error and has no videos.
  package init(directory: String, files: any FileOperations) {
    self.directory = directory
    self.files = files
    opened = OpenedDirectory(directory)
  }

  /// Where a job's video belongs, relative to the directory.
  static func place(stem: String) -> String { "videos/\(stem).mp4" }

  /// Where a replaced video goes, relative to the directory.
  static func versionPlace(stem: String, attempt: Int) -> String {
    "versions/\(stem).\(attempt).mp4"
  }

  /// Where a complete file goes that is no MP4 the program understands, relative to the directory.
  static func unverifiedPlace(stem: String, attempt: Int) -> String {
    "unverified/\(stem).\(attempt).mp4"
  }

  static func isVersion(_ path: String) -> Bool { path.hasPrefix("versions/") }

  /// Where the video of an id goes that left the manifest, relative to the directory.
  static func removedPlace(stem: String, attempt: Int) -> String {
    "removed/\(stem).\(attempt).mp4"
  }

  func absolute(_ path: String) -> String { directory + "/" + path }

  /// Looks whether a video's file is there as it was fetched: it has the same size, and has not
  /// been touched since or still has the same content. Where it was not noted when it was
  /// fetched, the size alone decides. Blocks.
  package func check(_ video: VideoFile) -> FileCheck {
    if isUntouched(video) { return .whole }
    do throws(MediaInspectionError) {
      let source = try FileByteSource(path: absolute(video.path))
      guard source.sizeBytes == video.sizeBytes else {
        return .damaged("\(source.sizeBytes) bytes instead of \(video.sizeBytes)")
      }
      guard let modifiedAt = video.modifiedAt,
        modifiedAt.milliseconds != source.modifiedMilliseconds
      else { return .whole }
    } catch {
      return Self.check(error, video)
    }
    do throws(FileError) {
      let sha256 = try FileDigest.sha256(of: absolute(video.path))
      return sha256 == video.sha256 ? .whole : .damaged("other content")
    } catch {
      return error.isNotFound ? .missing : .unreadable(error)
    }
  }

  /// Whether a file is as it was noted, without opening it: a look at a million files is long.
  private func isUntouched(_ video: VideoFile) -> Bool {
    guard let noted = video.modifiedAt else { return false }
    var status = stat()
    let isThere = fstatat(opened.descriptor, video.path, &status, 0) == 0
    guard isThere, status.st_mode & S_IFMT == S_IFREG, Int64(status.st_size) == video.sizeBytes
    else { return false }
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    let milliseconds = Int64(modified.tv_sec) * 1000 + Int64(modified.tv_nsec) / 1_000_000
    return noted.milliseconds == milliseconds
  }

  /// Only what is certainly not there is missing: a disk that can't be read is no reason to pay
  /// for everything again.
  private static func check(_ error: MediaInspectionError, _ video: VideoFile) -> FileCheck {
    switch error {
    case .cannotOpen(_, let code) where code == ENOENT || code == ENOTDIR: .missing
    case .notAFile: .damaged("no regular file")
    case .cannotOpen(_, let code), .cannotRead(_, let code):
      .unreadable(FileError(operation: "read", path: video.path, code: code))
    }
  }

  /// - Throws: when the disk does not say.
  func isWhole(_ video: VideoFile) throws(FileError) -> Bool {
    switch check(video) {
    case .whole: return true
    case .missing, .damaged: return false
    case .unreadable(let error): throw error
    }
  }

  /// When a file was written, if it is there.
  func modifiedAt(_ path: String) -> Timestamp? {
    var status = stat()
    guard lstat(absolute(path), &status) == 0 else { return nil }
    return Timestamp(milliseconds: FileByteSource.modifiedMilliseconds(status))
  }

  /// Makes the directories of videos.
  package func prepare() throws(FileError) {
    if try files.makeDirectory(absolute("videos")) { try files.syncDirectory(directory) }
  }

  /// Makes the names of videos durable.
  func syncVideos() throws(FileError) { try files.syncDirectory(absolute("videos")) }

  /// Where a video was put.
  struct Placement: Sendable {
    /// Where the one is now that was there, relative to the directory.
    var replaced: String?
    /// When the new one was written.
    var modifiedAt: Timestamp?
  }

  /// Keeps a finished temporary file that is no MP4 the program understands, durably and apart from
  /// the videos. One that was in the job's place gets its name in `versions/`.
  ///
  /// - Parameter old: the video that is there, when it is of another attempt.
  func putUnverified(
    _ file: DurableFile, at place: String, replacing old: KeptVideo?, stem: String
  ) throws(FileError) -> Placement {
    var replaced: String?
    if let old, !old.file.isUnverified, try isWhole(old.file) {
      let version = Self.versionPlace(stem: stem, attempt: old.attempt)
      try keep(old, at: version)
      replaced = version
    } else if let old, old.file.isUnverified {
      replaced = old.file.path
    }
    let folder = parent(of: absolute(place))
    if try files.makeDirectory(folder) { try files.syncDirectory(directory) }
    try file.place(at: absolute(place))
    try files.syncDirectory(folder)
    return Placement(replaced: replaced, modifiedAt: modifiedAt(place))
  }

  /// Reads a file's structure; blocks.
  ///
  /// - Returns: what it says about itself if it is a whole MP4.
  func inspect(_ video: VideoFile) -> MediaSummary? {
    do throws(MediaInspectionError) {
      let source = try FileByteSource(path: absolute(video.path))
      if case .whole(let summary) = try MP4Inspector.inspect(source) { return summary }
    } catch {
      // Another look is made by the next command.
    }
    return nil
  }

  /// Puts a finished temporary file in a job's place; its name is durable after ``syncVideos()``.
  /// The one that was there gets a second name
  /// in `versions/` first when it is of another attempt, so that at every moment each kept video
  /// is where the journal says.
  ///
  /// - Parameter old: the video that is there, when it is of another attempt.
  func put(
    _ file: DurableFile, replacing old: KeptVideo?, stem: String
  ) throws(FileError) -> Placement {
    var replaced: String?
    if let old, old.file.isUnverified {
      // It stays where it is.
      replaced = old.file.path
    } else if let old {
      let place = Self.versionPlace(stem: stem, attempt: old.attempt)
      var kept = old.file
      kept.path = place
      if try isWhole(kept) {
        // A crash came after an earlier try: the old one has its new name already.
        replaced = place
      } else if try isWhole(old.file) {
        try keep(old, at: place)
        replaced = place
      }
    }
    try file.place()
    return Placement(replaced: replaced, modifiedAt: modifiedAt(Self.place(stem: stem)))
  }

  /// Gives a video a second name, in `versions/` or `removed/`.
  func keep(_ video: KeptVideo, at place: String) throws(FileError) {
    let folder = parent(of: absolute(place))
    if try files.makeDirectory(folder) { try files.syncDirectory(directory) }
    do throws(FileError) {
      try files.link(absolute(video.file.path), to: absolute(place))
    } catch {
      var kept = video.file
      kept.path = place
      if error.isTaken {
        // Perhaps by an earlier try that a crash ended; perhaps by something that lost its place.
        if try isWhole(kept) { return }
        try files.remove(absolute(place))
      } else if !error.isWithoutLinks {
        throw error
      }
      try copy(video.file.path, to: place, suffix: ".tmp")
    }
    try files.syncDirectory(folder)
  }

  /// Puts an older video in a job's place; it keeps its other name until ``forget(_:)``.
  func restore(_ video: KeptVideo, to place: String) throws(FileError) {
    let folder = parent(of: absolute(place))
    if try files.makeDirectory(folder) { try files.syncDirectory(directory) }
    let temporary = absolute(place) + ".part"
    do throws(FileError) {
      try files.remove(temporary)
    } catch {
      guard error.isNotFound else { throw error }
    }
    do throws(FileError) {
      try files.link(absolute(video.file.path), to: temporary)
    } catch {
      guard error.isWithoutLinks else { throw error }
      return try copy(video.file.path, to: place, suffix: ".part")
    }
    try files.rename(temporary, to: absolute(place))
    try files.syncDirectory(folder)
    // Renaming a file onto itself under another name does nothing, and leaves both names.
    forget(place + ".part")
  }

  /// Copies a file, for file systems on which it can have one name only.
  private func copy(_ path: String, to place: String, suffix: String) throws(FileError) {
    let target = try DurableFile(path: absolute(place), suffix: suffix, files: files)
    do throws(FileError) {
      try FileDigest.forEachChunk(of: absolute(path)) { chunk throws(FileError) in
        try target.write(Array(chunk))
      }
      try target.publish()
    } catch {
      target.discard()
      throw error
    }
  }

  /// Removes a name that is not needed any more; one that is gone already is fine.
  func forget(_ path: String) {
    do throws(FileError) {
      try files.remove(absolute(path))
    } catch {
      // The video is safe under its other name; a leftover costs room and nothing else.
    }
  }
}
