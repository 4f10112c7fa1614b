import Testing

@testable import ManifestReading

/// The small parts, one by one.
struct PartTests {
  @Test func editDistanceCountsSwapsOnce() {
    let cases: [(String, String, Int)] = [
      ("", "", 0), ("a", "", 1), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1),
      ("resolutoin", "resolution", 1), ("promt", "prompt", 1), ("ca", "abc", 3),
      ("kitten", "sitting", 3),
    ]
    for (left, right, distance) in cases {
      #expect(EditDistance.between(Array(left.utf8), Array(right.utf8)) == distance)
      #expect(EditDistance.between(Array(right.utf8), Array(left.utf8)) == distance)
    }
  }

  @Test func firstLinesRemembersTheFirst() {
    var lines = FirstLines()
    let count: UInt64 = 20_000
    // Keys that differ in few bits, so that places collide.
    func key(_ number: UInt64) -> FirstLines.Key {
      FirstLines.Key(
        high: number << 58 | number >> 7, low: UInt32(truncatingIfNeeded: number << 12))
    }
    for number in 0..<count { #expect(lines.insert(key(number), line: Int(number) + 1) == nil) }
    for number in 0..<count {
      #expect(lines.insert(key(number), line: 99_999) == Int(number) + 1)
    }
  }

  @Test func excerptsAreShortAndHarmless() {
    func excerpt(_ text: String, _ offset: Int) -> LineExcerpt {
      Array(text.utf8).withUnsafeBufferPointer { LineExcerpt(line: $0, offset: offset) }
    }
    #expect(excerpt("abc", 1) == LineExcerpt(text: "abc", caret: 1))
    #expect(excerpt("abc", 3) == LineExcerpt(text: "abc", caret: 3))
    #expect(
      excerpt("é\u{1B}[2J\u{202E}x", 2) == LineExcerpt(text: "é\u{FFFD}[2J\u{FFFD}x", caret: 1))
    let long = String(repeating: "é", count: 5000)
    for offset in [0, 10, 500, 9000, 10_000] {
      let cut = excerpt(long, offset)
      #expect(cut.text.unicodeScalars.count <= LineExcerpt.width)
      #expect((0...cut.text.unicodeScalars.count).contains(cut.caret))
      #expect(cut.text.unicodeScalars.allSatisfy { $0 == "é" || $0 == "…" })
    }
  }

  @Test func theCaretStandsUnderThePlace() {
    let text = String(repeating: "-", count: 500) + "X" + String(repeating: "-", count: 500)
    let cut = Array(text.utf8).withUnsafeBufferPointer { LineExcerpt(line: $0, offset: 500) }
    #expect(Array(cut.text.unicodeScalars)[cut.caret] == "X")
  }

  @Test func theCaretCountsTheColumnsOfATerminal() {
    let cases: [(text: String, mark: String, caret: Int)] = [
      ("慢速转盘X", "X", 8), ("e\u{301}X", "X", 1), ("🎬X", "X", 2), ("a\tX", "X", 2), ("ｆｕX", "X", 4),
    ]
    for (text, mark, caret) in cases {
      let offset = text.utf8.count - mark.utf8.count
      let cut = Array(text.utf8).withUnsafeBufferPointer { LineExcerpt(line: $0, offset: offset) }
      #expect(cut.caret == caret, "\(text)")
    }
    let wide = String(repeating: "慢", count: 500)
    let cut = Array(wide.utf8).withUnsafeBufferPointer { LineExcerpt(line: $0, offset: 750) }
    #expect(cut.text.unicodeScalars.reduce(0) { $0 + TerminalColumns.of($1) } <= LineExcerpt.width)
  }

  @Test func ordersKnowTheirPlace() {
    #expect(RequestOrder.all.map(\.index) == Array(0..<24))
  }

  @Test func keyedHashesTellTextsApart() {
    var seen: Set<FirstLines.Key> = []
    var texts: [[UInt8]] = []
    for count in 0...70 {
      texts.append([UInt8](repeating: 0, count: count))
      for place in 0..<count {
        var text = [UInt8](repeating: 0, count: count)
        text[place] = 1
        texts.append(text)
      }
    }
    for text in texts {
      var hash = KeyedHash()
      text.withUnsafeBufferPointer { hash.combine($0) }
      seen.insert(hash.finish())
    }
    #expect(seen.count == texts.count)
    var parted = KeyedHash()
    var joined = KeyedHash()
    for part in ["ab", "c"] { Array(part.utf8).withUnsafeBufferPointer { parted.combine($0) } }
    for part in ["a", "bc"] { Array(part.utf8).withUnsafeBufferPointer { joined.combine($0) } }
    #expect(parted.finish() != joined.finish())
  }

  @Test func namesFarFromAllKnownOnesGetTheList() {
    #expect(
      UnknownField.explain("qqqqqqqqqqq", at: .body).remedy?.hasPrefix("known here: model") == true)
    #expect(UnknownField.explain("Custom_ID", at: .line).remedy == "did you mean custom_id?")
    #expect(UnknownField.explain("labls", at: .defaults).remedy == "did you mean labels?")
    let long = String(repeating: "x", count: 100_000)
    #expect(UnknownField.explain(long, at: .line).problem == "unknown field")
  }

  @Test func shownTextIsBounded() {
    #expect(Quoted.text("a\nb") == "\"a\u{FFFD}b\"")
    #expect(Quoted.plain(String(repeating: "a", count: 61)).unicodeScalars.count == 61)
    #expect(Quoted.plain(String(repeating: "a", count: 60)).unicodeScalars.count == 60)
  }
}
