import Testing

@testable import ServiceSimulator

@Suite struct SimulatorOptionsTests {
  @Test func everyOptionIsAppliedByItsName() throws {
    var options = SimulatorOptions()
    for (name, value) in [
      ("--port", "8123"), ("--seed", "9"), ("--task-seconds", "0.5...2"), ("--tier", "vip"),
      ("--business-ids", "ignored"), ("--lookup-delay", "1.5"), ("--accept-key", "k1"),
      ("--accept-key", "team:k2"), ("--balance", "12.5"), ("--fail-rate", "0.05"),
      ("--fault", "submit:502-after=0.1"), ("--progress", "percent"), ("--id-field", "task_id"),
      ("--status-words", "varied"), ("--url-lifetime", "60"), ("--clock-offset", "-90000"),
      ("--state-file", "x"), ("--no-rate-limits", ""),
    ] { try options.apply(name: name, value: value) }
    #expect(options.port == 8_123)
    #expect(options.seed == 9)
    #expect(options.taskTime == .uniform(0.5...2))
    #expect(options.tier == .vip)
    #expect(options.businessIDs == .ignored)
    #expect(options.lookupDelaySeconds == 1.5)
    #expect(options.apiKeys == [.init(key: "k1"), .init(key: "k2", account: "team")])
    #expect(options.balanceFen == 1_250)
    #expect(options.failureRate == 0.05)
    #expect(options.faults == ["submit:502-after=0.1"])
    #expect(options.progressStyle == .percent)
    #expect(options.idField == .task_id)
    #expect(options.statusWords == .varied)
    #expect(options.urlLifetimeSeconds == 60)
    #expect(options.clockOffsetSeconds == -90_000)
    #expect(options.stateFile == "x")
    #expect(!options.enforceRateLimits)
  }

  @Test(arguments: [
    ("--port", "65536"), ("--seed", "-1"), ("--task-seconds", "6...2"), ("--tier", "gold"),
    ("--business-ids", ""), ("--lookup-delay", "-1"), ("--accept-key", ":k"),
    ("--balance", "1.234"), ("--balance", "-1"), ("--balance", "."), ("--fail-rate", "2"),
    ("--fault", "x"), ("--url-lifetime", "nan"), ("--url-lifetime", "-1"),
    ("--clock-offset", "soon"), ("--state-file", ""),
  ])
  func aWrongValueIsNamedWithWhatIsExpected(_ name: String, _ value: String) {
    var options = SimulatorOptions()
    do throws(SimulatorError) {
      try options.apply(name: name, value: value)
      Issue.record("accepted")
    } catch {
      #expect(error.description.contains(name))
    }
  }

  @Test func anUnknownOptionIsRefused() {
    var options = SimulatorOptions()
    #expect(throws: SimulatorError.unknownOption(name: "--colour")) {
      try options.apply(name: "--colour", value: "")
    }
  }

  @Test func aRefusedKeyIsNotRepeated() {
    var options = SimulatorOptions()
    do throws(SimulatorError) {
      try options.apply(name: "--accept-key", value: ":sk-secret")
    } catch { #expect(!error.description.contains("sk-secret")) }
  }

  @Test func theTableFitsAHelpPage() {
    #expect(Set(SimulatorOptions.table.map(\.name)).count == SimulatorOptions.table.count)
    for row in SimulatorOptions.table {
      #expect(row.name.hasPrefix("--") && !row.help.isEmpty)
    }
  }

  @Test func everyUseOfBusinessIDsIsInTheHelp() {
    let help = SimulatorOptions.table.first { $0.name == "--business-ids" }?.help ?? ""
    for use in SimulatorOptions.BusinessIDs.allCases { #expect(help.contains(use.rawValue)) }
  }

  @Test(arguments: [
    ("3", TaskTime.fixed(3)), ("0", .fixed(0)), ("2...6", .uniform(2...6)),
    ("lognormal(75,0.5)", .lognormal(median: 75, sigma: 0.5)),
    ("lognormal(75, 0.5)", .lognormal(median: 75, sigma: 0.5)),
    ("bimodal(40,180,0.3,0.2)", .bimodal(first: 40, second: 180, share: 0.3, sigma: 0.2)),
  ])
  func taskTimesAreRead(_ text: String, _ time: TaskTime) {
    #expect(TaskTime(text) == time)
  }

  @Test(arguments: [
    "", "x", "-1", "1e99", "nan", "6...2", "1...", "lognormal(1)", "bimodal(1,2,3,4)",
    "normal(1,2)",
    "lognormal(1,2", "100000",
  ])
  func wrongTaskTimesAreNot(_ text: String) {
    #expect(TaskTime(text) == nil)
  }

  @Test func taskTimesHaveTheDistributionTheySay() {
    func sorted(_ time: TaskTime) -> [Double] {
      var generator = SeededGenerator(seed: 11)
      return (0..<20_000).map { _ in time.seconds(using: &generator) }.sorted()
    }
    let even = sorted(.uniform(2...6))
    #expect(abs(even[10_000] - 4) < 0.1 && even[0] >= 2 && even[19_999] <= 6)
    let skewed = sorted(.lognormal(median: 75, sigma: 0.5))
    #expect(abs(skewed[10_000] - 75) < 2)
    // One standard deviation of the logarithm above the median: 75 e^0.5.
    #expect(abs(skewed[16_827] - 123.65) < 4)
    let mixed = sorted(.bimodal(first: 40, second: 180, share: 0.3, sigma: 0.2))
    #expect(abs(Double(mixed.count { $0 > 85 }) / 20_000 - 0.3) < 0.02)
    #expect(sorted(.fixed(3)).allSatisfy { $0 == 3 })
  }

  @Test func lengthsDependOnTheBodyAndNotOnTheOrder() {
    var options = SimulatorOptions()
    options.failureRate = 0.5
    func plan(_ hash: String, _ attempt: Int) -> TaskPlan {
      TaskPlan("", options: options, bodyHash: hash, attempt: attempt, attemptOfPrompt: 0)
    }
    let hashes = (0..<200).map { "\(String(0x1234_5678_9ABC_DE00 + $0, radix: 16))ff" }
    let plans = hashes.map { plan($0, 0) }
    #expect(plans == hashes.map { plan($0, 0) })
    #expect(plans != hashes.map { plan($0, 1) })
    #expect((60...140).contains(plans.count { $0.outcome.isFailure }))
  }
}
