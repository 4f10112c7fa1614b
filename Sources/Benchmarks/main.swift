import JSONText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What can be measured, and how to ask for it.
func helpText() -> String {
  var text = "usage: Benchmarks NAME [--OPTION N]…\n\nMeasures, and prints one JSON object.\n"
  for benchmark in benchmarks {
    text += "\n\(benchmark.name): \(benchmark.summary)\n"
    for option in benchmark.options {
      let value = option.choices.isEmpty ? "N" : option.choices.joined(separator: "|")
      let width = option.name.count + value.count
      let padding = String(repeating: " ", count: max(1, 22 - width))
      text += "  --\(option.name) \(value)\(padding)"
      text += "\(option.meaning) (default: \(option.fallbackText))\n"
    }
  }
  return text
}

/// Runs the benchmark that a command line asks for, and answers the exit status.
func runBenchmark(_ arguments: [String]) async -> Int32 {
  if arguments.isEmpty || arguments.contains("--help") {
    print(helpText(), terminator: "")
    return arguments.isEmpty ? 2 : 0
  }
  guard let benchmark = benchmarks.first(where: { $0.name == arguments[0] }) else {
    print("\(arguments[0]): there is no such benchmark; see --help")
    return 2
  }
  do {
    let values = try OptionValues(arguments.dropFirst(), for: benchmark.options)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("benchmark", benchmark.name)
    try await benchmark.run(values, into: &writer)
    writer.endObject()
    print(String(decoding: writer.bytes, as: UTF8.self))
    return 0
  } catch {
    print("\(benchmark.name): \(error)")
    return error is OptionValues.Mistake ? 2 : 1
  }
}

let words = Array(CommandLine.arguments.dropFirst())
if words.first == BareClient.name { exit(BareClient.run(Array(words.dropFirst()))) }
exit(await runBenchmark(words))
