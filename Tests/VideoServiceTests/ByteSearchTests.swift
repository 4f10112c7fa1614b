import Testing

@testable import VideoService

@Suite struct ByteSearchTests {
  @Test(
    arguments: [
      ("", "a", 0, nil), ("a", "", 0, nil), ("", "", 0, nil), ("a", "a", 0, 0), ("a", "a", 1, nil),
      ("a", "b", 0, nil), ("abc", "abc", 0, 0), ("abc", "abcd", 0, nil), ("abc", "bc", 0, 1),
      ("abc", "cd", 0, nil), ("abab", "ab", 0, 0), ("abab", "ab", 1, 2), ("abab", "ab", 2, 2),
      ("abab", "ab", 3, nil), ("abab", "ab", 4, nil), ("aaa", "aa", 1, 1), ("aaa", "aa", 2, nil),
      ("aab", "ab", 0, 1), ("ababac", "abac", 0, 2), ("xaxaxb", "axb", 0, 3),
      ("a\u{0}b", "\u{0}b", 0, 1),
    ] as [(String, String, Int, Int?)])
  func textIsFoundAtItsFirstPlace(_ text: String, _ wanted: String, _ start: Int, _ place: Int?) {
    #expect(Array(text.utf8).firstPlace(of: Array(wanted.utf8), from: start) == place)
  }

  /// All texts of up to seven letters of two kinds, against the obvious search.
  @Test func everyShortTextIsFoundAsByComparingEverywhere() {
    let texts = (0...7).flatMap { count in
      (0..<(1 << count)).map { bits in (0..<count).map { UInt8(97 + bits >> $0 & 1) } }
    }
    for text in texts {
      for wanted in texts where (1...3).contains(wanted.count) {
        for start in 0...text.count {
          let expected = (start..<max(start, text.count)).first {
            text[$0...].starts(with: wanted)
          }
          let found = text.firstPlace(of: wanted, from: start)
          if found != expected {
            Issue.record("\(wanted) in \(text) from \(start): \(found ?? -1)")
          }
        }
      }
    }
  }

  @Test(arguments: [[], [0], [255], [1, 2, 3, 0]] as [[UInt8]])
  func byteIsAmongTheBytesItIsAmong(_ bytes: [UInt8]) {
    for byte in 0...255 as ClosedRange<UInt8> {
      #expect(bytes.contains(byte: byte) == Set(bytes).contains(byte))
    }
  }
}
