/// One option of the simulator's command line.
package struct SimulatorOptionRow: Sendable {
  /// With its dashes: `--task-seconds`.
  package let name: String
  /// What stands for the value in a help text; nil for an option that takes none.
  package let placeholder: String?
  /// A phrase for a help page, without full stop and without the default.
  package let help: String
  /// The default as it would be written; nil where there is none.
  package let standard: String?
  /// Whether it may be given several times.
  package let isRepeatable: Bool

  fileprivate let set: @Sendable (inout SimulatorOptions, String) throws(SimulatorError) -> Void

  fileprivate init(
    _ name: String, _ placeholder: String?, _ help: String, standard: String? = nil,
    isRepeatable: Bool = false,
    set: @escaping @Sendable (inout SimulatorOptions, String) throws(SimulatorError) -> Void
  ) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
    self.standard = standard
    self.isRepeatable = isRepeatable
    self.set = set
  }
}

extension SimulatorOptions {
  /// Every option that a command line may set, in the order of a help page.
  package static let table: [SimulatorOptionRow] = [
    SimulatorOptionRow("--port", "PORT", "listen on this port of 127.0.0.1", standard: "any") {
      options, value throws(SimulatorError) in
      guard let port = UInt16(value) else { throw bad("--port", value, "0 to 65535") }
      options.port = port
    },
    SimulatorOptionRow("--seed", "N", "decides task times, failures and faults", standard: "1") {
      options, value throws(SimulatorError) in
      guard let seed = UInt64(value) else { throw bad("--seed", value, "a whole number") }
      options.seed = seed
    },
    SimulatorOptionRow(
      "--task-seconds", "TIME",
      "how long tasks take: 3, 2...6, lognormal(75,0.5), bimodal(40,180,0.3,0.2)",
      standard: "2...6"
    ) { options, value throws(SimulatorError) in
      guard let time = TaskTime(value) else {
        throw bad(
          "--task-seconds", value,
          "seconds up to 86400, LOW...HIGH, lognormal(MEDIAN,SIGMA) or "
            + "bimodal(FIRST,SECOND,SHARE,SIGMA)")
      }
      options.taskTime = time
    },
    SimulatorOptionRow(
      "--longer-takes-longer", nil, "a task takes two or three times as long for 10 or 15 s"
    ) { options, _ throws(SimulatorError) in options.longerTakesLonger = true },
    choice("--tier", \.tier, "rate limits", standard: .default),
    choice(
      "--business-ids", \.businessIDs, placeholder: "USE",
      "client_business_id is honoured, ignored, refused, metadata-first (one in metadata wins), "
        + "image-only or reference-only (ignored in the other mode), rewritten (stored as "
        + "another), echo-rewritten (repeated as another)",
      standard: .honoured),
    seconds(
      "--lookup-delay", \.lookupDelaySeconds,
      "a look-up by client_business_id finds only older tasks", standard: "0"),
    SimulatorOptionRow(
      "--accept-key", "[ACCOUNT:]KEY", "a key to accept; without it any key is",
      isRepeatable: true
    ) { options, value throws(SimulatorError) in
      let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let key = parts.last, !key.isEmpty, parts.count == 1 || !parts[0].isEmpty else {
        throw bad("--accept-key", "***", "KEY or ACCOUNT:KEY")
      }
      options.apiKeys.append(
        AcceptedKey(key: String(key), account: parts.count == 1 ? "main" : String(parts[0])))
    },
    SimulatorOptionRow(
      "--balance", "CNY", "what the account has, or unlimited", standard: "10000.00"
    ) { options, value throws(SimulatorError) in
      if value == "unlimited" {
        options.balanceFen = nil
      } else if let fen = parseFen(value) {
        options.balanceFen = fen
      } else {
        throw bad("--balance", value, "an amount such as 12.50, or unlimited")
      }
    },
    SimulatorOptionRow(
      "--fail-rate", "SHARE", "share of tasks that fail, and may pass", standard: "0"
    ) { options, value throws(SimulatorError) in
      guard let rate = Double(value), (0...1).contains(rate) else {
        throw bad("--fail-rate", value, "0 to 1")
      }
      options.failureRate = rate
    },
    SimulatorOptionRow(
      "--fault", "RULE", "a fault, as in submit:502-after=0.1", isRepeatable: true
    ) { options, value throws(SimulatorError) in
      _ = try FaultRule(value)
      options.faults.append(value)
    },
    choice("--progress", \.progressStyle, "form of a task's progress", standard: .number),
    choice("--id-field", \.idField, "member that carries a task's id", standard: .id),
    choice("--status-words", \.statusWords, "words for unfinished tasks", standard: .contract),
    seconds(
      "--url-lifetime", \.urlLifetimeSeconds, "how long result URLs work", standard: "86400"),
    seconds(
      "--clock-offset", \.clockOffsetSeconds, in: -1e9...1e9,
      "the service's clock is ahead by this, or behind if negative", standard: "0"),
    SimulatorOptionRow("--state-file", "FILE", "keeps the ledger over restarts and kills") {
      options, value throws(SimulatorError) in
      guard !value.isEmpty else { throw bad("--state-file", value, "a path") }
      options.stateFile = value
    },
    SimulatorOptionRow("--no-rate-limits", nil, "never answer 429 for a spent allowance") {
      options, _ throws(SimulatorError) in
      options.enforceRateLimits = false
    },
  ]

