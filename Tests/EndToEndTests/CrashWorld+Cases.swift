import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CrashWorld {
  /// How many operations a whole run makes, so that each can be the last one.
  private func operations(jobs: Int) async throws -> Int {
    var program = program(case: "count", jobs: jobs)
    program.name = "FaultyProgram"
    let report = program.file("report")
    program.environment["WANBATCH_FAULT_REPORT"] = report
    let outcome = await program.run(arguments)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try #require(Int(TextFile.read(report).dropLast()))
  }

  /// Crashes before, after and in the middle of operations, spread evenly over a run.
  func crashAtOperations(jobs: Int, samples: Int) async throws {
    let count = try await operations(jobs: jobs)
    for action in ["before", "after", "cut"] {
      for number in stride(from: 1, through: count, by: max(1, count / samples)) {
        let label = "\(businessIDs) \(action):\(number)"
        var program = program(case: label, jobs: jobs)
        program.name = "FaultyProgram"
        program.environment["WANBATCH_FAULT"] = "\(action):\(number)"
        _ = await program.run(arguments)
        try await finishAndCheck(program, jobs: jobs, label: label)
      }
    }
  }

  /// Lets every operation fail from one on.
  func failAtOperations(jobs: Int, samples: Int, code: Int32, words: String) async throws {
    let count = try await operations(jobs: jobs)
    for number in stride(from: 1, through: count, by: max(1, count / samples)) {
      let label = "fail-from:\(number):\(code)"
      var program = program(case: label, jobs: jobs)
      program.name = "FaultyProgram"
      program.environment["WANBATCH_FAULT"] = label
      let report = program.file("report")
      program.environment["WANBATCH_FAULT_REPORT"] = report
      let outcome = await program.run(arguments)
      // How many operations a run makes depends on which records share a sync.
      if let made = Int(TextFile.read(report).dropLast()), made >= number {
        #expect(outcome.exitCode == 3, "\(label): \(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(label): \(outcome.errors)")
      }
      try await finishAndCheck(program, jobs: jobs, label: label)
    }
  }

  /// Kills runs one to three times when their journal has grown to a random size.
  func killAtRandom(seeds: Range<UInt64>) async throws {
    let jobs = 12
    for seed in seeds {
      var generator = SeededGenerator(seed: seed)
      let label = "\(businessIDs), seed \(seed)"
      let program = program(case: label, jobs: jobs)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let process = program.start(arguments)
        let bytes = Int.random(in: 0...12_000, using: &generator)
        await process.waitUntil {
          TextFile.size(program.file("jobs.out/journal.jsonl")) >= bytes
        }
        process.send(SIGKILL)
        _ = await process.wait()
      }
      try await finishAndCheck(program, jobs: jobs, label: label)
    }
  }
}
