import TestSupport
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
  private let directory = TemporaryDirectory()
  /// Nothing stands there yet.
  private var path: String { directory.file("ledger") }

  @Test func theLedgerSurvivesARestart() throws {
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

  @Test func aLineThatAKillCutShortIsDropped() throws {
    let first = try SimulatorFixture { $0.stateFile = path }
    let id = try first.task()
    first.simulator.stop()
    TextFile.write(TextFile.read(path) + #"{"id":"video_"#, to: path)
    let second = try SimulatorFixture(clock: first.clock) { $0.stateFile = path }
    let other = try second.task(prompt: "2")
    second.simulator.stop()
    let third = try SimulatorFixture(clock: first.clock) { $0.stateFile = path }
    let ids = try third.ledger()["tasks"]?.array?.map { $0["id"]?.string }
    #expect(ids == [id, other])
  }

  @Test(arguments: [
    ("dear diary", 1), ("dear\ndiary\n", 1), ("{}\n", 1), ("{\"id\":\"x\"}\n", 1), ("\n", 1),
  ])
  func aFileThatIsNoLedgerIsRefusedAndLeftAlone(_ text: String, _ line: Int) throws {
    TextFile.write(text, to: path)
    var options = SimulatorOptions()
    options.stateFile = path
    #expect(throws: SimulatorError.foreignStateFile(path: path, line: line)) {
      try Simulator(options).start()
    }
    #expect(TextFile.read(path) == text)
  }

  @Test func anUnusableFileIsSaidAtTheStart() {
    var options = SimulatorOptions()
    options.stateFile = "/nowhere/at/all"
    #expect(throws: SimulatorError.stateFile(path: "/nowhere/at/all", cause: ENOENT)) {
      try Simulator(options).start()
    }
  }
}
