import DurableFiles
import HTTPCore
import JobModel
import MediaInspection

/// Fetches URLs into temporary files, looks whether they are whole videos, and has those put in
/// their place. Knows nothing of tasks, and never sends the API key.
struct Downloader: Sendable {
  let transport: any HTTPTransport
  let shelf: VideoShelf
  let disk: BlockingWork
  let turns: ShelfTurns
  /// Whether result URLs may lead to private addresses; only when the service itself is at one.
  let allowsPrivateAddresses: Bool

  /// A video is some megabytes; a host that takes longer holds a slot for nothing.
  private static let longestDownload = Duration.seconds(1800)
  /// Redirects followed for one download.
  private static let mostRedirects = 5
  /// A file may claim to be of any length; the journal holds up to a billion seconds.
  static let longestMilliseconds = 999_999_999_999

  enum Outcome: Sendable {
    /// The video is whole and in its place, which is its `path`; or it is unverified and kept.
    case whole(VideoFile, VideoShelf.Placement)
    /// The file is complete and no MP4 that the program understands: worth another try, which keeps
    /// it if it is the same.
    case unrecognized(sha256: String, message: String)
    /// The host does not give this URL any more.
    case refused(message: String)
    /// Worth another try, which goes on where this one ended if it can.
    case unavailable(message: String)
    /// The host could not be reached, or has no time now; worth many tries.
    case unreachable(message: String)
    case disk(FileError)
  }

  /// What the tries of one download have in common.
  ///
  /// - Parameter path: where the video belongs, relative to the output directory.
  func receiver(for path: String) -> VideoReceiver {
    VideoReceiver(path: shelf.absolute(path), files: shelf.files, disk: disk)
  }

  /// Puts a video, which is in a temporary file, into its place; blocks.
  typealias Putting = @Sendable (DurableFile) throws(FileError) -> VideoShelf.Placement

  /// What happens to a complete file that is no MP4 the program understands.
  struct Unrecognized: Sendable {
    /// The SHA-256 of the one before: the same again is kept.
    var sha256: String?
    /// Where it is kept, relative to the output directory; `nil` where it is not.
    var place: String?
    let put: Putting
  }

  /// Makes one try.
  func fetch(
    _ start: String, by receiver: VideoReceiver, to path: String, unrecognized: Unrecognized,
    _ put: @escaping Putting
  ) async -> Outcome {
    var url = start
    for _ in 0...Self.mostRedirects {
      guard let address = Self.address(url) else {
        return .unavailable(message: "the video URL is no http(s) address")
      }
      let request = HTTPRequest(
        .get, url, headers: receiver.nextHop(),
        addressPolicy: allowsPrivateAddresses ? .any : .publicOnly,
        limits: HTTPLimits(total: Self.longestDownload, stall: .seconds(60), responseBytes: 4 << 30)
      )
      let result = await transport.receive(request, by: receiver)
      if let failure = receiver.failure { return .disk(failure) }
      if let head = receiver.head, head.status != 200, head.status != 206 {
        guard let next = Redirect.target(of: head, from: address) else {
          if head.status == 416 { await receiver.discard() }
          return Self.refusal(head.status)
        }
        url = next
        continue
      }
      switch result {
      case .failure(let failure):
        let isOutage = [.resolve, .connect, .timeout, .stalled, .connectionLost]
          .contains(failure.kind)
        return isOutage
          ? .unreachable(message: failure.message) : .unavailable(message: failure.message)
      case .success: return await finish(receiver, path, unrecognized, put)
      }
    }
    return .unavailable(message: "the video URL was redirected too often")
  }

  private static func refusal(_ status: Int) -> Outcome {
    let message = "the video URL answered HTTP \(status)"
    return switch status {
    case 408, 425, 429, 500..<600: .unreachable(message: message)
    case 416: .unavailable(message: message)
    case 400..<500: .refused(message: message)
    default: .unavailable(message: message)
    }
  }

