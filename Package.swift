// swift-tools-version: 6.0
import PackageDescription

// Every folder under Sources/ is a target, and each target names exactly what it may import.
// The layers go upwards: a target sees only rooms listed above it.
let package = Package(
  name: "wanbatch",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "wanbatch", targets: ["wanbatch"]),
    // With the values that its calls take and give.
    .library(name: "VideoService", targets: ["VideoService", "JobModel", "HTTPCore"]),
    .library(name: "CurlHTTP", targets: ["CurlHTTP", "HTTPCore"]),
  ],
  targets: [
    // Ground floor: values and pure mechanisms, which import nothing of ours.
    .target(name: "JobModel"),
    .target(name: "Locking"),
    .target(name: "DigestShim"),
    .target(name: "Digest", dependencies: ["DigestShim"]),
    .target(name: "JSONText"),
    .target(name: "HTTPCore"),
    .target(name: "DurableFiles", dependencies: ["Locking"]),
    .target(name: "Pacing"),
    .target(name: "MediaInspection"),
    .target(name: "CurlShim"),

    // First floor: one format or one protocol each.
    .target(name: "JobJSON", dependencies: ["JobModel", "JSONText"]),
    .target(
      name: "ManifestReading",
      dependencies: ["Locking", "JobModel", "JobJSON", "Digest", "JSONText"]),
    .target(
      name: "JobJournal",
      dependencies: ["Locking", "JobModel", "JobJSON", "Digest", "JSONText", "DurableFiles"]),
    .target(
      name: "VideoService", dependencies: ["JobModel", "JobJSON", "HTTPCore", "JSONText"]),
    .target(name: "SpreadsheetReading", dependencies: ["JSONText"]),
    .target(name: "CurlHTTP", dependencies: ["Locking", "HTTPCore", "CurlShim"]),
    .target(name: "ServiceSimulator", dependencies: ["Locking", "Digest", "JSONText"]),

    // Second floor: the work, and the account of it.
    .target(
      name: "BatchEngine",
      dependencies: [
        "Locking", "JobModel", "HTTPCore", "Pacing", "Digest", "DurableFiles",
        "MediaInspection", "JobJournal", "VideoService",
      ]),
    .target(
      name: "BatchReport",
      dependencies: ["Locking", "JobModel", "JobJSON", "JSONText", "DurableFiles"]),

    // The front door.
    .target(
      name: "BatchCommands",
      dependencies: [
        "Locking", "JobModel", "Digest", "JSONText", "HTTPCore", "DurableFiles", "Pacing",
        "MediaInspection", "JobJSON",
        "ManifestReading", "JobJournal", "VideoService", "CurlHTTP", "ServiceSimulator",
        "SpreadsheetReading", "BatchEngine", "BatchReport",
      ]),
    .executableTarget(name: "wanbatch", dependencies: ["BatchCommands"]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "JobModel", "Digest", "JSONText", "HTTPCore", "DurableFiles", "Pacing",
        "ManifestReading", "JobJournal", "CurlHTTP",
      ]),

    // What the tests share, and a folder of tests for each room.
    .target(
      name: "TestSupport",
      dependencies: ["Locking", "JobModel", "DurableFiles", "Pacing"],
      path: "Tests/TestSupport"),
    .testTarget(name: "LockingTests", dependencies: ["Locking"]),
    .testTarget(name: "JobModelTests", dependencies: ["JobModel", "TestSupport"]),
    .testTarget(name: "DigestTests", dependencies: ["Digest"]),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"]),
    .testTarget(name: "HTTPCoreTests", dependencies: ["HTTPCore"]),
    .testTarget(
      name: "DurableFilesTests", dependencies: ["Locking", "DurableFiles", "TestSupport"]),
    .testTarget(name: "PacingTests", dependencies: ["Locking", "Pacing", "TestSupport"]),
    .testTarget(name: "MediaInspectionTests", dependencies: ["MediaInspection", "TestSupport"]),
    .testTarget(
      name: "SpreadsheetReadingTests",
      dependencies: ["SpreadsheetReading", "JSONText", "TestSupport"]),
    .testTarget(name: "JobJSONTests", dependencies: ["JobJSON", "JobModel", "JSONText"]),
    .testTarget(
      name: "ManifestReadingTests",
      dependencies: ["ManifestReading", "JobModel", "Digest", "JSONText", "TestSupport"]),
    .testTarget(
      name: "JobJournalTests",
      dependencies: [
        "Locking", "JobJournal", "JobModel", "JobJSON", "Digest", "JSONText", "DurableFiles",
        "TestSupport",
      ]),
    .testTarget(
      name: "VideoServiceTests",
      dependencies: ["Locking", "VideoService", "JobModel", "HTTPCore"]),
    .testTarget(
      name: "CurlHTTPTests", dependencies: ["Locking", "CurlHTTP", "HTTPCore", "TestSupport"]),
    .testTarget(
      name: "ServiceSimulatorTests",
      dependencies: ["Locking", "ServiceSimulator", "JSONText", "TestSupport"]),
    .testTarget(
      name: "BatchEngineTests",
      dependencies: [
        "Locking", "BatchEngine", "JobModel", "HTTPCore", "Pacing", "Digest", "DurableFiles",
        "JSONText", "JobJournal", "VideoService", "TestSupport",
      ]),
    .testTarget(
      name: "BatchReportTests",
      dependencies: [
        "BatchReport", "JobModel", "Digest", "JSONText", "DurableFiles", "TestSupport",
      ]),
    .testTarget(
      name: "BatchCommandsTests",
      dependencies: [
        "BatchCommands", "JobModel", "BatchEngine", "BatchReport", "TestSupport",
      ]),
    .executableTarget(
      name: "FaultyProgram", dependencies: ["Locking", "BatchCommands", "DurableFiles"],
      path: "Tests/FaultyProgram"),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Locking", "wanbatch", "FaultyProgram", "JSONText", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// Asynchronous functions stay where their caller is, so that a call between two of ours is no trip
// through the executor.
for target in package.targets {
  target.swiftSettings = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]
}
