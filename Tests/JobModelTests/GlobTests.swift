import JobModel
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("sku-1", ["sku-1"], ["sku-10", "sku-", "SKU-1", ""]),
    ("sku-*", ["sku-", "sku-1", "sku-a/b\n"], ["sku", "xsku-1"]),
    ("*-large", ["-large", "a-large-large"], ["a-large "]),
    ("a*b*c", ["abc", "aXbXc", "abcbc", "a*b*c"], ["ab", "acb"]),
    ("a?c", ["abc", "a片c"], ["ac", "abbc"]),
    ("[a-c]1", ["a1", "b1", "c1"], ["d1", "1", "[a-c]1"]),
    ("[!a-c]1", ["d1"], ["a1", "1"]), ("[]x]1", ["]1", "x1"], ["[1"]),
    ("[a-]", ["a", "-"], ["b"]), ("a[b", ["a[b"], ["ab"]),
    (#"a\*"#, ["a*"], ["ab"]), ("*", ["", "anything"], []), ("", [""], ["a"]),
    ("caf\u{E9}", ["caf\u{E9}"], ["cafe\u{301}"]),
  ])
  func patternsMatchWholeIDs(_ pattern: String, _ fitting: [String], _ others: [String]) {
    let glob = Glob(pattern)
    for id in fitting { #expect(glob.matches(JobID(id)), "\(id)") }
    for id in others { #expect(!glob.matches(JobID(id)), "\(id)") }
  }

  @Test func manyStarsDoNotTakeForever() {
    let glob = Glob(String(repeating: "a*", count: 60) + "b")
    #expect(!glob.matches(JobID(String(repeating: "a", count: 512))))
  }
}
