import JobJSON
import JobModel
import Testing

@Suite struct PriceTableJSONTests {
  private func read(_ text: String) throws(PriceTableError) -> PriceTable {
    try PriceTableJSON.read(Array(text.utf8), file: "p.json")
  }

  private static let whole = """
    {"currency":"CNY","name":"contract 2027",
     "per_second":{"720p":{"audio":0.30,"silent":0.15},"1080p":{"audio":0.50,"silent":0.25}}}

    """

  @Test func aWholeListNamesEveryPrice() throws {
    let table = try read(Self.whole)
    #expect(
      table == PriceTable(name: "contract 2027", perSecond: PriceTable.published.perSecond))
  }

  @Test func aClassThatIsLeftOutHasNoKnownPrice() throws {
    let table = try read(
      #"{"per_second":{"1080p":{"silent":0.2}},"name":"é 价格","currency":"CNY"}"#)
    #expect(table.name == "é 价格")
    let prices = PriceClass.all.map { table.price(of: $0, length: .ten)?.description }
    #expect(prices == [nil, nil, "2.00", nil])
  }

  @Test(arguments: [
    ("0", Int64(0)), ("0.000001", 1), ("0.1", 100_000), ("3", 3_000_000),
    ("9999.999999", 9_999_999_999), ("10000", 10_000_000_000), ("10000.000000", 10_000_000_000),
  ]) func pricesAreReadToTheMillionth(text: String, micros: Int64) throws {
    let table = try read(
      #"{"currency":"CNY","name":"n","per_second":{"720p":{"audio":\#(text)}}}"#)
    #expect(
      table.perSecond == [PriceClass(resolution: .p720, audio: true): Money(micros: micros)])
  }

  /// What is written for a price, and the column of the mistake after
  /// `{"currency":"CNY","name":"n","per_second":{"720p":{"audio":`.
  static let badPrices = [
    "-1", "-0", "1e0", "1E-2", "0.0000001", "0.1234567", "10000.000001", "10001", "1000000",
    "999999999999999999999999", "1e999",
  ]

  @Test(arguments: badPrices) func aPriceOutOfBoundsIsShownWithItsPlace(text: String) {
    let error = #expect(throws: PriceTableError.self) {
      try read(#"{"currency":"CNY","name":"n","per_second":{"720p":{"audio":\#(text)}}}"#)
    }
    #expect(
      error?.description == """
        p.json:1:60: per_second.720p.audio: expected CNY per second: a plain number from 0 to \
        10000 with at most 6 digits after the point, got \(text)
        """)
  }

  static let mistakes: [(text: String, message: String)] = [
    ("", "1:1: invalid JSON: expected a value, found the end of the text"),
    ("[]", "1:1: expected an object, found an array"),
    ("{}", #"1:1: currency is missing; for example "currency":"CNY""#),
    (
      #"{"currency":"CNY"}"#,
      #"1:1: name is missing; for example "name":"contract 2027""#
    ),
    (
      "\n {\"currency\":\"CNY\",\"name\":\"n\"}",
      #"2:2: per_second is missing; for example "per_second":{"720p":{"audio":0.30}}"#
    ),
    (#"{"currency":"USD"}"#, #"1:13: currency: expected "CNY""#),
    (#"{"currency":1}"#, "1:13: currency: expected a string, found a number"),
    (#"{"name":""}"#, "1:9: name: expected a name of 1 to 60 visible characters"),
    (#"{"name":"  "}"#, "1:9: name: expected a name of 1 to 60 visible characters"),
    (#"{"name":"a\nb"}"#, "1:9: name: expected a name of 1 to 60 visible characters"),
    (#"{"name":"a\u202Eb"}"#, "1:9: name: expected a name of 1 to 60 visible characters"),
    (
      #"{"name":"published 2026-08"}"#,
      #"1:9: name: "published 2026-08" is what the built-in prices are called; "#
        + "choose another name"
    ),
    (#"{"price":1}"#, #"1:2: unknown field "price"; known here: currency, name, per_second"#),
    (
      #"{"per_second":{"480p":{}}}"#,
      #"1:16: per_second: unknown field "480p"; known here: 720p, 1080p"#
    ),
    (
      #"{"per_second":{"720p":{"sound":1}}}"#,
      #"1:24: per_second.720p: unknown field "sound"; known here: audio, silent"#
    ),
    (#"{"per_second":{}}"#, "1:15: per_second: expected 720p, 1080p or both"),
    (#"{"per_second":{"720p":{}}}"#, "1:23: per_second.720p: expected audio, silent or both"),
    (#"{"per_second":[]}"#, "1:15: per_second: expected an object, found an array"),
    (
      #"{"per_second":{"720p":0.3}}"#,
      "1:23: per_second.720p: expected an object, found a number"
    ),
    (
      #"{"per_second":{"720p":{"audio":"0.3"}}}"#,
      "1:32: per_second.720p.audio: expected a number, found a string"
    ),
    (
      #"{"per_second":{"720p":{"audio":null}}}"#,
      "1:32: per_second.720p.audio: expected a number, found null; "
        + "leave out a price that is not known"
    ),
    (
      #"{"name":"价","name":"b"}"#,
      #"1:13: key "name" stands here for the second time"#
    ),
    (
      #"{"per_second":{"720p":{"audio":1,"\u0061udio":2}}}"#,
      #"1:34: per_second.720p: key "audio" stands here for the second time"#
    ),
    (
      whole + "x",
      "3:1: invalid JSON: expected the end of the text, found 'x'"
    ),
    (
      #"{"per_second":{"720p":{"audio":01}}}"#,
      "1:32: invalid JSON: a number cannot begin with a superfluous 0"
    ),
  ]

  @Test(arguments: mistakes) func aMistakeHasItsPlaceAndSaysWhatIsAllowed(
    text: String, message: String
  ) {
    let error = #expect(throws: PriceTableError.self) { try read(text) }
    #expect(error?.description == "p.json:\(message)")
  }

  @Test func whatIsWrittenReadsBack() throws {
    let prices = [Money(micros: 0), Money(micros: 1), PriceTable.highestPerSecond, nil]
    for number in 0..<255 {
      var perSecond: [PriceClass: Money] = [:]
      for (place, priceClass) in PriceClass.all.enumerated() {
        perSecond[priceClass] = prices[number >> (2 * place) & 3]
      }
      let table = PriceTable(name: "\"é\\价\"", perSecond: perSecond)
      #expect(try read(PriceTableJSON.text(of: table)) == table)
    }
  }

  /// Whatever a byte is replaced by, the list is read or refused in words.
  @Test func noDamageToAListIsMoreThanAMistake() {
    let bytes = Array(Self.whole.utf8)
    for place in bytes.indices {
      for value in UInt8.min...UInt8.max {
        var damaged = bytes
        damaged[place] = value
        do throws(PriceTableError) {
          let table = try PriceTableJSON.read(damaged, file: "p.json")
          #expect(table.perSecond.values.allSatisfy { $0 <= PriceTable.highestPerSecond })
        } catch {
          #expect(!error.problem.isEmpty && error.line >= 1 && error.column >= 1)
        }
      }
      _ = try? PriceTableJSON.read(Array(bytes[..<place]), file: "p.json")
    }
  }

  /// Prices of every number of digits, and their digits as one whole number of millionths, worked
  /// out from the text alone.
  static let prices = [
    "0", "0.000001", "0.00003", "0.0007", "0.011", "0.15", "0.3", "0.333333", "1.1", "7",
    "19.99", "123.456789", "9999.999999", "10000",
  ]

  @Test(arguments: prices) func amountsAreExactForEveryPriceLengthAndCount(
    text: String
  ) throws {
    let table = try read(
      #"{"currency":"CNY","name":"n","per_second":{"1080p":{"silent":\#(text)}}}"#)
    let priceClass = PriceClass(resolution: .p1080, audio: false)
    for length in ClipLength.allCases {
      let price = try #require(table.price(of: priceClass, length: length))
      #expect(price.description == Decimal.times(text, length.seconds), "\(length)")
      var sum = Money.zero
      for count in 1...1000 {
        sum += price
        #expect(sum == price * count)
        #expect(sum.description == Decimal.times(text, length.seconds * count), "\(count)")
      }
      #expect(
        (price * 1_000_000).description == Decimal.times(text, length.seconds * 1_000_000))
    }
  }
}

/// Decimal multiplication as it is done on paper, for comparison.
private enum Decimal {
  /// The product with two to six digits after the point.
  static func times(_ text: String, _ factor: Int) -> String {
    let parts = text.split(separator: ".")
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    let padded = parts[0] + fraction + String(repeating: "0", count: 6 - fraction.count)
    var digits: [Int] = []
    var carry = 0
    for digit in padded.utf8.reversed() {
      let value = Int(digit - 0x30) * factor + carry
      digits.append(value % 10)
      carry = value / 10
    }
    while carry > 0 {
      digits.append(carry % 10)
      carry /= 10
    }
    while digits.count > 7, digits.last == 0 { digits.removeLast() }
    var after = digits.prefix(6).reversed().map(String.init).joined()
    while after.utf8.count > 2, after.hasSuffix("0") { after.removeLast() }
    return digits.dropFirst(6).reversed().map(String.init).joined() + "." + after
  }
}
