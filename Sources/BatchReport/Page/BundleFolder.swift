import DurableFiles
import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder to hand to somebody else: a page named `index.html`, and copies of its videos.
///
/// It says nothing of where sources and videos came from: no addresses, no tasks, no words of
/// the service. The page comes last, so that a folder with one is complete.
package struct BundleFolder {
  private static let pageName = "index.html"
  private static let videosName = "videos"
  private static let copyBytes = 1 << 20

  private let path: String
  private let directory: String
  private let files: any FileOperations

  /// - Parameters:
  ///   - path: where the folder is made; nothing or an empty folder may be there.
  ///   - directory: the output directory that the videos are copied from.
  package init(path: String, directory: String, files: any FileOperations) {
    // With a slash at its end a symbolic link would be looked through.
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.directory = directory
    self.files = files
  }

  /// Where the bundle's page is, or will be.
  package var pagePath: String { path + "/" + Self.pageName }

  /// What a bundle holds.
  package struct Contents: Equatable, Sendable {
    /// The selected entries, lines that were set aside and tell their id included.
    package var jobs = 0
    /// Those of them whose video was copied; one that is not on the disk is no error.
    package var videos = 0
  }

  /// Makes the folder.
  ///
  /// - Parameters:
  ///   - facts: of the last command; why it stopped is left out.
  ///   - selects: whether a job is part of the bundle.
  ///   - isPresent: whether a video's file is on the disk as it should be.
  /// - Throws: ``BundleError``, or what the source throws.
  package func write(
    source: any JobSource, state: BatchState, facts: RunFacts, isSimulated: Bool,
    selects: @escaping @Sendable (JobID) -> Bool,
    isPresent: @escaping @Sendable (VideoFile) -> Bool
  ) throws -> Contents {
    func isSelected(_ entry: ManifestEntry) -> Bool { entry.id.map(selects) ?? false }
    guard try (0..<source.count).contains(where: { isSelected(try source.entry(at: $0)) }) else {
      throw BundleError.nothingSelected
    }
    do {
      try prepare()
      var contents = Contents()
      var names: [JobID: String] = [:]
      for index in 0..<source.count {
        let entry = try source.entry(at: index)
        guard isSelected(entry) else { continue }
        contents.jobs += 1
        guard case .job(let job) = entry, let video = state.jobs[job.id]?.video?.file,
          isPresent(video), let name = try copy(video, of: job, index)
        else { continue }
        names[job.id] = name
        contents.videos += 1
      }
      let scope = PageScope.bundle(
        title: PageScope.title(of: directory), isSimulated: isSimulated, selects: selects,
        place: { [names] job, _ in names[job.id] })
      let page = ReportPage(
        source: source, state: state, facts: facts, scope: scope, isPresent: isPresent)
      try page.write(to: pagePath, files: files)
      return contents
    } catch let error as FileError {
      throw BundleError.file(error)
    }
  }

  private func prepare() throws {
    let isNew = try files.makeDirectory(path)
    if !isNew, !isEmpty { throw BundleError.notEmpty(path: path) }
    _ = try files.makeDirectory(path + "/" + Self.videosName)
    try files.syncDirectory(path)
    if isNew { try files.syncDirectory(parent(of: path)) }
  }

  private var isEmpty: Bool {
    guard let stream = opendir(path) else { return false }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { return false }
    }
    return true
  }

  /// Copies a video.
  ///
  /// - Returns: where the copy is, relative to the folder; `nil` when the file is gone or is not
  ///   of its size any more.
  private func copy(_ video: VideoFile, of job: Job, _ index: Int) throws(FileError) -> String? {
    let name = Self.videosName + "/" + Self.name(of: video, job, index)
    let original: OpenFile
    do throws(FileError) {
      original = try files.open(directory + "/" + video.path, .read)
    } catch {
      guard error.isNotFound else { throw error }
      return nil
    }
    defer { files.close(original) }
    let copy = try DurableFile(path: path + "/" + name, suffix: ".part", files: files)
    do throws(FileError) {
      guard try pour(original, into: copy) == video.sizeBytes else {
        copy.discard()
        return nil
      }
      try copy.publish()
    } catch {
      copy.discard()
      throw error
    }
    return name
  }

  /// - Returns: the number of bytes.
  private func pour(_ original: OpenFile, into copy: DurableFile) throws(FileError) -> Int64 {
    var buffer = [UInt8](repeating: 0, count: Self.copyBytes)
    var total: Int64 = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        read(original.descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(operation: "read", path: original.path, code: errno)
      }
      if count == 0 { return total }
      try copy.write(count == buffer.count ? buffer : Array(buffer[..<count]))
      total += Int64(count)
    }
  }

  /// The name of a video's copy: the one it has, unless its job's id holds an address. The other
  /// form is no file name of a run, which have a `~` only before 16 hex digits.
  private static func name(of video: VideoFile, _ job: Job, _ index: Int) -> String {
    let text = PageText(hidesAddresses: true)
    guard text.isHarmless(job.id.text, without: job.request.sources) else {
      return "video~\(index + 1).mp4"
    }
    return video.path.split(separator: "/").last.map(String.init) ?? "video~\(index + 1).mp4"
  }
}
