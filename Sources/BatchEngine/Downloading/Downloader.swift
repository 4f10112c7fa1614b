import DurableFiles
import HTTPCore
import JobModel
import MediaInspection

/// Fetches URLs into temporary files and looks whether they are whole videos. Knows nothing of
/// tasks, and never sends the API key.
struct Downloader: Sendable {
  let transport: any HTTPTransport
  let shelf: VideoShelf
  let disk: BlockingWork
  /// Whether result URLs may lead to private addresses; only when the service itself is at one.
  let allowsPrivateAddresses: Bool

  /// A video is some megabytes; a host that takes longer holds a slot for nothing.
  private static let longestDownload = Duration.seconds(1800)
  /// Redirects followed for one download.
  private static let mostRedirects = 5
  /// A file may claim to be of any length; the journal holds up to a billion seconds.
  private static let longestMilliseconds = 999_999_999_999

  enum Outcome: Sendable {
    /// The temporary file holds a whole video; `file.path` is where it belongs.
    case whole(DurableFile, VideoFile)
    /// The host does not give this URL any more.
    case refused(message: String)
    /// Worth another try, which goes on where this one ended if it can.
    case unavailable(message: String)
    /// The host could not be reached; worth many tries.
    case unreachable(message: String)
    case disk(FileError)
  }

  /// What the tries of one download have in common.
  ///
  /// - Parameter path: where the video belongs, relative to the output directory.
  func receiver(for path: String) -> VideoReceiver {
    VideoReceiver(path: shelf.absolute(path), files: shelf.files, disk: disk)
  }

  /// Makes one try.
  func fetch(_ start: String, by receiver: VideoReceiver, to path: String) async -> Outcome {
    var url = start
    for _ in 0...Self.mostRedirects {
      guard let address = Self.address(url) else {
        return .unavailable(message: "the video URL is no http(s) address")
      }
      let request = HTTPRequest(
        .get, url, headers: await receiver.nextHop(),
        addressPolicy: allowsPrivateAddresses ? .any : .publicOnly,
        limits: HTTPLimits(total: Self.longestDownload, stall: .seconds(60), responseBytes: 4 << 30)
      )
      let result = await transport.receive(request, by: receiver)
      if let failure = await receiver.failure { return .disk(failure) }
      if let head = await receiver.head, head.status != 200, head.status != 206 {
        guard let next = Redirect.target(of: head, from: address) else {
          if head.status == 416 { await receiver.discard() }
          return Self.refusal(head.status)
        }
        url = next
        continue
      }
      switch result {
      case .failure(let failure):
        let isOutage = [.resolve, .connect, .timeout, .stalled].contains(failure.kind)
        return isOutage
          ? .unreachable(message: failure.message) : .unavailable(message: failure.message)
      case .success: return await inspect(receiver, path)
      }
    }
    return .unavailable(message: "the video URL was redirected too often")
  }

  private static func refusal(_ status: Int) -> Outcome {
    let message = "the video URL answered HTTP \(status)"
    let mayPass = [408, 416, 425, 429].contains(status)
    return (400..<500).contains(status) && !mayPass
      ? .refused(message: message) : .unavailable(message: message)
  }

  private static func address(_ url: String) -> HTTPURL? {
    do throws(HTTPFailure) {
      return try HTTPURL(url)
    } catch {
      return nil
    }
  }

  /// Only the announced length and a whole MP4 make a finished video.
  private func inspect(_ receiver: VideoReceiver, _ path: String) async -> Outcome {
    let size = await receiver.sizeBytes
    if let announced = await receiver.announcedBytes, announced != size {
      return .unavailable(message: "\(size) of \(announced) bytes arrived")
    }
    let finished = await receiver.release { file in
      Result { () throws(MediaInspectionError) in
        try MP4Inspector.inspect(FileByteSource(path: file.temporaryPath))
      }
    }
    guard let finished else {
      if let failure = await receiver.failure { return .disk(failure) }
      return .unavailable(message: "nothing arrived")
    }
    let outcome: Outcome
    switch finished.look {
    case .failure(let error): outcome = .unavailable(message: "\(error)")
    case .success(.broken(let reason)):
      outcome = .unavailable(message: "the file is no whole MP4: \(reason)")
    case .success(.whole(let summary)):
      return .whole(
        finished.file,
        VideoFile(
          path: path, sizeBytes: size, sha256: finished.sha256, width: summary.width,
          height: summary.height,
          lengthMilliseconds: min(summary.lengthMilliseconds, Self.longestMilliseconds),
          audio: summary.hasAudio))
    }
    // A broken file is not gone on with.
    await disk.run { finished.file.discard() }
    await receiver.discard()
    return outcome
  }
}
