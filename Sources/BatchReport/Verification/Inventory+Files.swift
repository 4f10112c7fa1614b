import JobModel

extension Inventory {
  /// Judges a file that is in one of the directories of videos.
  ///
  /// - Parameter path: relative to the output directory, for example `videos/sku-001.mp4`.
  /// - Returns: `nil` for one that should be there.
  package func judge(_ path: String) -> Finding? {
    let bytes = Array(path.utf8)
    if paths.contains(bytes) { return nil }
    if [".mp4.part", ".mp4.tmp"].contains(where: {
      bytes.suffix($0.utf8.count) == Array($0.utf8)[...]
    }) {
      return Finding(
        .leftover, path: path, message: "an unfinished file; the next run removes it")
    }
    if let job = owner(of: bytes) {
      return Finding(
        .leftover, job: job, path: path,
        message: "the name of a video of this job, left by a step that was interrupted")
    }
    return Finding(.stranger, path: path, message: "no job has this file")
  }

  /// The job whose video has had this name: a finished download is renamed before it is recorded,
  /// and a video that moves has two names for a moment.
  ///
  /// Names are `videos/STEM.mp4`, and `STEM.ATTEMPT.mp4` in the other directories.
  private func owner(of path: [UInt8]) -> JobID? {
    guard let slash = path.firstIndex(of: UInt8(ascii: "/")), path.suffix(4) == Self.suffix else {
      return nil
    }
    var stem = path[(slash + 1)...].dropLast(4)
    if !path.starts(with: "videos/".utf8) {
      guard let point = stem.lastIndex(of: UInt8(ascii: ".")),
        Int(String(decoding: stem[(point + 1)...], as: UTF8.self)) != nil
      else { return nil }
      stem = stem[..<point]
    }
    return stems[Array(stem)]
  }

  private static let suffix = Array(".mp4".utf8)[...]
}
