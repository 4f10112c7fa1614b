import JSONText

/// What the simulator's ledger says of a batch.
struct LedgerFigures {
  struct Task {
    /// Seconds since 1970.
    var created: Double
    /// Seconds from its creation to its end.
    var length: Double
    /// Seconds from its end to the status answer that first told it; nil where none did.
    var delay: Double?
    var queries: Int
    /// The job's place in the manifest, which its picture's URL ends with.
    var number: Int
  }

  /// In the order in which the simulator took them.
  let tasks: [Task]
  /// The most tasks that were unfinished at a time.
  let peakUnfinished: Int
  private let requests: JSONValue?

  init(_ ledger: JSONValue) {
    tasks = (ledger["tasks"]?.array ?? []).compactMap { task in
      guard let begin = task["created_ms"]?.int, let end = task["ends_ms"]?.int else { return nil }
      return Task(
        created: Double(begin) / 1000, length: Double(end - begin) / 1000,
        delay: task["found_ms"]?.int.map { Double($0 - end) / 1000 },
        queries: Int(task["queries"]?.int ?? 0),
        number: Self.number(task["request"]?["image_urls"]?.array?.first?.string ?? ""))
    }
    peakUnfinished = Int(ledger["totals"]?["peak_unfinished"]?.int ?? 0)
    requests = ledger["requests"]
  }

  private static func number(_ url: String) -> Int {
    Int(url.split(separator: "/").last?.split(separator: ".").first ?? "") ?? 0
  }

  var lengths: [Double] { tasks.map(\.length) }
  /// The same in the order of the manifest.
  var lengthsInOrder: [Double] { tasks.sorted { $0.number < $1.number }.map(\.length) }

  /// How the ends were found that were found.
  var discovery: PollingDiscovery {
    var discovery = PollingDiscovery()
    for task in tasks {
      if let delay = task.delay { discovery.add(queries: task.queries, delay: delay) }
    }
    return discovery
  }

  /// How many submissions were answered with a status.
  func submissions(answered status: Int) -> Int {
    count("POST /v1/videos/generations", status)
  }

  /// How many status queries were answered with a status.
  func queries(answered status: Int) -> Int {
    count("GET /v1/videos/generations/{id}", status)
  }

  private func count(_ route: String, _ status: Int) -> Int {
    Int(requests?[route]?["\(status)"]?.int ?? 0)
  }
}