  /// Sets one option as a command line gives it; `value` is not looked at where none is taken.
  ///
  /// Throws ``SimulatorError/unknownOption(name:)``,
  /// ``SimulatorError/badValue(option:value:expected:)`` and
  /// ``SimulatorError/badFault(text:reason:)``.
  package mutating func apply(name: String, value: String) throws(SimulatorError) {
    guard let row = Self.table.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw .unknownOption(name: name)
    }
    try row.set(&self, value)
  }

  private static func bad(
    _ option: String, _ value: String, _ expected: String
  ) -> SimulatorError { .badValue(option: option, value: value, expected: expected) }

  private static func choice<Value>(
    _ name: String, _ path: any WritableKeyPath<SimulatorOptions, Value> & Sendable,
    placeholder: String? = nil, _ help: String, standard: Value
  ) -> SimulatorOptionRow
  where Value: RawRepresentable<String> & CaseIterable & Sendable {
    let names = Value.allCases.map(\.rawValue)
    return SimulatorOptionRow(
      name, placeholder ?? names.joined(separator: "|"), help, standard: standard.rawValue
    ) { options, value throws(SimulatorError) in
      guard let chosen = Value(rawValue: value) else {
        throw bad(name, value, names.joined(separator: ", "))
      }
      options[keyPath: path] = chosen
    }
  }

  private static func seconds(
    _ name: String, _ path: any WritableKeyPath<SimulatorOptions, Double> & Sendable,
    in range: ClosedRange<Double> = 0...1e9, _ help: String, standard: String
  ) -> SimulatorOptionRow {
    SimulatorOptionRow(name, "SECONDS", help, standard: standard) {
      options, value throws(SimulatorError) in
      guard let seconds = Double(value), range.contains(seconds) else {
        throw bad(name, value, "seconds, fractions allowed")
      }
      options[keyPath: path] = seconds
    }
  }

  /// `12`, `12.5` or `12.50` in hundredths.
  private static func parseFen(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...12).contains(parts[0].utf8.count),
      text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: ".") }),
      let whole = Int64(parts[0])
    else { return nil }
    guard parts.count == 2 else { return whole * 100 }
    guard (1...2).contains(parts[1].utf8.count), let part = Int64(parts[1]) else { return nil }
    return whole * 100 + (parts[1].utf8.count == 1 ? part * 10 : part)
  }
}
