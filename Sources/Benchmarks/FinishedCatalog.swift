import DurableFiles
import JobJournal
import JobModel
import ManifestReading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A manifest and its output directory as they are when nearly all jobs have their videos: a
/// compacted journal, and a file for each video, of a size that takes no room.
struct FinishedCatalog {
  private static let videoBytes: Int64 = 1_892_345
  private static let batchCount = 10_000
  /// When everything was made.
  private static let time = Timestamp(seconds: 1_800_000_000)

  let manifest: String
  private let output: String
  private let service: String

  /// - Parameter service: what the directory is bound to.
  init(directory: String, service: String) {
    manifest = directory + "/catalog.jsonl"
    output = directory + "/catalog.out"
    self.service = service
  }

  /// Makes it with so many lines, of which the last ones are new.
  func make(lines: Int, fresh: Int, seed: Int) async throws {
    try writeManifest(lines: lines, seed: seed)
    let files = SystemFiles()
    _ = try files.makeDirectory(output)
    _ = try files.makeDirectory(output + "/videos")
    let journal = try Journal.create(
      in: output,
      header: JournalHeader(generation: 2, service: service, salt: "00", at: Self.time),
      files: files)
    var (snapshots, finished): ([BatchRecord], [[BatchRecord]]) = ([], [])
    let opening = try ManifestOpening(path: manifest)
    var reader = ManifestReader(opening.options())
    _ = try reader.read(descriptor: opening.descriptor) { entry in
      guard case .job(let job) = entry, job.line <= lines - fresh else { return }
      snapshots.append(try Self.snapshot(of: job))
      try makeVideo(of: job.id)
      guard snapshots.count == Self.batchCount else { return }
      finished.append(snapshots)
      snapshots = []
    }
    for batch in finished + [snapshots] { try await journal.writer.append(batch) }
  }

  private func writeManifest(lines: Int, seed: Int) throws {
    let file = try DurableFile(path: manifest, files: SystemFiles())
    var text = ManifestLines(seed: seed)
    try text.write(lines) { try file.write($0) }
    try file.publish()
  }

  /// What an orderly run leaves of a job, as a compacted journal says it.
  private static func snapshot(of job: Job) throws -> BatchRecord {
    var state = BatchState()
    let records = JournalRecords.job(
      job.id, job.line, job.fingerprint, job.outline, sizeBytes: videoBytes, at: time)
    for record in records { try state.apply(record) }
    return BatchRecord(at: time, event: .snapshot(job.id, state.jobs[job.id] ?? JobState()))
  }

  private func makeVideo(of id: JobID) throws {
    let path = output + "/videos/\(id).mp4"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else {
      throw ChildProcess.Failure(description: "\(path) can't be made (error \(errno))")
    }
    defer { close(descriptor) }
    let moment = timespec(tv_sec: Int(Self.time.milliseconds / 1000), tv_nsec: 0)
    guard ftruncate(descriptor, off_t(Self.videoBytes)) == 0,
      futimens(descriptor, [moment, moment]) == 0
    else { throw ChildProcess.Failure(description: "\(path) can't be made (error \(errno))") }
  }
}
