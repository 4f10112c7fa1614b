import DurableFiles
import JSONText
import JobModel
import TestSupport
import Testing

@testable import BatchReport

/// Claims about large pages, as ratios: they hold on any machine.
@Suite struct PageSizeTests {
  private func fixture(jobs: Int) throws -> PageFixture {
    var fixture = try PageFixture()
    for number in 0..<jobs {
      try fixture.addCompleted(
        "sku-\(number)", prompt: "A fox looks up and trots across fresh snow",
        labels: #"{"season":"spring","team":"north"}"#)
    }
    return fixture
  }

  /// The bytes of the page, and those of its largest piece.
  private func measure(_ fixture: PageFixture) throws -> (whole: Int, piece: Int) {
    var (whole, piece) = (0, 0)
    _ = try fixture.page().write { bytes in
      whole += bytes.count
      piece = max(piece, bytes.count)
    }
    return (whole, piece)
  }

  @Test func pageGrowsByLessThanItsRowsInTheResultsAndIsWrittenInPieces() throws {
    let (small, large) = (try fixture(jobs: 1000), try fixture(jobs: 5000))
    let grown = try measure(large).whole - measure(small).whole
    #expect(grown < 4000 * 400)
    #expect(try measure(large).piece < 300_000)
  }

  @Test func writingAPageTakesATimeLikeThatOfTheResults() throws {
    let fixture = try fixture(jobs: 5000)
    let directory = TemporaryDirectory()
    let clock = ContinuousClock()
    func best(_ work: () throws -> Void) rethrows -> Duration {
      try (0..<3).map { _ in try clock.measure(work) }.min() ?? .zero
    }
    let results = try best {
      _ = try ResultsFile(
        source: fixture.source, state: fixture.state, isPresent: { _ in true }
      ).write(
        to: directory.file("results.jsonl"), files: SystemFiles(), run: nil, kept: 0
      ) { _ in fixture.facts }
    }
    let page = try best {
      _ = try fixture.page().write(to: directory.file("report.html"), files: SystemFiles())
    }
    // About the same when measured; twice the reading, but shorter rows.
    #expect(page < results * 4, "page \(page), results \(results)")
  }

  @Test func pageListsABoundedNumberOfJobsAndCountsAll() throws {
    struct Endless: JobSource {
      let count = ReportPage.listedLimit + 5
      func entry(at index: Int) throws -> ManifestEntry { .job(.make(id: "job-\(index)")) }
    }
    let fixture = try PageFixture()
    var bytes: [UInt8] = []
    let page = ReportPage(
      source: Endless(), state: fixture.state, facts: fixture.facts, scope: fixture.scope,
      isPresent: { _ in true })
    let totals = try page.write { bytes += $0 }
    #expect(totals.jobs == ReportPage.listedLimit + 5)
    let html = PageHTML(bytes: bytes)
    #expect(try html.jobs.count == ReportPage.listedLimit)
    #expect(try html.head["totals"]?["jobs"]?.int == Int64(ReportPage.listedLimit + 5))
  }

  @Test func failingSourceLeavesNoPageAndNoTemporaryFile() throws {
    struct Broken: JobSource {
      let count = 1
      func entry(at index: Int) throws -> ManifestEntry {
        throw FileError(operation: "read", path: "manifest.jsonl", code: 5)
      }
    }
    let fixture = try PageFixture()
    let directory = TemporaryDirectory()
    let page = ReportPage(
      source: Broken(), state: fixture.state, facts: fixture.facts, scope: fixture.scope,
      isPresent: { _ in true })
    #expect(throws: FileError.self) {
      try page.write(to: directory.file("report.html"), files: SystemFiles())
    }
    #expect(directory.names.isEmpty)
  }
}
