import BatchEngine
import Digest
import JobModel
import Testing

@Suite struct FileStemTests {
  @Test(arguments: [
    "a", "9", "sku-001", "A.b_c-D", "0.5", "a..b", "com", "com10", "lpt", "conx", "null",
    String(repeating: "x", count: 100),
  ])
  func safeIDIsItsOwnName(_ id: String) {
    #expect(FileStem.choose(for: JobID(id)) { _ in false } == id)
  }

  @Test(arguments: [
    ("", ""), (".", ""), ("..", ""), (".hidden", "hidden"), ("-rf", "rf"), ("_a", "a"), ("--", ""),
    ("a.", "a"), ("a/b", "ab"), ("../../etc/passwd", "etcpasswd"), ("a b", "ab"), ("a_-/", "a_-"),
    ("日本", ""), ("é", ""), ("e\u{301}", "e"), ("a\u{0}b", "ab"), ("a\nb", "ab"), ("a:b", "ab"),
    ("con", "con"), ("NUL", "NUL"), ("nul.txt", "nultxt"), ("Com1", "Com1"), ("lpt9.a", "lpt9a"),
    ("COM0", "COM0"), ("prn", "prn"), ("aux.x.y", "auxxy"),
    (String(repeating: "x", count: 101), String(repeating: "x", count: 60)),
  ])
  func anyOtherIDGetsItsSafePartAndADigest(_ id: String, _ safe: String) {
    let digest = SHA256.hash(Array(id.utf8)).hex.prefix(16)
    #expect(FileStem.choose(for: JobID(id)) { _ in false } == "\(safe)~\(digest)")
  }

  @Test func nameThatIsTakenIgnoringCaseGetsADigest() {
    let stem = FileStem.choose(for: JobID("SKU")) { $0 == "sku" }
    #expect(stem.hasPrefix("SKU~"))
    #expect(stem.utf8.count == 4 + 16)
    #expect(stem != FileStem.choose(for: JobID("Sku")) { $0 == "sku" })
  }

  @Test func composedAndDecomposedIDsGetDifferentNames() {
    let stems = ["\u{E9}", "e\u{301}"].map { id in
      FileStem.choose(for: JobID(id)) { _ in false }
    }
    #expect(Set(stems.map { Array($0.utf8) }).count == 2)
  }
}
