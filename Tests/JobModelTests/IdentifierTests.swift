import JobModel
import Testing

@Suite struct IdentifierTests {
  @Test func composedAndDecomposedTextsAreDifferentJobs() {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    #expect(composed == decomposed, "which is why identifiers compare bytes")
    #expect(JobID(composed) != JobID(decomposed))
    #expect(Set([JobID(composed), JobID(decomposed)]).count == 2)
    #expect(Set([TaskID("a"), TaskID("a")]).count == 1)
  }

  @Test func identifiersAreOrderedByTheirBytes() {
    let ids = ["b", "a\u{301}", "\u{1F600}", "\u{E1}", "", "a", "B", "\u{FFFD}"].map { JobID($0) }
    let expected = ["", "B", "a", "a\u{301}", "b", "\u{E1}", "\u{FFFD}", "\u{1F600}"]
    #expect(ids.sorted().map(\.text.utf8.count) == expected.map(\.utf8.count))
    #expect(ids.sorted() == expected.map { JobID($0) })
  }
}
