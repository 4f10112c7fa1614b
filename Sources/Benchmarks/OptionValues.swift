import JSONText

/// The options of a command line, each with its value or its default.
struct OptionValues {
  /// Why a command line can't be understood.
  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  private var values: [String: Int] = [:]

  /// - Parameter arguments: what follows the benchmark's name.
  init(_ arguments: ArraySlice<String>, for options: [BenchmarkOption]) throws(Mistake) {
    for option in options { values[option.name] = option.fallback }
    var rest = arguments
    while let argument = rest.popFirst() {
      guard let option = options.first(where: { "--\($0.name)" == argument }) else {
        throw Mistake(description: "\(argument): unknown option")
      }
      let text = rest.popFirst() ?? ""
      if !option.choices.isEmpty {
        guard let choice = option.choices.firstIndex(of: text) else {
          let words = option.choices.joined(separator: ", ")
          throw Mistake(description: "\(argument): expected one of \(words)")
        }
        values[option.name] = choice
        continue
      }
      guard let value = Int(text), value >= option.least else {
        throw Mistake(description: "\(argument): expected a whole number from \(option.least) up")
      }
      values[option.name] = value
    }
  }

  /// The value of an option that the benchmark has.
  subscript(name: String) -> Int {
    guard let value = values[name] else { preconditionFailure("no option is called \(name)") }
    return value
  }
  /// Members with the values of some options.
  func write(_ options: [BenchmarkOption], to writer: inout JSONWriter) {
    for option in options {
      writer.key(option.name)
      writer.int(self[option.name])
    }
  }
}
