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

/// A whole number that may be given as `--NAME N`.
struct BenchmarkOption {
  var name: String
  var fallback: Int
  /// The least value that makes sense.
  var least = 1
  var meaning: String
}

/// Every benchmark there is; a new one needs a file of its own and a line here.
var benchmarks: [any Benchmark.Type] {
  [
    ManifestBenchmark.self, PollingBenchmark.self, MakespanBenchmark.self, OverheadBenchmark.self,
    ResumeBenchmark.self,
  ]
}
