import JobModel
import Testing

@Suite struct PriceBoundsTests {
  @Test func theDearestVideoStillReadsBackFromTheJournal() throws {
    let dearest = PriceTable.highestPerSecond * ClipLength.fifteen.seconds
    #expect(Money(dearest.description) == dearest)
  }

  @Test func sixtyMillionOfTheDearestVideosStillAddUp() {
    let dearest = PriceTable.highestPerSecond * ClipLength.fifteen.seconds
    #expect((dearest * 60_000_000).description == "9000000000000.00")
  }
}
