import Testing

@testable import ServiceSimulator

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct StateFileTests {
  /// A path that nothing stands at yet, in a directory of its own, for the time of `body`.
  private func withPath(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/simulator-state-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      Issue.record("no temporary directory")
      return
    }
    let directory = String(
      decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer {
      unlink("\(directory)/ledger")
      rmdir(directory)
    }
    try body("\(directory)/ledger")
  }

  private func append(_ text: String, to path: String) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    let bytes = Array(text.utf8)
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  private func read(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func theLedgerSurvivesARestart() throws {
    try withPath { path in
      let first = try SimulatorFixture { $0.stateFile = path }
      let id = try first.submit(
        #"{"model":"wan2.6-flash","image_urls":["https://a/b"],"prompt":"[fail-once]","client_business_id":"k"}"#
      ).json["id"]?.string
      first.clock.advance(seconds: 1)
      // Not stopped: a killed simulator has no time for farewells either.
      let second = try SimulatorFixture(clock: first.clock) { $0.stateFile = path }
      #expect(try second.status("k").json["id"]?.string == id)
      #expect(try second.ledger()["tasks"]?.array?.first?["id"]?.string == id)
      #expect(try second.ledger()["totals"]?["charged"]?.number?.text == "2.50")
      let again = try second.task(prompt: "[fail-once]")
      second.clock.advance(seconds: 10)
      #expect(try second.status(again).json["status"]?.string == "completed")
      #expect(try second.ledger()["totals"]?["net"]?.number?.text == "2.50")
    }
  }

  @Test func aLineThatAKillCutShortIsDropped() throws {
    try withPath { path in
      let first = try SimulatorFixture { $0.stateFile = path }
      let id = try first.task()
      first.simulator.stop()
      append(#"{"id":"video_"#, to: path)
      let second = try SimulatorFixture(clock: first.clock) { $0.stateFile = path }
      let other = try second.task(prompt: "2")
      second.simulator.stop()
      let third = try SimulatorFixture(clock: first.clock) { $0.stateFile = path }
      let ids = try third.ledger()["tasks"]?.array?.map { $0["id"]?.string }
      #expect(ids == [id, other])
    }
  }

  @Test(arguments: [
    ("dear diary", 1), ("dear\ndiary\n", 1), ("{}\n", 1), ("{\"id\":\"x\"}\n", 1), ("\n", 1),
  ])
  func aFileThatIsNoLedgerIsRefusedAndLeftAlone(_ text: String, _ line: Int) throws {
    try withPath { path in
      append(text, to: path)
      var options = SimulatorOptions()
      options.stateFile = path
      #expect(throws: SimulatorError.foreignStateFile(path: path, line: line)) {
        try Simulator(options).start()
      }
      #expect(read(path) == text)
    }
  }

  @Test func anUnusableFileIsSaidAtTheStart() {
    var options = SimulatorOptions()
    options.stateFile = "/nowhere/at/all"
    #expect(throws: SimulatorError.stateFile(path: "/nowhere/at/all", cause: ENOENT)) {
      try Simulator(options).start()
    }
  }
}
