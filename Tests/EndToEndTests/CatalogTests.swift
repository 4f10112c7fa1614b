import JSONText
import TestSupport
import Testing

/// A catalog that is regenerated night after night: `plan` says exactly what `run` then does, and
/// the service's books agree to the cent.
@Suite struct CatalogTests {
  private static let options = [
    "--poll-interval", "0.05", "--submit-rate", "500", "--query-rate", "2000",
  ]

  /// The request does not depend on the id, so that a renamed job asks for the same video.
  private func line(_ id: String, _ prompt: String) -> String {
    #"{"id":"\#(id)","image_urls":["https://cdn.example.com/a.jpg"],"prompt":"\#(prompt)","#
      + #""resolution":"720p","audio":false}"# + "\n"
  }

  private func write(_ jobs: [(String, String)], _ program: BuiltProgram) {
    TextFile.write(
      jobs.map { line($0.0, $0.1) }.joined(), to: program.file("catalog.jsonl"))
  }

  private func plan(_ program: BuiltProgram, _ more: [String] = []) async throws -> JSONValue {
    let outcome = await program.run(["plan", "catalog.jsonl", "--json"] + more)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let last = try #require(outcome.output.split(separator: "\n").last)
    return try JSONValue.parse(Array(last.utf8))
  }

  @Test func planPredictsExactlyWhatARunThenDoes() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05...0.2", "--tier", "unlimited")
    let program = simulator.client()
    var jobs = (0..<60).map { ("sku-\($0)", "turntable \($0)") }
    write(jobs, program)
    let first = try await plan(program)
    #expect(first["submit"]?.int == 60 && Results.cents(first["amount"]) == 60 * 75)
    let run = ["run", "catalog.jsonl", "--yes"] + Self.options
    #expect(await program.run(run).exitCode == 0)
    #expect(Results.cents(try simulator.ledger()["totals"]?["net"]) == 60 * 75)
    let output = program.file("catalog.out")

    // A change that is taken back: paid once, and free when it comes back.
    jobs[59].1 = "another"
    write(jobs, program)
    #expect(await program.run(run).exitCode == 0)
    jobs[59].1 = "turntable 59"
    // Five change, three leave, two are renamed, two are new, four files are gone, one is damaged.
    for index in 0..<5 { jobs[index].1 += ", faster" }
    jobs.removeSubrange(5..<8)
    for index in 5..<7 { jobs[index].0 += "-renamed" }
    jobs += [("new-1", "first"), ("new-2", "second")]
    for number in 20..<24 { TextFile.remove("\(output)/videos/sku-\(number).mp4") }
    var bytes = try #require(TextFile.bytes("\(output)/videos/sku-30.mp4"))
    bytes[bytes.count - 9] ^= 0xFF
    TextFile.write(bytes: bytes, to: "\(output)/videos/sku-30.mp4")
    write(jobs, program)

    let before = try simulator.ledger()
    let predicted = try await plan(program)
    #expect(predicted["submit"]?.int == 7)
    #expect(predicted["recall"]?.int == 5)
    #expect(predicted["take_back"]?.int == 1)
    #expect(predicted["adopt"]?.int == 2)
    #expect(predicted["keep"]?.int == 44)
    // The three that left, and not the two whose videos go on under another id.
    #expect(predicted["left_manifest"]?.int == 5)
    let outcome = await program.run(run)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let after = try simulator.ledger()
    func tasks(_ ledger: JSONValue) -> Int { ledger["tasks"]?.array?.count ?? -1 }
    #expect(tasks(after) - tasks(before) == predicted["submit"]?.int.map { Int($0) })
    let paid = try #require(Results.cents(after["totals"]?["net"]))
    let paidBefore = try #require(Results.cents(before["totals"]?["net"]))
    #expect(paid - paidBefore == Results.cents(predicted["amount"]))
    let results = try Results(in: output)
    #expect(results.count("completed") == 59)
    #expect(Results.cents(results.totals["cost"]?["this_run"]) == paid - paidBefore)

