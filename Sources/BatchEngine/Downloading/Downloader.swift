import DurableFiles
import HTTPCore
import JobModel
import MediaInspection

/// Fetches one URL into a temporary file and looks whether it is a whole video. Knows nothing
/// of tasks, and never sends the API key.
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
    /// Worth another try.
    case unavailable(message: String)
    case disk(FileError)
  }

  /// - Parameter path: where the video belongs, relative to the output directory.
  func fetch(_ url: String, to path: String) async -> Outcome {
    let file: DurableFile
    do throws(FileError) {
      let target = shelf.absolute(path)
      let files = shelf.files
      file = try await disk.run { () throws(FileError) in
        try DurableFile(path: target, suffix: ".part", files: files)
      }
    } catch {
      return .disk(error)
    }
    let receiver = VideoReceiver(file: file, disk: disk)
    let outcome = await exchange(url, receiver, file, path)
    if case .whole = outcome { return outcome }
    await disk.run { file.discard() }
    return outcome
  }

  private func exchange(
    _ start: String, _ receiver: VideoReceiver, _ file: DurableFile, _ path: String
  ) async -> Outcome {
    var url = start
    for _ in 0...Self.mostRedirects {
      guard Self.isWebAddress(url) else {
        return .unavailable(message: "the video URL is no http(s) address")
      }
      let request = HTTPRequest(
        .get, url, addressPolicy: allowsPrivateAddresses ? .any : .publicOnly,
        limits: HTTPLimits(total: Self.longestDownload, stall: .seconds(60), responseBytes: 4 << 30)
      )
      await receiver.reset()
      let result = await transport.receive(request, by: receiver)
      if let failure = await receiver.failure { return .disk(failure) }
      if let status = await receiver.head?.status, status != 200 {
        guard let next = Self.redirect(of: await receiver.head, from: url) else {
          return Self.refusal(status)
        }
        url = next
        continue
      }
      switch result {
      case .failure(let failure): return .unavailable(message: failure.message)
      case .success(let head): return await inspect(receiver, head, file, path)
      }
    }
    return .unavailable(message: "the video URL was redirected too often")
  }

  private static func refusal(_ status: Int) -> Outcome {
    let message = "the video URL answered HTTP \(status)"
    return (400..<500).contains(status) && status != 408 && status != 429
      ? .refused(message: message) : .unavailable(message: message)
  }

  private static func isWebAddress(_ url: String) -> Bool {
    let start = url.prefix(8).lowercased()
    return start.hasPrefix("http://") || start == "https://"
  }

  /// Where a redirect leads: an absolute URL, or a path on the same host.
  private static func redirect(of head: HTTPResponseHead?, from url: String) -> String? {
    guard let head, [301, 302, 303, 307, 308].contains(head.status),
      let location = head.value(of: "Location"), !location.isEmpty
    else { return nil }
    if location.hasPrefix("//") { return url.prefix { $0 != "/" } + location }
    guard location.hasPrefix("/") else { return location }
    let host = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return host.count >= 3 ? "\(host[0])//\(host[2])\(location)" : nil
  }

  /// Only the announced length and a whole MP4 make a finished video.
  private func inspect(
    _ receiver: VideoReceiver, _ head: HTTPResponseHead, _ file: DurableFile, _ path: String
  ) async -> Outcome {
    let size = await receiver.sizeBytes
    if let announced = head.contentLength, announced != size {
      return .unavailable(message: "\(size) of \(announced) bytes arrived")
    }
    let sha256 = await receiver.sha256
    do throws(MediaInspectionError) {
      let verdict = try await disk.run { () throws(MediaInspectionError) in
        try MP4Inspector.inspect(FileByteSource(path: file.temporaryPath))
      }
      switch verdict {
      case .broken(let reason):
        return .unavailable(message: "the file is no whole MP4: \(reason)")
      case .whole(let summary):
        return .whole(
          file,
          VideoFile(
            path: path, sizeBytes: size, sha256: sha256, width: summary.width,
            height: summary.height,
            lengthMilliseconds: min(summary.lengthMilliseconds, Self.longestMilliseconds),
            audio: summary.hasAudio))
      }
    } catch {
      return .unavailable(message: "\(error)")
    }
  }
}
