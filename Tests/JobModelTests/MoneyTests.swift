import JobModel
import TestSupport
import Testing

@Suite struct MoneyTests {
  static let readable: [(text: String, micros: Int64, written: String)] = [
    ("0", 0, "0.00"), ("0.0", 0, "0.00"), ("12", 12_000_000, "12.00"),
    ("0.75", 750_000, "0.75"), ("0.750000", 750_000, "0.75"), ("0.7", 700_000, "0.70"),
    ("100.000001", 100_000_001, "100.000001"), ("0.000001", 1, "0.000001"),
    ("0.00001", 10, "0.00001"), ("0.125", 125_000, "0.125"), ("007.50", 7_500_000, "7.50"),
    ("999999999.999999", 999_999_999_999_999, "999999999.999999"),
  ]

  @Test(arguments: readable) func plainDecimalsAreReadExactly(
    text: String, micros: Int64, written: String
  ) {
    #expect(Money(text) == Money(micros: micros))
    #expect(Money(micros: micros).description == written)
  }

  @Test(arguments: [
    "", ".", "1.", ".5", "-1", "+1", "1e3", "1E3", "0x1", " 1", "1 ", "1,5", "1.2.3", "1..2",
    "0.0000001", "1.1234567", "1234567890", "NaN", "inf", "１", "٣", "1_000", "¥1", "\u{0}1",
    "1\u{301}", "999999999999999999999999",
  ]) func anythingElseIsRefused(text: String) {
    #expect(Money(text) == nil)
  }

  @Test(arguments: [
    (Int64(-1), "-0.000001"), (-750_000, "-0.75"), (-12_000_000, "-12.00"),
    (Int64.max, "9223372036854.775807"), (Int64.min, "-9223372036854.775808"),
  ]) func extremeAmountsAreWritten(micros: Int64, written: String) {
    #expect(Money(micros: micros).description == written)
  }

  @Test func whatIsWrittenReadsBack() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let digits = Int64.random(in: 1...15, using: &random)
      let bound = (0..<digits).reduce(Int64(1)) { product, _ in product * 10 }
      let money = Money(micros: Int64.random(in: 0..<bound, using: &random))
      #expect(Money(money.description) == money, "seed \(seed)")
    }
  }

  @Test func sumsNeverDrift() {
    var sum = Money.zero
    for _ in 0..<1_000_000 { sum += Money(micros: 100_000) }
    #expect(sum.description == "100000.00")
  }

  @Test func aSumWithAnUnknownPartIsUnknown() {
    #expect(Money.sum([]) == .zero)
    #expect(Money.sum([Money(micros: 1), Money(micros: 2)]) == Money(micros: 3))
    #expect(Money.sum([Money(micros: 1), nil]) == nil)
  }
}

@Suite struct PriceTableTests {
  /// Worked out by hand from the published prices.
  static let prices: [(Resolution, Bool, ClipLength, String)] = [
    (.p720, true, .five, "1.50"), (.p720, true, .ten, "3.00"), (.p720, true, .fifteen, "4.50"),
    (.p720, false, .five, "0.75"), (.p720, false, .ten, "1.50"),
    (.p720, false, .fifteen, "2.25"), (.p1080, true, .five, "2.50"),
    (.p1080, true, .ten, "5.00"), (.p1080, true, .fifteen, "7.50"),
    (.p1080, false, .five, "1.25"), (.p1080, false, .ten, "2.50"),
    (.p1080, false, .fifteen, "3.75"),
  ]

  @Test(arguments: prices) func publishedPricesAreExact(
    resolution: Resolution, audio: Bool, length: ClipLength, amount: String
  ) throws {
    let priceClass = PriceClass(resolution: resolution, audio: audio)
    let price = try #require(PriceTable.published.price(of: priceClass, length: length))
    #expect(price.description == amount)
    // Any number of them, added one by one or multiplied, is the same to the millionth.
    var sum = Money.zero
    for count in 1...1000 {
      sum += price
      #expect(sum == price * count)
    }
    #expect(sum.micros == price.micros * 1000)
  }

  @Test func everyClassIsPublishedOnce() {
    #expect(Set(PriceClass.all).count == 4)
    #expect(Set(PriceClass.all) == Set(PriceTable.published.perSecond.keys))
    let ordered = PriceClass.all.compactMap { PriceTable.published.perSecond[$0] }
    #expect(ordered != ordered.reversed() && ordered.first == ordered.min())
  }

  @Test func aMissingClassHasNoPrice() {
    let silent = PriceClass(resolution: .p720, audio: false)
    let table = PriceTable(name: "half", perSecond: [silent: Money(micros: 1)])
    #expect(table.price(of: silent, length: .fifteen) == Money(micros: 15))
    #expect(
      table.price(of: PriceClass(resolution: .p720, audio: true), length: .five) == nil)
  }
}