    // Nothing happened: the same bytes, but for the totals row.
    let rows = results.text.split(separator: "\n").dropLast()
    #expect(await program.run(run).exitCode == 0)
    #expect(try Results(in: output).text.split(separator: "\n").dropLast() == rows)
    await simulator.stop()
  }

  @Test func selectionLimitAndForceNarrowAndWidenARun() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    write((0..<6).map { ("\($0 < 3 ? "a" : "b")-\($0)", "take \($0)") }, program)
    let run = ["run", "catalog.jsonl", "--yes"] + Self.options
    func tasks() throws -> Int? { try simulator.ledger()["tasks"]?.array?.count }
    #expect(try await plan(program, ["--only", "a-*"])["submit"]?.int == 3)
    let limited = await program.run(["plan", "catalog.jsonl", "--json", "--limit", "2"])
    let rows = try limited.output.split(separator: "\n").map { try JSONValue.parse($0.utf8) }
    // A row for each that is submitted, and none for those that wait.
    #expect(rows.map { $0["id"]?.string } == ["a-0", "a-1", nil])
    #expect(rows.last?["submit"]?.int == 2 && rows.last?["held_back"]?.int == 4)
    #expect(await program.run(run + ["--only", "a-*", "--limit", "2"]).exitCode == 3)
    #expect(try tasks() == 2)
    #expect(await program.run(run + ["--only", "a-*"]).exitCode == 0)
    #expect(try tasks() == 3)
    #expect(await program.run(run).exitCode == 0)
    #expect(try tasks() == 6)
    let forced = await program.run(run + ["--only", "a-0", "--only", "b-5", "--force"])
    #expect(forced.exitCode == 0, "\(forced.errors)")
    #expect(try tasks() == 8)
    await simulator.stop()
  }

  @Test func tooManyChangesAreRefusedBeforeAnythingIsPaid() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    write((0..<5).map { ("a-\($0)", "take \($0)") }, program)
    let run = ["run", "catalog.jsonl", "--yes", "--max-changed", "40%"] + Self.options
    #expect(await program.run(run).exitCode == 0)
    write((0..<5).map { ("a-\($0)", $0 < 3 ? "other \($0)" : "take \($0)") }, program)
    for command in [run, ["plan", "catalog.jsonl", "--max-changed", "40%"]] {
      let refused = await program.run(command)
      #expect(refused.exitCode == 2 && refused.errors.contains("3 of 5: prompt"), "\(command)")
    }
    write((0..<5).map { ("a-\($0)", $0 < 2 ? "other \($0)" : "take \($0)") }, program)
    #expect(await program.run(run).exitCode == 0)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 7)
    await simulator.stop()
  }

  @Test func prunedVideosAreMovedAndComeBackWithTheirIDs() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    let jobs = (0..<3).map { ("a-\($0)", "take \($0)") }
    write(jobs, program)
    let run = ["run", "catalog.jsonl", "--yes"] + Self.options
    #expect(await program.run(run).exitCode == 0)
    write(Array(jobs.dropLast()), program)
    let output = program.file("catalog.out")
    #expect(await program.run(run + ["--prune"]).exitCode == 0)
    #expect(TextFile.names(in: output + "/videos") == ["a-0.mp4", "a-1.mp4"])
    #expect(TextFile.names(in: output + "/removed") == ["a-2.1.mp4"])
    write(jobs, program)
    #expect(await program.run(run).exitCode == 0)
    #expect(TextFile.names(in: output + "/videos") == ["a-0.mp4", "a-1.mp4", "a-2.mp4"])
    #expect(try simulator.ledger()["tasks"]?.array?.count == 3)
    await simulator.stop()
  }

  @Test func replacedVideosAreKeptAsManyAsAskedFor() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    for (number, versions) in ["1", "1", "1", "2", "0"].enumerated() {
      write([("a", "take \(number)")], program)
      let run = ["run", "catalog.jsonl", "--yes", "--keep-versions", versions] + Self.options
      #expect(await program.run(run).exitCode == 0)
      let kept = [[], ["a.1.mp4"], ["a.2.mp4"], ["a.2.mp4", "a.3.mp4"], []][number]
      #expect(TextFile.names(in: program.file("catalog.out/versions")) == kept)
    }
    await simulator.stop()
  }

  @Test func knownFailuresWakeNobody() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--fault", "submit:422-before=#1")
    let program = simulator.quickClient()
    write([("a", "first")], program)
    let run = ["run", "catalog.jsonl", "--yes", "--known-failures-ok"] + Self.options
    #expect(await program.run(run).exitCode == 1)
    write([("a", "first"), ("b", "second")], program)
    #expect(await program.run(run).exitCode == 0)
    #expect(await program.run(["run", "catalog.jsonl", "--yes"] + Self.options).exitCode == 1)
    await simulator.stop()
  }

  @Test func tooManyFailuresStopSubmitting() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--fault", "submit:422-before=#1-9")
    let program = simulator.quickClient()
    write((0..<20).map { ("a-\($0)", "take \($0)") }, program)
    let outcome = await program.run(
      ["run", "catalog.jsonl", "--yes", "--max-failures", "3", "--concurrency", "1"]
        + Self.options)
    #expect(outcome.exitCode == 3, "\(outcome.errors)")
    let results = try Results(in: program.file("catalog.out"))
    #expect(results.count("failed") == 4 && results.count("pending") == 16)
    #expect(results.totals["stopped"]?["reason"]?.string == "failures")
    await simulator.stop()
  }

  /// At every hour one of two neighbouring windows is closed.
  @Test func nothingIsSubmittedOutsideTheWindow() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    write([("a", "first")], program)
    var codes: [Int32] = []
    var reasons: [String?] = []
    for window in ["00:00-12:00", "12:00-00:00"] {
      let outcome = await program.run(
        ["run", "catalog.jsonl", "--yes", "--submit-window", window] + Self.options)
      codes.append(outcome.exitCode)
      reasons.append(
        try Results(in: program.file("catalog.out")).totals["stopped"]?["reason"]?.string)
    }
    // In the morning the first one submits and the second finds nothing left to do.
    #expect(codes == [0, 0] || (codes == [3, 0] && reasons[0] == "window"), "\(codes)")
    await simulator.stop()
  }

  @Test func idWhoseLineIsWrongHasNotLeft() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    write([("a", "same")], program)
    let run = ["run", "catalog.jsonl", "--yes", "--prune", "--skip-invalid"] + Self.options
    #expect(await program.run(run).exitCode == 0)
    let wrong = #"{"id":"a","image_urls":["https://cdn.example.com/a.jpg"],"duration":7}"#
    TextFile.write(
      wrong + "\n" + line("b", "same"), to: program.file("catalog.jsonl"))
    #expect(await program.run(run).exitCode == 1)
    // Mended, it still has what it was paid for.
    write([("a", "same"), ("b", "same")], program)
    #expect(await program.run(run).exitCode == 0)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 2)
    await simulator.stop()
  }

  @Test func videoThatWasTakenOverIsFetchedAgainWhenItIsLost() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    let run = ["run", "catalog.jsonl", "--yes"] + Self.options
    write([("a", "same")], program)
    #expect(await program.run(run).exitCode == 0)
    write([("b", "same")], program)
    #expect(await program.run(run).exitCode == 0)
    TextFile.remove(program.file("catalog.out/videos/b.mp4"))
    let again = await program.run(run)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(TextFile.names(in: program.file("catalog.out/videos")) == ["b.mp4"])
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    await simulator.stop()
  }

  @Test func idRenamedWhileItsTaskRunsGetsItsVideo() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "1.5")
    let program = simulator.client()
    let run = ["run", "catalog.jsonl", "--yes"] + Self.options
    write([("a", "same")], program)
    let journal = program.file("catalog.out/journal.jsonl")
    let killed = program.start(run)
    await killed.send(9) { TextFile.read(journal).contains("\"accepted\"") }
    _ = await killed.wait()
    write([("b", "same")], program)
    let outcome = await program.run(run)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(TextFile.names(in: program.file("catalog.out/videos")) == ["b.mp4"])
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    await simulator.stop()
  }

  /// What the plan shows for nothing costs nothing, even when it does not come about.
  @Test func idRenamedWhileItsTaskFailsIsNeitherPaidNorGivenAnotherVideo() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "1.5")
    let program = simulator.quickClient()
    let output = program.file("catalog.out")
    let run = ["run", "catalog.jsonl", "--yes", "--retries", "0"] + Self.options
    write([("a", "first")], program)
    #expect(await program.run(run).exitCode == 0)
    write([("a", "changed [fail]")], program)
    let killed = program.start(run)
    await killed.send(9) {
      let journal = TextFile.read(output + "/journal.jsonl")
      return journal.split(separator: "\"type\":\"accepted\"").count == 3
    }
    _ = await killed.wait()
    write([("b", "changed [fail]")], program)
    let predicted = try await plan(program)
    #expect(predicted["wait"]?.int == 1 && predicted["submit"]?.int == 0)
    let outcome = await program.run(run)
    #expect(outcome.exitCode == 3, "\(outcome.errors)")
    #expect(try Results(in: output).count("pending") == 1)
    #expect(TextFile.names(in: output + "/videos") == ["a.mp4"])
    #expect(try simulator.ledger()["tasks"]?.array?.count == 2)
    await simulator.stop()
  }

  @Test func resultsWrittenAgainAreTheSameBytesAlsoWithKnownFailures() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--fault", "submit:422-before=#1")
    let program = simulator.quickClient()
    write([("a", "first"), ("b", "second")], program)
    let run = ["run", "catalog.jsonl", "--yes", "--concurrency", "1"] + Self.options
    for newFailures in [1, 0] {
      #expect(await program.run(run).exitCode == 1)
      let results = try Results(in: program.file("catalog.out"))
      #expect(results.totals["new_failures"]?.int.map { Int($0) } == newFailures)
      #expect(await program.run("report", "catalog.out").exitCode == 0)
      #expect(try Results(in: program.file("catalog.out")).text == results.text)
    }
    await simulator.stop()
  }

  @Test func whyNothingIsSubmittedIsSaidAlsoWhenNothingCanBeCollected() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "60")
    var program = simulator.client()
    write([("a", "first")], program)
    let run = ["run", "catalog.jsonl", "--yes"] + Self.options
    let journal = program.file("catalog.out/journal.jsonl")
    let killed = program.start(run)
    await killed.send(9) { TextFile.read(journal).contains("\"accepted\"") }
    _ = await killed.wait()
    TextFile.write("no manifest\n", to: program.file("catalog.jsonl"))
    program.environment["TOAPIS_API_KEY"] = nil
    let refused = await program.run(run)
    #expect(refused.exitCode == 2)
    #expect(refused.errors.contains("no API key"))
    #expect(refused.errors.hasSuffix("the manifest has 1 mistake; nothing was submitted\n"))
    await simulator.stop()
  }

  /// A line that tells no id may be any job's.
  @Test func nobodyHasLeftWhileAWrongLineTellsNoID() async throws {
    let program = BuiltProgram()
    let path = program.file("jobs.jsonl")
    let run = ["run", "jobs.jsonl", "--simulate", "--output", "d", "--prune", "--skip-invalid"]
    TextFile.write(Examples.job("a") + Examples.job("b"), to: path)
    #expect(await program.run(run).exitCode == 0)
    TextFile.write(Examples.job("a") + "{oops\n", to: path)
    let outcome = await program.run(run)
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    #expect(TextFile.names(in: program.file("d/videos")).sorted() == ["a.mp4", "b.mp4"])
    TextFile.write(Examples.job("a"), to: path)
    #expect(await program.run(run).exitCode == 0)
    #expect(TextFile.names(in: program.file("d/videos")) == ["a.mp4"])
  }
}
