import DurableFiles
import JobModel
import Pacing
import VideoService

/// Brings local sources to the service: each content once in a run, however many jobs name it,
/// and not at all while the URL of an earlier run works.
actor SourceUploads {
  private enum Ending: Sendable {
    case stored(url: String)
    /// The file can't be used; the job that names it fails.
    case unusable(JobFailure)
    /// The run stops before it was stored.
    case stopped
  }

  /// Tries of one upload in a run.
  private static let mostTries = 5
  /// Uploads at a time: enough to fill a line, and few enough for each to make progress.
  private static let mostAtOnce = 4
  /// The longest time that one `Retry-After` is obeyed for.
  private static let longestWait = Duration.seconds(600)

  private let tools: EngineTools
  private let disk: BlockingWork
  private let probe: URLProbe
  private let permits = Permits(mostAtOnce)
  private var uploads: [String: Task<Ending, Never>] = [:]

  init(tools: EngineTools, disk: BlockingWork, probe: URLProbe) {
    self.tools = tools
    self.disk = disk
    self.probe = probe
  }

  /// The request with a URL in place of every local file.
  ///
  /// - Returns: `nil` when it can't be sent: the journal then says why, or the run stops.
  func resolve(_ job: Job) async throws(StopReason) -> VideoRequest? {
    var request = job.request
    for file in job.files {
      // Not a child task: several jobs may wait for one upload, and none of them owns it. Nor one
      // on the run's thread, for it opens the file.
      let upload = uploads[file.sha256] ?? Task { await self.bring(file) }
      uploads[file.sha256] = upload
      // Whoever waits for it is cancelled only when the whole run is cut short.
      let ending = await withTaskCancellationHandler {
        await upload.value
      } onCancel: {
        upload.cancel()
      }
      switch ending {
      case .stored(let url):
        request.sources = request.sources.map {
          $0.utf8.elementsEqual(file.source.utf8) ? url : $0
        }
      case .unusable(let failure):
        // Another file of the same content may be better.
        uploads[file.sha256] = nil
        try await tools.ledger.obstruct(job, failure)
        return nil
      case .stopped:
        return nil
      }
    }
    return request
  }

  private func bring(_ file: LocalFile) async -> Ending {
    if let problem = await difference(of: file) { return .unusable(problem) }
    if let url = tools.ledger.uploadedURL(of: file.sha256), await probe.isAlive(url) {
      return .stored(url: url)
    }
    await permits.take()
    let ending = await store(file)
    await permits.giveBack()
    // What changed while it was read is not what was checked.
    if case .stored(let url) = ending {
      if let problem = await difference(of: file) { return .unusable(problem) }
      return await remember(url, of: file)
    }
    return ending
  }

  /// What is wrong with a file compared with what the manifest's check saw.
  private func difference(of file: LocalFile) async -> JobFailure? {
    do throws(FileError) {
      let sha256 = try await disk.run { () throws(FileError) in
        try FileDigest.sha256(of: file.path)
      }
      if sha256 == file.sha256 { return nil }
      return JobFailure(
        code: "file_changed",
        message: "\(file.path) has changed since the manifest was checked; run again",
        canPass: true)
    } catch {
      return JobFailure(code: "file_unreadable", message: error.description, canPass: true)
    }
  }

  private func store(_ file: LocalFile) async -> Ending {
    for attempt in 1...Self.mostTries where tools.halt.maySubmit {
      let pass = tools.access.current
      let answer = await pass.client.upload(
        path: file.path, mediaType: file.mediaType, sizeBytes: file.sizeBytes,
        boundary: "wanbatch" + tools.random.hex(words: 2))
      var asked = Duration.zero
      switch answer.outcome {
      case .stored(let url):
        return .stored(url: url)
      case .refused(let message):
        return .unusable(
          JobFailure(
            code: "upload_refused", message: "\(file.path): \(message)", canPass: false))
      case .stop(.keyRefused, _) where await tools.access.renew(after: pass):
        continue
      case .stop(let cause, let message):
        tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
        return .stopped
      case .throttled:
        asked = answer.limits?.retryAfter?.span(at: tools.wallTime) ?? .zero
      case .unavailable:
        break
      }
      let delay = tools.limits.resubmitDelay.delay(
        afterFailures: attempt, random: tools.random.unit())
      guard await tools.pause(max(delay, min(asked, Self.longestWait))) else { return .stopped }
    }
    guard tools.halt.maySubmit else { return .stopped }
    return .unusable(
      JobFailure(
        code: "upload_failed",
        message: "\(file.path) could not be uploaded in \(Self.mostTries) tries; run again",
        canPass: true))
  }

  private func remember(_ url: String, of file: LocalFile) async -> Ending {
    do throws(StopReason) {
      try await tools.ledger.record([.uploaded(Upload(sha256: file.sha256, url: url))])
      return .stored(url: url)
    } catch {
      return .stopped
    }
  }
}
