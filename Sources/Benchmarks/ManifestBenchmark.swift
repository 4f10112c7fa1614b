import Digest
import JSONText
import ManifestReading

/// How fast a manifest is read, beside the least that can be done with the same bytes.
enum ManifestBenchmark: Benchmark {
  static let name = "manifest"
  static let summary = "reads a manifest of 300-byte lines: checked, and with its jobs"
  static let options = [
    BenchmarkOption(name: "lines", fallback: 1_000_000, meaning: "how many lines"),
    BenchmarkOption(name: "seed", fallback: 1, least: 0, meaning: "what the lines are made from"),
  ]

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    let (lines, seed) = (values["lines"], values["seed"])
    let file = try make(lines: lines, seed: seed)
    let bytes = lines * ManifestLines.lineBytes
    func measure(_ work: () throws -> Void) rethrows -> Measurement {
      file.rewind()
      return try Measurement.of(lines: lines, bytes: bytes, work)
    }
    // The first pass brings the file into the memory of the system.
    _ = measure { file.readPieces { _ in } }
    var found = 0
    let split = measure { file.readPieces { found += $0.count { $0 == 0x0A } } }
    guard found == lines else { throw Failure(description: "found \(found) of \(lines) lines") }
    let hash = measure {
      var hash = SHA256()
      file.readPieces { hash.update($0) }
      _ = hash.finish()
    }
    let options = ManifestOptions(displayName: "benchmark", baseDirectory: "/")
    let check = try measure {
      var reader = ManifestReader(options)
      try require(try reader.check(descriptor: file.descriptor), lines)
    }
    let checkMemory = Measurement.peakMemoryBytes
    let read = try measure {
      var reader = ManifestReader(options)
      try require(try reader.read(descriptor: file.descriptor) { _ in }, lines)
    }
    writer.member("lines", lines)
    writer.member("bytes", bytes)
    writer.member("seed", seed)
    check.write("check", to: &writer)
    writer.member("check_peak_memory_bytes", checkMemory)
    read.write("read", to: &writer)
    writer.member("read_peak_memory_bytes", Measurement.peakMemoryBytes)
    split.write("split", to: &writer)
    hash.write("sha256", to: &writer)
    writer.member("check_to_split", check.ratio(to: split))
    writer.member("check_to_sha256", check.ratio(to: hash))
    writer.member("read_to_sha256", read.ratio(to: hash))
  }

  private static func make(lines: Int, seed: Int) throws -> ScratchFile {
    let file = try ScratchFile()
    var text = ManifestLines(seed: seed)
    try text.write(lines) { try file.write($0) }
    return file
  }

  /// A figure of something else than the whole manifest would mislead.
  private static func require(_ verdict: ManifestVerdict, _ lines: Int) throws {
    guard verdict.jobs == lines, verdict.complaintCount == 0 else {
      throw Failure(description: "found \(verdict.jobs) right lines of \(lines)")
    }
  }
}
