import Digest
import DurableFiles
import HTTPCore
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct VideoReceiverTests {
  let directory = TemporaryDirectory()
  private let shelf: VideoShelf

  init() throws {
    shelf = VideoShelf(directory: directory.path, files: SystemFiles())
    try shelf.prepare()
  }

  /// The names of the files that were made.
  private var names: [String] { TextFile.names(in: directory.file("videos")) }

  private func receiver(_ files: any FileOperations = SystemFiles()) -> VideoReceiver {
    VideoReceiver(
      path: directory.file("videos/a.mp4"), files: files, disk: BlockingWork(label: "test"))
  }

  /// Releases what a receiver has, and has it put under its name.
  private func release(_ receiver: VideoReceiver) async -> (value: String, sha256: String)? {
    let turns = ShelfTurns(
      shelf, disk: BlockingWork(label: "test"), clock: TestClock(), downloads: 1)
    return await receiver.release(in: turns) { file, _ throws(FileError) in
      let name = file.temporaryPath
      return .file(file) { () throws(FileError) in
        try file.place()
        return name
      }
    }
  }

  /// More than is gathered before it is written.
  private static let large = [UInt8](repeating: 7, count: 300_000)

  private func whole(etag: String? = "\"v1\"", length: Int? = 6) -> HTTPResponseHead {
    var headers: [HTTPField] = []
    if let etag { headers.append(HTTPField("ETag", etag)) }
    if let length { headers.append(HTTPField("Content-Length", "\(length)")) }
    return HTTPResponseHead(status: 200, headers: headers)
  }

  private func rest(_ range: String, etag: String? = "\"v1\"") -> HTTPResponseHead {
    var headers = [HTTPField("Content-Range", range)]
    if let etag { headers.append(HTTPField("ETag", etag)) }
    return HTTPResponseHead(status: 206, headers: headers)
  }

  @Test func brokenDownloadGoesOnWhereItWas() async throws {
    let receiver = receiver()
    #expect(receiver.nextHop().isEmpty)
    #expect(await receiver.begin(whole()))
    #expect(await receiver.take([1, 2, 3]))
    #expect(
      receiver.nextHop()
        == [HTTPField("Range", "bytes=3-"), HTTPField("If-Range", "\"v1\"")])
    #expect(await receiver.begin(rest("bytes 3-5/6")))
    #expect(await receiver.take([4, 5, 6]))
    #expect(receiver.sizeBytes == 6)
    #expect(receiver.announcedBytes == 6)
    let finished = try #require(await release(receiver))
    #expect(finished.sha256 == SHA256.hash([1, 2, 3, 4, 5, 6]).hex)
    #expect(directory.bytes(of: "videos/a.mp4") == [1, 2, 3, 4, 5, 6])
  }

  @Test func fileThatChangedIsTakenFromItsStart() async throws {
    let receiver = receiver()
    #expect(await receiver.begin(whole()))
    #expect(await receiver.take([1, 2, 3]))
    // `If-Range` makes the server send all of the new one.
    #expect(await receiver.begin(whole(etag: "\"v2\"", length: 2)))
    #expect(await receiver.take([7, 8]))
    let finished = try #require(await release(receiver))
    #expect(finished.sha256 == SHA256.hash([7, 8]).hex)
    #expect(directory.bytes(of: "videos/a.mp4") == [7, 8])
    #expect(names == ["a.mp4"])
  }

  @Test(arguments: [
    "bytes 2-5/6", "bytes 4-5/6", "bytes 3-5/7", "bytes 3-5/*", "bytes */6", "items 3-5/6", "",
  ])
  func restThatDoesNotFitIsRefused(_ range: String) async {
    let receiver = receiver()
    #expect(await receiver.begin(whole()))
    #expect(await receiver.take([1, 2, 3]))
    #expect(await !receiver.begin(rest(range)))
    #expect(receiver.nextHop().isEmpty, "the next try takes the whole file")
    await receiver.discard()
    #expect(names.isEmpty)
  }

  @Test func restOfAnotherVersionIsRefused() async {
    let receiver = receiver()
    #expect(await receiver.begin(whole()))
    #expect(await receiver.take([1, 2, 3]))
    #expect(await !receiver.begin(rest("bytes 3-5/6", etag: "\"v2\"")))
  }

  @Test(arguments: [nil, "W/\"weak\"", "bare"])
  func withoutAStrongTagTheWholeFileIsTakenAgain(_ etag: String?) async {
    let receiver = receiver()
    #expect(await receiver.begin(whole(etag: etag)))
    #expect(await receiver.take([1, 2, 3]))
    #expect(receiver.nextHop().isEmpty)
    #expect(await !receiver.begin(rest("bytes 3-5/6")))
  }

  @Test func fileIsMadeWhenTheFirstOfItIsWritten() async throws {
    let receiver = receiver()
    #expect(await receiver.begin(whole(length: nil)))
    #expect(await receiver.take([1, 2, 3]))
    #expect(names.isEmpty)
    #expect(await receiver.take(Self.large))
    #expect(names.count == 1)
    #expect(await receiver.take([4]))
    let finished = try #require(await release(receiver))
    #expect(finished.value.hasPrefix(directory.path))
    #expect(finished.sha256 == SHA256.hash([1, 2, 3] + Self.large + [4]).hex)
    #expect(directory.bytes(of: "videos/a.mp4") == [1, 2, 3] + Self.large + [4])
    #expect(names == ["a.mp4"])
  }

  @Test func answerWithoutABodyMakesNoFile() async {
    let receiver = receiver()
    #expect(await receiver.begin(whole(length: 0)))
    #expect(await release(receiver) == nil)
    #expect(receiver.failure == nil)
    #expect(names.isEmpty)
  }

  @Test(arguments: [false, true]) func whatIsForgottenLeavesNothing(isWritten: Bool) async {
    let receiver = receiver()
    #expect(await receiver.begin(whole(length: nil)))
    #expect(await receiver.take(isWritten ? Self.large : [1]))
    await receiver.discard()
    #expect(names.isEmpty)
    #expect(await release(receiver) == nil, "nothing of it is left")
  }

  @Test(arguments: [FaultyFiles.Operation.open, .write], [false, true])
  func diskThatFailsAtTheFirstWriteLeavesNoFile(
    operation: FaultyFiles.Operation, isLarge: Bool
  ) async {
    let receiver = receiver(FaultyFiles(.failAll(operation, code: 28)))
    #expect(await receiver.begin(whole(length: nil)))
    let goesOn = await receiver.take(isLarge ? Self.large : [1])
    #expect(goesOn == !isLarge)
    if !isLarge { #expect(await release(receiver) == nil) }
    #expect(receiver.failure?.isDiskFull == true)
    await receiver.discard()
    #expect(names.isEmpty)
  }
}
