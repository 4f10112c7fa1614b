import JSONText
import TestSupport
import Testing

@Suite struct ChangeTests {
  private let options = ["--yes", "--poll-interval", "0.05", "--submit-rate", "100"]

  @Test func changedJobIsPaidAgainAndTheOldVideoComesBackForNothing() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    let videos = program.file("jobs.out/videos")
    func run(_ prompt: String) async throws -> (row: JSONValue, tasks: Int?) {
      TextFile.write(Examples.job("a", prompt), to: program.file("jobs.jsonl"))
      let outcome = await program.run(["run", "jobs.jsonl"] + options)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let row = try #require(try Results(in: program.file("jobs.out")).rows.first)
      return (row, try simulator.ledger()["tasks"]?.array?.count)
    }
    let first = try await run("slow")
    let second = try await run("fast")
    #expect(second.tasks == 2)
    #expect(second.row["cost"]?["amount"]?.number?.text == "1.50")
    #expect(second.row["task_id"]?.string != first.row["task_id"]?.string)
    #expect(TextFile.names(in: program.file("jobs.out/versions")) == ["a.1.mp4"])

    let third = try await run("slow")
    #expect(third.tasks == 2)
    #expect(third.row["task_id"]?.string == first.row["task_id"]?.string)
    #expect(third.row["video"]?["sha256"]?.string == first.row["video"]?["sha256"]?.string)
    #expect(TextFile.names(in: videos) == ["a.mp4"])
    #expect(TextFile.names(in: program.file("jobs.out/versions")) == ["a.2.mp4"])
    await simulator.stop()
  }

  /// Whatever was paid for once and may still be had is fetched, not paid for.
  @Test func keptVideosWhoseFilesAreLostAreFetchedAgainForNothing() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    let output = program.file("jobs.out")
    func run(_ prompt: String) async throws -> String? {
      TextFile.write(Examples.job("a", prompt), to: program.file("jobs.jsonl"))
      let outcome = await program.run(["run", "jobs.jsonl"] + options)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return try Results(in: output).rows.first?["task_id"]?.string
    }
    let slow = try await run("slow")
    let fast = try await run("fast")
    #expect(try await run("slow") == slow)
    // The one taken back is lost, while the newest attempt is of the other request.
    TextFile.remove(output + "/videos/a.mp4")
    #expect(try await run("slow") == slow)
    #expect(TextFile.names(in: output + "/versions") == ["a.2.mp4"])
    // A replaced one is lost and wanted back.
    TextFile.remove(output + "/versions/a.2.mp4")
    #expect(try await run("fast") == fast)
    #expect(TextFile.names(in: output + "/versions") == ["a.1.mp4"])
    let again = await program.run(["run", "jobs.jsonl"] + options)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(try Results(in: output).totals["kept"]?.int == 1)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 2)
    await simulator.stop()
  }

  @Test func manifestThatNobodyAgreedToIsNotWhatResumeGoesOnWith() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    TextFile.write(Examples.job("a", "slow"), to: program.file("jobs.jsonl"))
    #expect(await program.run(["run", "jobs.jsonl"] + options).exitCode == 0)
    TextFile.write(Examples.job("a", "fast"), to: program.file("jobs.jsonl"))
    let declined = await program.run("run", "jobs.jsonl")
    #expect(declined.exitCode == 2 && declined.errors.contains("agree with --yes"))
    let resumed = await program.run(["resume", "jobs.out"] + options)
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    #expect(!TextFile.names(in: program.file("jobs.out")).contains { $0.hasSuffix(".tmp") })
    await simulator.stop()
  }

  @Test func keyFileIsReadAgainAfterItsKeyWasRefused() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--accept-key", "right-key", "--fault", "submit:slow(1.5)=#1")
    var program = simulator.client()
    program.environment["TOAPIS_API_KEY"] = nil
    let output = program.file("jobs.out")
    let key = program.file("key")
    TextFile.write("wrong-key\n", to: key)
    let lines = (0..<3).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    let process = program.start(
      ["run", "jobs.jsonl", "--api-key-file", "key", "--concurrency", "1"] + options)
    // Mended while the first submission is under way, on the thread that looks.
    await process.waitUntil {
      guard TextFile.read(output + "/journal.jsonl").contains("\"intent\"") else { return false }
      TextFile.write("right-key\n", to: key)
      return true
    }
    let outcome = await process.wait()
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 3)
    #expect(!TextFile.read(output + "/journal.jsonl").contains("right-key"))
    await simulator.stop()
  }

  @Test func localPictureIsUploadedOnceForAllJobsThatNameIt() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    // The smallest GIF: one pixel.
    let gif: [UInt8] =
      Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
      + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
    TextFile.write(bytes: gif, to: program.file("photo.gif"))
    let lines = (0..<3).map { number in
      #"{"id":"job-\#(number)","image_urls":["photo.gif"],"prompt":"take \#(number)"}"# + "\n"
    }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    let outcome = await program.run(["run", "jobs.jsonl"] + options)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let ledger = try simulator.ledger()
    #expect(ledger["totals"]?["uploads"]?.int == 1)
    let urls = (ledger["tasks"]?.array ?? []).map { $0["request"]?["image_urls"]?.array?.first }
    #expect(urls.count == 3)
    #expect(urls.allSatisfy { $0?.string?.hasPrefix(simulator.baseURL) == true })
    let rows = try Results(in: program.file("jobs.out")).rows
    #expect(
      rows.map { $0["request"]?["image_urls"]?.array?.first?.string }
        == Array(repeating: "photo.gif", count: 3))
    await simulator.stop()
  }

  @Test func budgetIsNeverPassedAndTheRestWaits() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05...0.2")
    let program = simulator.client()
    let lines = (0..<20).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    let outcome = await program.run(
      "run", "jobs.jsonl", "--max-cost", "5.00", "--poll-interval", "0.05", "--submit-rate", "100")
    #expect(outcome.exitCode == 3, "\(outcome.errors)")
    let results = try Results(in: program.file("jobs.out"))
    // Six videos at ¥0.75 fit into ¥5.00.
    #expect(results.count("completed") == 6)
    #expect(results.count("pending") == 14)
    #expect(results.totals["stopped"]?["reason"]?.string == "budget")
    #expect(Results.cents(try simulator.ledger()["totals"]?["net"]) == 450)
    await simulator.stop()
  }

  @Test func refusedKeyStopsSubmittingAndTheSameCommandGoesOn() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--accept-key", "right-key")
    var program = simulator.client()
    let lines = (0..<5).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    let first = await program.run(["run", "jobs.jsonl"] + options)
    #expect(first.exitCode == 3, "\(first.errors)")
    #expect(first.errors.contains("the key was refused"), "\(first.errors)")
    #expect(!(first.errors + first.output).contains("key-for-a-test"))
    #expect(try Results(in: program.file("jobs.out")).count("pending") == 5)

    program.environment["TOAPIS_API_KEY"] = "right-key"
    let second = await program.run(["run", "jobs.jsonl"] + options)
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 5)
    for name in ["journal.jsonl", "manifest.jsonl", "results.jsonl", "summary.txt"] {
      #expect(!TextFile.read(program.file("jobs.out/" + name)).contains("right-key"))
    }
    await simulator.stop()
  }
}
