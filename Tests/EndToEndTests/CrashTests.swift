import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let worlds = ["honoured", "ignored", "refused"]
private let diskFaults: [(Int32, String)] = [(ENOSPC, "no space"), (EIO, "put/output error")]

/// Crashes and failing disks, from outside: the program runs, breaks off, and runs again. The
/// quick part of it; `SoakTests` is the long one.
@Suite struct CrashTests {
  @Test(arguments: worlds)
  func crashAtAnyFileOperationPaysNothingTwice(_ businessIDs: String) async throws {
    let world = try await CrashWorld.start(businessIDs: businessIDs)
    try await world.crashAtOperations(jobs: 5, samples: 8)
    await world.simulator.stop()
  }

  @Test(arguments: diskFaults)
  func failingDiskStopsTheRunAndLosesNothing(_ code: Int32, _ words: String) async throws {
    let world = try await CrashWorld.start(businessIDs: "honoured")
    try await world.failAtOperations(jobs: 5, samples: 8, code: code, words: words)
    await world.simulator.stop()
  }

  @Test(arguments: worlds)
  func killAtAnyMomentPaysNothingTwice(_ businessIDs: String) async throws {
    let world = try await CrashWorld.start(businessIDs: businessIDs)
    try await world.killAtRandom(seeds: 1..<7)
    await world.simulator.stop()
  }
}

/// The same over every operation of a 20-job run and over 501 seeded series of kills; about ten
/// minutes on two cores.
@Suite(
  .enabled(
    if: getenv("WANBATCH_SOAK") != nil,
    "the long fault tests run with WANBATCH_SOAK=1 swift test --filter Soak"))
struct SoakTests {
  @Test(arguments: worlds)
  func crashAtEveryFileOperationPaysNothingTwice(_ businessIDs: String) async throws {
    let world = try await CrashWorld.start(businessIDs: businessIDs)
    try await world.crashAtOperations(jobs: 20, samples: .max)
    await world.simulator.stop()
  }

  @Test(arguments: diskFaults)
  func failingDiskLosesNothingAtAnyOperation(_ code: Int32, _ words: String) async throws {
    let world = try await CrashWorld.start(businessIDs: "honoured")
    try await world.failAtOperations(jobs: 20, samples: .max, code: code, words: words)
    await world.simulator.stop()
  }

  @Test(arguments: worlds)
  func hundredsOfKillsPayNothingTwice(_ businessIDs: String) async throws {
    let world = try await CrashWorld.start(businessIDs: businessIDs)
    // Another series each time; a failure names its seed.
    let first = UInt64.random(in: 1000..<1 << 40)
    try await world.killAtRandom(seeds: first..<(first + 167))
    await world.simulator.stop()
  }
}
