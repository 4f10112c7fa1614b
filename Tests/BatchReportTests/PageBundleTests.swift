import DurableFiles
import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct PageBundleTests {
  private static let address = "https://cdn.example.com/private/a.jpg"
  private let directory = TemporaryDirectory()

  /// A directory with two videos; everything that must not leave it stands everywhere.
  private func fixture() throws -> PageFixture {
    _ = try SystemFiles().makeDirectory(directory.file("videos"))
    directory.write(Array("first".utf8), to: "videos/sku-1.mp4")
    directory.write(Array("second".utf8), to: "videos/httpscdn~0123456789abcdef.mp4")
    var fixture = try PageFixture()
    try fixture.addCompleted(
      "sku-1", prompt: "like \(Self.address)",
      labels: #"{"from":"\#(Self.address)","local":"photos/a.png"}"#,
      sources: ["photos/a.png"], path: "videos/sku-1.mp4", sizeBytes: 5)
    try fixture.addCompleted(
      Self.address, sources: [Self.address], path: "videos/httpscdn~0123456789abcdef.mp4",
      sizeBytes: 6)
    try fixture.addFailed(
      "sku-3", .make(code: "bad", message: "cannot load \(Self.address), see /home/anna/x"))
    try fixture.add(
      .make(id: "sku-4"), .make(.inDoubt(reason: Self.address, task: TaskID("video_secret_9"))))
    fixture.add(InvalidLine(id: JobID("sku-5"), line: 5, complaints: ["/home/anna/y is missing"]))
    fixture.stopped = RunFacts.Stop(
      reason: "x", message: Self.address, nextCommand: "wanbatch resume /home/anna/z.out")
    return fixture
  }

  private func write(
    _ fixture: PageFixture, to name: String = "bundle", _ pattern: String = "*"
  ) throws -> BundleFolder.Contents {
    let glob = Glob(pattern)
    return try BundleFolder(
      path: directory.file(name), directory: directory.path, files: SystemFiles()
    ).write(
      source: fixture.source, state: fixture.state, facts: fixture.facts, isSimulated: false,
      selects: { glob.matches($0) }, isPresent: { _ in true })
  }

  @Test func bundleHoldsThePageAndCopiesOfTheVideos() throws {
    let contents = try write(try fixture())
    #expect(contents == BundleFolder.Contents(jobs: 5, videos: 2))
    #expect(directory.text(of: "bundle/videos/sku-1.mp4") == "first")
    #expect(directory.text(of: "bundle/videos/video~2.mp4") == "second")
    let page = PageHTML(bytes: try #require(directory.bytes(of: "bundle/index.html")))
    #expect(
      try page.jobs.map { $0["v"]?["u"]?.string }
        == ["./videos/sku-1.mp4", "./videos/video~2.mp4", nil, nil, nil])
  }

  @Test func bundleSaysNothingOfSourcesTasksKeysAndPaths() throws {
    let fixture = try fixture()
    _ = try write(fixture)
    let page = try #require(directory.text(of: "bundle/index.html"))
    let secrets = [
      "cdn.example.com", "files.example.com", "video_secret", "photos/", "/home/anna", "key-1",
      "account-1", directory.path, "https:",
    ]
    for secret in secrets { #expect(!page.contains(secret), "\(secret)") }
    // The page for the owner has them, or this test would find nothing to miss.
    let own = try fixture.html().text
    for told in ["cdn.example.com", "video_secret", "/home/anna"] { #expect(own.contains(told)) }
  }

  @Test func copyIsAFileOfItsOwn() throws {
    _ = try write(try fixture())
    directory.write(Array("later".utf8), to: "videos/sku-1.mp4")
    #expect(directory.text(of: "bundle/videos/sku-1.mp4") == "first")
  }

  @Test func patternChoosesJobsAndTheirTotals() throws {
    #expect(
      try write(try fixture(), "sku-[13]") == BundleFolder.Contents(jobs: 2, videos: 1))
    let page = PageHTML(bytes: try #require(directory.bytes(of: "bundle/index.html")))
    #expect(try page.jobs.map { $0["i"]?.string } == ["sku-1", "sku-3"])
    #expect(try page.head["totals"]?["amount"] == .string("0.75"))
  }

  @Test func patternThatMatchesNothingMakesNoFolder() throws {
    let fixture = try fixture()
    #expect(throws: BundleError.nothingSelected) { try write(fixture, "none-*") }
    #expect(directory.names == ["videos"])
  }

  @Test func folderWithSomethingInItIsRefusedAndLeftAlone() throws {
    let fixture = try fixture()
    _ = try SystemFiles().makeDirectory(directory.file("bundle"))
    directory.write(Array("mine".utf8), to: "bundle/.hidden")
    let path = directory.file("bundle")
    #expect(throws: BundleError.notEmpty(path: path)) { try write(fixture) }
    #expect(directory.text(of: "bundle/.hidden") == "mine")
    #expect(directory.bytes(of: "bundle/index.html") == nil)
  }

  @Test func symbolicLinkIsNeverWrittenThrough() throws {
    let fixture = try fixture()
    _ = try SystemFiles().makeDirectory(directory.file("elsewhere"))
    directory.link("bundle", to: directory.file("elsewhere"))
    #expect(throws: BundleError.self) { try write(fixture) }
    #expect(directory.names.contains("elsewhere"))
    #expect(directory.bytes(of: "elsewhere/index.html") == nil)
  }

  @Test func fileOfAnotherSizeIsLeftOut() throws {
    let fixture = try fixture()
    directory.write(Array("firs".utf8), to: "videos/sku-1.mp4")
    #expect(try write(fixture).videos == 1)
    #expect(directory.bytes(of: "bundle/videos/sku-1.mp4") == nil)
    #expect(directory.bytes(of: "bundle/videos/sku-1.mp4.part") == nil)
  }
}
