import JobModel

/// Whom a page is for, and what of the directory it shows.
package struct PageScope: Sendable {
  /// What the page is about, in a few words.
  let title: String
  /// Whether it leaves the house: without source addresses, tasks and the service's words.
  let isBundle: Bool
  /// Whether the videos come from the built-in look-alike, and nothing was paid.
  let isSimulated: Bool
  /// The directory as a shell takes it, for the commands that the page proposes.
  let directoryWord: String?
  private let selects: @Sendable (JobID) -> Bool
  /// Where a job's video is, relative to the page; `nil` when it is not shown.
  let place: @Sendable (Job, VideoFile) -> String?

  /// All of a directory, for its owner; the page lies in it.
  ///
  /// - Parameters:
  ///   - path: the directory's absolute path, of which the last part becomes the title.
  ///   - word: the directory as a shell takes it, for the commands that the page proposes.
  ///   - isSimulated: whether its service is the built-in look-alike.
  package static func directory(path: String, word: String, isSimulated: Bool) -> PageScope {
    PageScope(
      title: title(of: path), isBundle: false, isSimulated: isSimulated, directoryWord: word,
      selects: { _ in true }, place: { $1.path })
  }

  /// A selection, to hand to somebody else.
  ///
  /// - Parameters:
  ///   - selects: whether a job is part of it.
  ///   - place: where a job's video is, relative to the page; `nil` when it is not there.
  static func bundle(
    title: String, isSimulated: Bool, selects: @escaping @Sendable (JobID) -> Bool,
    place: @escaping @Sendable (Job, VideoFile) -> String?
  ) -> PageScope {
    PageScope(
      title: title, isBundle: true, isSimulated: isSimulated, directoryWord: nil,
      selects: selects, place: place)
  }

  /// `nightly` for `/data/nightly.out` and for `/data/nightly.simulated.out`.
  static func title(of path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? "videos"
    for suffix in [".out", ".simulated"] where name.hasSuffix(suffix) && name != suffix {
      name.removeLast(suffix.count)
    }
    return name
  }

  /// Whether a job is shown; a line without an id is shown to the owner only.
  func includes(_ id: JobID?) -> Bool {
    id.map(selects) ?? !isBundle
  }
}