  private static func address(_ url: String) -> HTTPURL? {
    do throws(HTTPFailure) {
      return try HTTPURL(url)
    } catch {
      return nil
    }
  }

  /// What a look at a finished file said, and where the file is now if it is whole.
  private enum Look: Sendable {
    case whole(MediaSummary, VideoShelf.Placement)
    /// The file is kept apart.
    case unverified(path: String, message: String, VideoShelf.Placement)
    /// The file is removed.
    case useless(message: String, mayBeVideo: Bool)
  }

  /// Only the announced length and a whole MP4 make a finished video. A complete file that is none is
  /// paid for all the same, and kept when it comes a second time.
  private func finish(
    _ receiver: VideoReceiver, _ path: String, _ unrecognized: Unrecognized,
    _ put: @escaping Putting
  ) async -> Outcome {
    let size = receiver.sizeBytes
    if let announced = receiver.announcedBytes, announced != size {
      return .unavailable(message: "\(size) of \(announced) bytes arrived")
    }
    let isAnnounced = receiver.announcedBytes != nil
    let isSame = receiver.sha256 == unrecognized.sha256
    let finished = await receiver.release(in: turns) { file, content throws(FileError) in
      switch Self.inspected(file, content) {
      case .success(let summary):
        return .file(file) { () throws(FileError) in Look.whole(summary, try put(file)) }
      case .failure(let broken):
        let mayBeVideo = isAnnounced && !Self.isText(file, content)
        if mayBeVideo, isSame, let place = unrecognized.place {
          return .file(file) { () throws(FileError) in
            Look.unverified(path: place, message: broken.message, try unrecognized.put(file))
          }
        }
        file.discard()
        return .nothing(.useless(message: broken.message, mayBeVideo: mayBeVideo))
      }
    }
    guard let finished else {
      if let failure = receiver.failure { return .disk(failure) }
      return .unavailable(message: "nothing arrived")
    }
    switch finished.value {
    case .whole(let summary, let placement):
      let file = VideoFile(
        path: path, sizeBytes: size, sha256: finished.sha256, width: summary.width,
        height: summary.height,
        lengthMilliseconds: min(summary.lengthMilliseconds, Self.longestMilliseconds),
        audio: summary.hasAudio)
      return .whole(file, placement)
    case .unverified(let place, let message, let placement):
      let file = VideoFile(
        unverified: place, sizeBytes: size, sha256: finished.sha256,
        warning: "not verified, look at it before use: \(message)", modifiedAt: nil)
      return .whole(file, placement)
    case .useless(let message, let mayBeVideo):
      // A later try does not continue a broken file.
      await receiver.discard()
      return mayBeVideo
        ? .unrecognized(sha256: finished.sha256, message: message)
        : .unavailable(message: message)
    }
  }

  /// Whether a file begins as HTML, XML or JSON do, which is an error page and no video.
  private static func isText(_ file: DurableFile, _ content: [UInt8]?) -> Bool {
    var start = Array(content?.prefix(64) ?? [])
    if content == nil {
      do throws(MediaInspectionError) {
        start = try FileByteSource(path: file.temporaryPath).read(at: 0, count: 64)
      } catch {
        return true
      }
    }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start.removeFirst(3) }
    return start.first { !" \t\r\n".utf8.contains($0) }.map { "<{[".utf8.contains($0) } ?? true
  }

  private struct Broken: Error {
    let message: String
  }

  private static func inspected(
    _ file: DurableFile, _ content: [UInt8]?
  ) -> Result<MediaSummary, Broken> {
    do throws(MediaInspectionError) {
      let verdict =
        if let content {
          try MP4Inspector.inspect(MemoryByteSource(content))
        } else {
          try MP4Inspector.inspect(FileByteSource(path: file.temporaryPath))
        }
      switch verdict {
      case .whole(let summary): return .success(summary)
      case .broken(let reason):
        return .failure(Broken(message: "the file is no whole MP4: \(reason)"))
      }
    } catch {
      return .failure(Broken(message: "\(error)"))
    }
  }
}
