import JSONText

/// Something that is measured by `Benchmarks NAME`, and printed as one JSON object.
protocol Benchmark {
  /// What it is called on the command line.
  static var name: String { get }
  /// What it measures, in a sentence.
  static var summary: String { get }
  static var options: [BenchmarkOption] { get }

  /// Measures, and writes members into the object that is printed.
  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws
}

/// A whole number that may be given as `--NAME N`, or one of some words.
struct BenchmarkOption {
  var name: String
  var fallback: Int
  /// The least value that makes sense.
  var least = 1
  /// Words to choose from, whose places are the values; empty for a number.
  var choices: [String] = []
  var meaning: String

  /// What is said instead, in a help text.
  var fallbackText: String { choices.isEmpty ? "\(fallback)" : choices[fallback] }
}

/// Every benchmark there is; a new one needs a file of its own and a line here.
var benchmarks: [any Benchmark.Type] {
  [
    ManifestBenchmark.self, PollingBenchmark.self, DiscoveryBenchmark.self,
    MakespanBenchmark.self, OverheadBenchmark.self, LimitsBenchmark.self,
    ResumeBenchmark.self,
  ]
}
