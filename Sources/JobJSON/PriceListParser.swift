import JSONText
import JobModel

/// One pass over a price list; see ``PriceTableJSON``.
struct PriceListParser {
  private static let longestName = 60

  /// A mistake at a byte of the text.
  struct Mistake: Error {
    var offset: Int
    var field: String?
    var problem: String

    func placed(in bytes: [UInt8], of file: String) -> PriceTableError {
      let before = bytes.prefix(offset)
      let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      return PriceTableError(
        file: file, line: 1 + before.count { $0 == UInt8(ascii: "\n") },
        // The bytes that continue a UTF-8 sequence are not counted.
        column: 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }, field: field,
        problem: problem)
    }
  }

  private var reader: JSONReader
  private var name: String?
  private var hasCurrency = false
  private var prices: [PriceClass: Money]?

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    reader = JSONReader(bytes)
  }

  mutating func read() throws(Mistake) -> PriceTable {
    _ = try json(nil) { reader throws(JSONTextError) in try reader.peekKind() }
    let start = reader.offset
    try eachMember(nil, known: ["currency", "name", "per_second"]) {
      (list, key, field) throws(Mistake) in
      switch key {
      case "currency": try list.readCurrency(field)
      case "name": list.name = try list.readName(field)
      default: list.prices = try list.readPrices(field)
      }
    }
    try json(nil) { reader throws(JSONTextError) in try reader.expectEnd() }
    guard hasCurrency else { throw missing("currency", "\"currency\":\"CNY\"", at: start) }
    guard let name else { throw missing("name", "\"name\":\"contract 2027\"", at: start) }
    guard let prices else {
      throw missing("per_second", "\"per_second\":{\"720p\":{\"audio\":0.30}}", at: start)
    }
    return PriceTable(name: name, perSecond: prices)
  }

  private mutating func readCurrency(_ field: String) throws(Mistake) {
    let (text, offset) = try readText(field)
    guard text.utf8.elementsEqual("CNY".utf8) else {
      throw Mistake(offset: offset, field: field, problem: "expected \"CNY\"")
    }
    hasCurrency = true
  }

  private mutating func readName(_ field: String) throws(Mistake) -> String {
    let (text, offset) = try readText(field)
    let count = text.unicodeScalars.count
    let isVisible = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        false
      default: true
      }
    }
    guard (1...Self.longestName).contains(count), isVisible, !text.utf8.allSatisfy({ $0 == 0x20 })
    else {
      throw Mistake(
        offset: offset, field: field,
        problem: "expected a name of 1 to \(Self.longestName) visible characters")
    }
    guard !text.utf8.elementsEqual(PriceTable.published.name.utf8) else {
      throw Mistake(
        offset: offset, field: field,
        problem: "\"\(text)\" is what the built-in prices are called; choose another name")
    }
    return text
  }

  private mutating func readPrices(
    _ field: String
  ) throws(Mistake) -> [PriceClass: Money] {
    var prices: [PriceClass: Money] = [:]
    let start = reader.offset
    try eachMember(field, known: Resolution.allCases.map(\.rawValue)) {
      (list, key, field) throws(Mistake) in
      guard let resolution = Resolution(rawValue: key) else { return }
      let start = list.reader.offset
      let before = prices.count
      try list.eachMember(field, known: ["audio", "silent"]) {
        (list, key, field) throws(Mistake) in
        let priceClass = PriceClass(resolution: resolution, audio: key == "audio")
        prices[priceClass] = try list.readPrice(field)
      }
      guard prices.count > before else {
        throw Mistake(offset: start, field: field, problem: "expected audio, silent or both")
      }
    }
    guard !prices.isEmpty else {
      throw Mistake(offset: start, field: field, problem: "expected 720p, 1080p or both")
    }
    return prices
  }

  private mutating func readPrice(_ field: String) throws(Mistake) -> Money {
    let number = try json(field) { reader throws(JSONTextError) in try reader.readNumber() }
    let highest = PriceTable.highestPerSecond
    guard let price = Money(number.text), price <= highest else {
      throw Mistake(
        offset: reader.offset - number.text.utf8.count, field: field,
        problem: """
          expected CNY per second: a plain number from 0 to \(highest.micros / 1_000_000) with \
          at most 6 digits after the point, got \(number.text.prefix(40))
          """)
    }
    return price
  }

  private mutating func readText(
    _ field: String
  ) throws(Mistake) -> (text: String, offset: Int) {
    let slice = try json(field) { reader throws(JSONTextError) in try reader.readString() }
    return (slice.text, slice.offset)
  }

  /// Reads an object; its members may come in any order, and none but the known ones.
  private mutating func eachMember(
    _ parent: String?, known: [String],
    _ take: (inout PriceListParser, _ key: String, _ field: String) throws(Mistake) -> Void
  ) throws(Mistake) {
    try json(parent) { reader throws(JSONTextError) in try reader.beginObject() }
    while let key = try json(parent, { reader throws(JSONTextError) in try reader.nextKey() }) {
      let name = key.text
      guard let name = known.first(where: { $0.utf8.elementsEqual(name.utf8) }) else {
        throw Mistake(
          offset: key.offset, field: parent,
          problem: "unknown field \"\(name.prefix(40))\"; known here: "
            + known.joined(separator: ", "))
      }
      try take(&self, name, parent.map { "\($0).\(name)" } ?? name)
    }
  }

  /// Makes a call to the reader, and a mistake of what it throws.
  private mutating func json<Value>(
    _ field: String?, _ call: (inout JSONReader) throws(JSONTextError) -> Value
  ) throws(Mistake) -> Value {
    do throws(JSONTextError) {
      return try call(&reader)
    } catch {
      switch error.cause {
      case .wrongKind(.number, .null):
        throw Mistake(
          offset: error.offset, field: field,
          problem: "expected a number, found null; leave out a price that is not known")
      case .wrongKind, .duplicateKey:
        throw Mistake(offset: error.offset, field: field, problem: error.description)
      default:
        throw Mistake(
          offset: error.offset, field: nil, problem: "invalid JSON: \(error.description)")
      }
    }
  }

  private func missing(_ field: String, _ example: String, at offset: Int) -> Mistake {
    Mistake(offset: offset, field: nil, problem: "\(field) is missing; for example \(example)")
  }
}
