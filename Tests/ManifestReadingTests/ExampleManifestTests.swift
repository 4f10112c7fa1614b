import Foundation
import JobModel
import ManifestReading
import Testing

/// The manifests that people copy.
struct ExampleManifestTests {
  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("manifests").path

  private func jobs(_ name: String) throws -> [Job] {
    let opening = try ManifestOpening(path: "\(Self.folder)/\(name)")
    var reader = ManifestReader(opening.options())
    var jobs: [Job] = []
    let verdict = try reader.read(descriptor: opening.descriptor) { entry in
      if case .job(let job) = entry { jobs.append(job) }
    }
    #expect(verdict.complaints.isEmpty, "\(name)")
    #expect(verdict.warnings.isEmpty, "\(name)")
    return jobs
  }

  @Test func everyExampleIsRightAndWithoutWarnings() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".jsonl") }.sorted()
    #expect(
      names == [
        "batch-api.jsonl", "catalog.jsonl", "demo.jsonl", "documentation.jsonl", "nightly.jsonl",
      ])
    for name in names { #expect(try !jobs(name).isEmpty) }
  }

  @Test func theDemoHasEveryPriceEveryLengthAndBothModes() throws {
    let jobs = try jobs("demo.jsonl")
    #expect(jobs.count == 12)
    for priceClass in PriceClass.all {
      for length in ClipLength.allCases {
        let found = jobs.filter {
          $0.request.priceClass == priceClass && $0.request.duration == length
        }
        #expect(found.count == 1)
      }
    }
    #expect(Set(jobs.map(\.request.mode)) == [.imageToVideo, .referenceVideo])
    let prices = try jobs.map {
      try #require(
        PriceTable.published.price(of: $0.request.priceClass, length: $0.request.duration))
    }
    #expect(prices.reduce(Money(micros: 0)) { $0 + $1 } == Money(micros: 36_000_000))
  }

  @Test func theCatalogChangesByVersionNotByAddress() throws {
    let jobs = try jobs("catalog.jsonl")
    #expect(jobs.allSatisfy { $0.sourceVersion != nil })
    #expect(jobs.allSatisfy { $0.labels?.text.contains("\"shop\":\"main\"") == true })
  }
}
