import Digest
import DurableFiles
import JobModel
import VideoService

/// Brings local sources to the service: each content once in a run, however many jobs name it.
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

  private let tools: EngineTools
  private let disk: BlockingWork
  private var uploads: [String: Task<Ending, Never>] = [:]

  init(tools: EngineTools, disk: BlockingWork) {
    self.tools = tools
    self.disk = disk
  }

  /// The request with a URL in place of every local file.
  ///
  /// - Returns: `nil` when it can't be sent: the journal then says why, or the run stops.
  func resolve(_ job: Job) async throws(StopReason) -> VideoRequest? {
    var request = job.request
    for file in job.files {
      // Not a child task: several jobs may wait for one upload, and none of them owns it.
      let upload = uploads[file.sha256] ?? Task { await self.store(file) }
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
        try await tools.ledger.obstruct(job.id, failure)
        return nil
      case .stopped:
        return nil
      }
    }
    return request
  }

  private func store(_ file: LocalFile) async -> Ending {
    do throws(FileError) {
      let sha256 = try await disk.run { () throws(FileError) in
        try FileDigest.sha256(of: file.path)
      }
      guard sha256 == file.sha256 else {
        return .unusable(
          JobFailure(
            code: "file_changed",
            message: "\(file.path) has changed since the manifest was checked; run again",
            canPass: true))
      }
    } catch {
      return .unusable(
        JobFailure(code: "file_unreadable", message: error.description, canPass: true))
    }
    for attempt in 1...Self.mostTries where tools.halt.maySubmit {
      do {
        try await tools.submitLimiter.acquire()
      } catch {
        return .stopped
      }
      let pass = tools.access.current
      let answer = await pass.client.upload(
        path: file.path, mediaType: file.mediaType, sizeBytes: file.sizeBytes,
        boundary: "wanbatch" + tools.random.hex(words: 2))
      switch answer.outcome {
      case .stored(let url):
        return await remember(url, of: file)
      case .refused(let message):
        return .unusable(
          JobFailure(
            code: "upload_refused", message: "\(file.path): \(message)", canPass: false))
      case .stop(.keyRefused, _) where await tools.access.renew(after: pass):
        continue
      case .stop(let cause, let message):
        tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
        return .stopped
      case .throttled, .unavailable:
        guard await tools.pause(tools.limits.resubmitDelay, afterFailures: attempt) else {
          return .stopped
        }
      }
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
