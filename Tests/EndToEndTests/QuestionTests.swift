import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What can be asked after a run: `costs`, `verify` and `balance`.
@Suite struct QuestionTests {
  private func program(_ simulator: SimulatorProcess) -> BuiltProgram {
    var program = simulator.client()
    program.environment["TZ"] = "UTC0"
    return program
  }

  private let options = ["--yes", "--poll-interval", "0.05", "--submit-rate", "100"]

  private func job(_ id: String, season: String?) -> String {
    let labels = season.map { #","labels":{"season":"\#($0)"}"# } ?? ""
    return Examples.job(id).split(separator: "\n")[0].dropLast() + labels + "}\n"
  }

  @Test func costsAddUpToTheTotalsRowAndTheLedger() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = program(simulator)
    let output = program.file("jobs.out")
    func run(_ lines: [String]) async {
      TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
      let outcome = await program.run(["run", "jobs.jsonl"] + options)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    await run([
      job("a", season: "spring"), job("b", season: "=HYPERLINK(1)"), job("c", season: nil),
      job("gone", season: "spring"),
    ])
    // One job leaves, another is paid again.
    await run([
      job("a", season: "spring"), job("b", season: "=HYPERLINK(1)"),
      job("c", season: nil).replacing("slow", with: "fast"),
    ])
    let journal = TextFile.read(output + "/journal.jsonl")
    let text = await program.run("costs", "jobs.out", "--by", "label.season")
    #expect(text.exitCode == 0)
    #expect(text.errors.isEmpty)
    #expect(
      text.output == """
        label.season                 videos  seconds  amount
        =HYPERLINK(1)                     1        5   ¥0.75
        spring                            1        5   ¥0.75
        (no such label)                   2       10   ¥1.50
        (no longer in the manifest)       1        5   ¥0.75
        total                             5       25   ¥3.75

        amounts are estimates, by the prices of the day they were spent on
        ¥0.75 of the total is for 1 job that is no longer in the manifest

        """)
    let csv = await program.run("costs", "jobs.out", "--by=label.season", "--csv")
    #expect(
      csv.output == """
        label.season,videos,seconds,amount,in_doubt_submissions,in_doubt_amount\r
        '=HYPERLINK(1),1,5,0.75,0,0.00\r
        spring,1,5,0.75,0,0.00\r
        (no such label),2,10,1.50,0,0.00\r
        (no longer in the manifest),1,5,0.75,0,0.00\r
        total,5,25,3.75,0,0.00\r

        """)
    let json = await program.run("costs", "jobs.out", "--by", "reason", "--json")
    let rows = try json.output.split(separator: "\n").map { try JSONValue.parse($0.utf8) }
    #expect(rows.map { $0["name"]?.string } == ["new", "request changed", nil])
    let total = try #require(rows.last)
    let row = try Results(in: output).totals
    #expect(
      Results.cents(total["amount"])
        == (Results.cents(row["cost"]?["amount"]) ?? 0)
        + (Results.cents(row["left_manifest"]?["amount"]) ?? 0))
    #expect(
      Results.cents(total["amount"]) == Results.cents(try simulator.ledger()["totals"]?["net"]))
    #expect(TextFile.read(output + "/journal.jsonl") == journal)
    await simulator.stop()
  }

  @Test func daysAreThoseOfTheReadersTimeZone() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    var program = program(simulator)
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    #expect(await program.run(["run", "jobs.jsonl"] + options).exitCode == 0)
    // Fourteen hours ahead and twelve behind are never the same day.
    var days: [String?] = []
    for zone in ["AAA-14", "BBB+12"] {
      program.environment["TZ"] = zone
      let outcome = await program.run("costs", "jobs.out", "--json")
      let row = try JSONValue.parse(outcome.output.prefix { $0 != "\n" }.utf8)
      days.append(row["name"]?.string)
    }
    #expect(days[0] != nil && days[0] != days[1])
    let journal = TextFile.read(program.file("jobs.out/journal.jsonl"))
    program.environment["TZ"] = "UTC0"
    let outcome = await program.run("costs", "jobs.out", "--csv")
    let day = outcome.output.split(separator: "\r\n").dropFirst().first?.prefix(10) ?? "none"
    #expect(journal.contains("\"at\":\"\(day)T"))
    await simulator.stop()
  }

  @Test(arguments: [
    (["costs", "nowhere.out"], Int32(2), "there is no such output directory"),
    (["costs", "."], 2, "nothing was ever run there"),
    (["costs", ".", "--by", "year"], 2, "expected day, month, reason or label.NAME, got 'year'"),
    (["costs", ".", "--csv", "--json"], 2, "exclude each other"),
    (["verify", "nowhere.out"], 2, "there is no such output directory"),
    (["verify", "damaged.out"], 5, "the directory is damaged"),
    (["costs", "damaged.out"], 5, "the directory is damaged"),
    (["balance"], 2, "no API key"),
  ]) func whatCanNotBeAnsweredIsExplained(
    _ arguments: [String], _ code: Int32, _ message: String
  ) async {
    let directory = TemporaryDirectory()
    mkdir(directory.file("damaged.out"), 0o755)
    mkdir(directory.file("damaged.out/videos"), 0o755)
    let outcome = await BuiltProgram(in: directory).run(arguments)
    #expect(outcome.exitCode == code)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func everyDifferenceBetweenFilesAndJournalIsFound() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = program(simulator)
    let output = program.file("jobs.out")
    let jobs = ["cut", "gone", "same-size", "swapped-1", "swapped-2", "whole"]
    TextFile.write(
      jobs.map { Examples.job($0) }.joined(), to: program.file("jobs.jsonl"))
    #expect(await program.run(["run", "jobs.jsonl"] + options).exitCode == 0)
    let sound = await program.run("verify", "jobs.out")
    #expect(sound.exitCode == 0)
    #expect(sound.output.hasPrefix("6 charges, ¥4.50 (estimated): 6 of 6 videos whole"))
    #expect(sound.errors.isEmpty)

    let videos = output + "/videos/"
    TextFile.remove(videos + "gone.mp4")
    #expect(truncate(videos + "cut.mp4", 1000) == 0)
    var bytes = try #require(TextFile.bytes(videos + "same-size.mp4"))
    bytes[bytes.count / 2] ^= 1
    TextFile.write(bytes: bytes, to: videos + "same-size.mp4")
    rename(videos + "swapped-1.mp4", videos + "x")
    rename(videos + "swapped-2.mp4", videos + "swapped-1.mp4")
    rename(videos + "x", videos + "swapped-2.mp4")
    TextFile.write("hello", to: videos + "notes.txt")
    TextFile.write("hello", to: videos + "gone.mp4.part")
    let different = await program.run("verify", "jobs.out", "--json")
    #expect(different.exitCode == 1)
    let rows = try different.output.split(separator: "\n").map { try JSONValue.parse($0.utf8) }
    #expect(
      rows.dropLast().map { "\($0["kind"]?.string ?? "") \($0["path"]?.string ?? "")" } == [
        "missing videos/gone.mp4", "damaged videos/cut.mp4", "damaged videos/same-size.mp4",
        "damaged videos/swapped-1.mp4", "damaged videos/swapped-2.mp4",
        "stranger videos/notes.txt", "leftover videos/gone.mp4.part",
      ])
    #expect(rows.last?["whole"]?.int == 1)

    // What it advises brings everything back and costs nothing.
    #expect(different.errors.contains("wanbatch collect jobs.out"), "\(different.errors)")
    for id in jobs.dropLast() { TextFile.remove(videos + id + ".mp4") }
    TextFile.remove(videos + "notes.txt")
    let collected = await program.run("collect", "jobs.out", "--poll-interval", "0.05")
    #expect(collected.exitCode == 0, "\(collected.errors)")
    #expect(await program.run("verify", "jobs.out").exitCode == 0)
    #expect(Results.cents(try simulator.ledger()["totals"]?["net"]) == 450)
    await simulator.stop()
  }

  @Test func aDamagedJournalIsNotVerified() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = program(simulator)
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    #expect(await program.run(["run", "jobs.jsonl"] + options).exitCode == 0)
    let journal = program.file("jobs.out/journal.jsonl")
    let text = TextFile.read(journal)
    TextFile.write(text.replacing("\"accepted\"", with: "\"acceptex\""), to: journal)
    for command in ["verify", "costs"] {
      let outcome = await program.run(command, "jobs.out")
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      #expect(outcome.errors.contains("the checksum does not match"), "\(outcome.errors)")
    }
    await simulator.stop()
  }

  @Test func aRunUnderWayIsNamedAndNotDisturbed() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "600")
    let program = program(simulator)
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let process = program.start(["run", "jobs.jsonl"] + options)
    await process.waitUntil {
      TextFile.read(program.file("jobs.out/journal.jsonl")).contains("\"accepted\"")
    }
    let verified = await program.run("verify", "jobs.out")
    #expect(verified.exitCode == 0, "\(verified.errors)")
    #expect(verified.errors.contains("a run is under way (pid \(process.id) "))
    #expect(verified.output.hasPrefix("running: job a, task "), "\(verified.output)")
    let costs = await program.run("costs", "jobs.out")
    #expect(costs.output.contains("¥0.75"), "\(costs.output)")
    process.send(SIGTERM)
    #expect(await process.wait().exitCode == 143)
    await simulator.stop()
  }

  @Test func pricesOfAFileAreUsedFromThePlanToTheTotals() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = program(simulator)
    TextFile.write(
      Examples.job("a") + Examples.job("b"), to: program.file("jobs.jsonl"))
    TextFile.write(
      #"{"currency":"CNY","name":"contract 2027","per_second":{"720p":{"silent":0.333333}}}"#,
      to: program.file("prices.json"))
    let prices = ["--prices", "prices.json"]
    let plan = await program.run(["plan", "jobs.jsonl", "--json"] + prices)
    #expect(plan.output.contains(#""amount":3.33333,"#), "\(plan.output)")
    // One fits into the cap, and two do not.
    let capped = await program.run(
      ["run", "jobs.jsonl", "--max-cost", "3.333329"] + prices + options.dropFirst())
    #expect(capped.exitCode == 3, "\(capped.errors)")
    // The run remembers the prices, and not where they were.
    TextFile.remove(program.file("prices.json"))
    let resumed = await program.run(["resume", "jobs.out", "--max-cost", "100"] + options)
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    let cost = try Results(in: program.file("jobs.out")).totals["cost"]
    #expect(cost?["prices"]?.string == "contract 2027")
    #expect(cost?["amount"]?.number?.text == "3.33333")
    #expect(resumed.errors.contains("estimated, contract 2027 prices"), "\(resumed.errors)")
    await simulator.stop()
  }

  @Test func aMistakeInAPriceListStopsEverything() async {
    let program = BuiltProgram()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    TextFile.write(
      #"{"currency":"CNY","name":"n","per_second":{"720p":{"silent":-1}}}"#,
      to: program.file("prices.json"))
    for (file, message) in [
      ("prices.json", "prices.json:1:61: per_second.720p.silent: expected CNY per second"),
      ("none.json", "none.json: can't be opened"), (".", ".: is not a regular file"),
    ] {
      let outcome = await program.run("run", "jobs.jsonl", "--yes", "--prices", file)
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(!TextFile.exists(program.file("jobs.out")))
    }
  }

  @Test func theBalanceIsThatOfTheKey() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--balance", "100.00")
    let program = program(simulator)
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    #expect(await program.run(["run", "jobs.jsonl"] + options).exitCode == 0)
    let outcome = await program.run("balance", "--json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let row = try JSONValue.parse(outcome.output.prefix { $0 != "\n" }.utf8)
    #expect(row["of"]?.string == "key")
    #expect(row["remaining"]?.number?.text == "99.25")
    #expect(row["used"]?.number?.text == "0.75")
    #expect(row["used_credits"]?.int == 20)
    let text = await program.run("balance")
    #expect(text.output.contains("99.25 left, 0.75 used"), "\(text.output)")
    #expect(!(text.output + text.errors + outcome.output).contains("key-for-a-test"))
    await simulator.stop()
  }

  @Test func noBalanceIsCodeThree() async throws {
    let simulator = try await SimulatorProcess.start("--accept-key", "another-key")
    var program = program(simulator)
    let refused = await program.run("balance")
    #expect(refused.exitCode == 3)
    #expect(refused.errors.contains("HTTP 401"), "\(refused.errors)")
    #expect(refused.output.isEmpty)
    #expect(!refused.errors.contains("key-for-a-test"))
    await simulator.stop()
    program.environment["TOAPIS_BASE_URL"] = "http://127.0.0.1:9"
    let unreachable = await program.run("balance")
    #expect(unreachable.exitCode == 3)
    #expect(unreachable.errors.contains("http://127.0.0.1:9: "), "\(unreachable.errors)")
  }
}

extension String {
  /// The text with the first occurrence of a part replaced.
  fileprivate func replacing(_ part: String, with other: String) -> String {
    guard let range = utf8.firstRange(of: part.utf8) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
