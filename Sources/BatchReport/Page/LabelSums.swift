import JSONText
import JobModel

/// Jobs and money by label, for each key and value; bounded, whatever the labels are.
struct LabelSums: Sendable {
  private static let keyLimit = 24
  /// The values told apart within a key; what comes after them is summed up as one.
  private static let valueLimit = 100

  struct Sum: Sendable {
    var jobs = 0
    var completed = 0
    var amount: Money? = .zero

    mutating func add(_ amount: Money?, isCompleted: Bool) {
      jobs += 1
      if isCompleted { completed += 1 }
      self.amount = Money.sum([self.amount, amount])
    }
  }

  struct Key: Sendable {
    var name: String
    var values: [(text: String, sum: Sum)] = []
    /// Jobs with one more value than are told apart.
    var others = Sum()
    fileprivate var places: [CostName: Int] = [:]
  }

  private(set) var keys: [Key] = []
  private var places: [CostName: Int] = [:]

  mutating func add(_ labels: [(key: String, text: String)], _ amount: Money?, isCompleted: Bool) {
    for (name, text) in labels {
      guard let place = place(of: name) else { continue }
      keys[place].add(text, amount, isCompleted: isCompleted)
    }
  }

  private mutating func place(of name: String) -> Int? {
    if let known = places[CostName(name)] { return known }
    guard keys.count < Self.keyLimit else { return nil }
    places[CostName(name)] = keys.count
    keys.append(Key(name: name))
    return keys.count - 1
  }

  /// The labels as plain texts: strings as they are, anything else as its JSON.
  static func flat(_ labels: RawJSON?) -> [(key: String, text: String)] {
    guard let labels else { return [] }
    do throws(JSONTextError) {
      let value = try JSONValue.parse(labels.text.utf8)
      return (value.object?.members ?? []).map { ($0.key, text($0.value)) }
    } catch {
      // Labels were checked when the manifest was; nothing of them is shown rather than a part.
      return []
    }
  }

  private static func text(_ value: JSONValue) -> String {
    if let text = value.string { return text }
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension LabelSums.Key {
  fileprivate mutating func add(_ text: String, _ amount: Money?, isCompleted: Bool) {
    if let place = places[CostName(text)] {
      values[place].sum.add(amount, isCompleted: isCompleted)
    } else if values.count < LabelSums.valueLimit {
      places[CostName(text)] = values.count
      values.append((text, LabelSums.Sum()))
      values[values.count - 1].sum.add(amount, isCompleted: isCompleted)
    } else {
      others.add(amount, isCompleted: isCompleted)
    }
  }
}
