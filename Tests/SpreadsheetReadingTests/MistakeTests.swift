import SpreadsheetReading
import Testing

/// Wrong spreadsheets, and exactly what is said about them.
@Suite struct MistakeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let messages: [String]
    var testDescription: String { messages.first ?? text }

    init(_ text: String, _ messages: String...) {
      self.text = text
      self.messages = messages
    }
  }

  @Test(arguments: [
    Case(
      "image_url,duration,id\na,7,x\nb,5s,\nc,5 seconds,\nd,05,\ne,\"5,5\",\nf,\"10,\",\n",
      "row 2, column B: duration: expected 5, 10 or 15 seconds, got \"7\" (job \"x\")",
      "row 3, column B: duration: expected 5, 10 or 15 seconds, got \"5s\"; write 5",
      "row 4, column B: duration: expected 5, 10 or 15 seconds, got \"5 seconds\"; write 5",
      "row 5, column B: duration: expected 5, 10 or 15 seconds, got \"05\"",
      "row 6, column B: duration: expected 5, 10 or 15 seconds, got \"5,5\"",
      "row 7, column B: duration: expected 5, 10 or 15 seconds, got \"10,\""),
    Case(
      "image_url,resolution\na,720\nb,1920x1080\nc,4k\n",
      "row 2, column B: resolution: expected 720p or 1080p, got \"720\"; write 720p",
      "row 3, column B: resolution: expected 720p or 1080p, got \"1920x1080\"; write 1080p",
      "row 4, column B: resolution: expected 720p or 1080p, got \"4k\""),
    Case(
      "image_url,audio,watermark\na,maybe,2\n",
      "row 2, column B: audio: expected true or false, got \"maybe\"; yes, no, 1, 0, WAHR and "
        + "FALSCH are understood too",
      "row 2, column C: watermark: expected true or false, got \"2\"; yes, no, 1, 0, WAHR and "
        + "FALSCH are understood too"),
    Case(
      "image_url,model\na,wan2.5\n",
      "row 2, column B: model: expected wan2.6-flash, got \"wan2.5\""),
    Case(
      "image_url,prompt\na,#REF!\nb,#1 choice\n",
      "row 2, column B: prompt: is #REF!, the spreadsheet's word for an error; mend its formula"),
    Case(
      "id,image_url,audio\nx,a,\n\ny,b,\nx,c,?\n",
      "row 5, column C: audio: expected true or false, got \"?\"; yes, no, 1, 0, WAHR and FALSCH are "
        + "understood too (job \"x\")",
      "row 5, column A: id: \"x\" is the id of row 2 already; every job has an id of its own"),
    Case(
      "image_url,duration,labels.a\na,,1\na,5,2\na,10,3\n",
      "row 3: the same job as in row 2, and it has no id; give each an id, or take one out"),
  ])
  func wrongCellIsNamed(_ test: Case) throws { try check(test) }

  @Test(arguments: [
    Case(
      "id,image_urls\nx,\n",
      "row 2, column B: image_urls: is empty; give a URL or a file path (job \"x\")"),
    Case(
      "id,image_urls,metadata.reference_urls\nx,,\ny,a,b\n",
      "row 2, column B: image_urls: is empty; give one image, or metadata.reference_urls (job \"x\")",
      "row 3, column C: metadata.reference_urls: image_urls and metadata.reference_urls can't stand "
        + "together; keep one of them (job \"y\")"),
    Case(
      "image_url\n\"https://a.b/1 https://a.b/2\"\n\"a.jpg\nb.jpg\nc.jpg\"\nhttps://a.b/c d\n",
      "row 2, column A: image_url: expected exactly 1 image, got 2; write a row for each video",
      "row 3, column A: image_url: expected exactly 1 image, got 3; write a row for each video",
      "row 4 (line 6), column A: image_url: has a space in its URL; write it as %20, or take it out"
    ),
    Case(
      "image_url\ndata:image/png;x\nftp://a.b/c\nfile:///c.jpg\nhttps://\nhttp://:80/x\n[\"a\"]\na\tb\n"
        + "http://u@/x\n",
      "row 2, column A: image_url: is a data URL, which the service refuses; give a public URL, or "
        + "the path of a file, which is uploaded",
      "row 3, column A: image_url: ftp: URLs can't be fetched by the service; give an http or https "
        + "URL, or a file path",
      "row 4, column A: image_url: file: URLs can't be fetched by the service; write the file's path "
        + "alone, without file://",
      "row 5, column A: image_url: is a URL without a host; expected something like "
        + "https://example.com/a",
      "row 6, column A: image_url: is a URL without a host; expected something like "
        + "https://example.com/a",
      "row 7, column A: image_url: expected a URL or a file path, got \"[\"a\"]\"; write it without "
        + "brackets and quotes",
      "row 8, column A: image_url: has a control character; take it out",
      "row 9, column A: image_url: is a URL without a host; expected something like "
        + "https://example.com/a"),
    Case(
      "metadata.reference_urls\n\"https://a.b/1,https://a.b/2\"\n",
      "row 2, column A: metadata.reference_urls: holds several URLs in one; put a space between them"
    ),
  ])
  func wrongSourceIsNamed(_ test: Case) throws { try check(test) }

  @Test(arguments: [
    Case(
      "image_url,promt,price,seed,labels,metadata.,Reference URLs,\n",
      "row 1, column B: promt: unknown column; did you mean prompt? or name it labels.promt to "
        + "keep it as a label",
      "row 1, column C: price: unknown column; take it out, or name it labels.price to keep it as a "
        + "label",
      "row 1, column D: seed: is no parameter of wan2.6-flash; take the column out, or name it "
        + "labels.seed to keep it as a label",
      "row 1, column E: labels: has no name behind labels; write labels.NAME",
      "row 1, column F: metadata.: has no name behind metadata; write metadata.NAME",
      "row 1, column G: Reference URLs: unknown column; did you mean metadata.reference_urls? or "
        + "name it labels.Reference URLs to keep it as a label"),
    Case(
      "image_url,,id,image_urls,ID,labels.a,labels.A,labels.a\n",
      "row 1, column B: the column has no name; give it one, or take the column out",
      "row 1, column D: image_urls: means the same as column A; keep one of them",
      "row 1, column E: ID: means the same as column C; keep one of them",
      "row 1, column H: labels.a: means the same as column F; keep one of them"),
    Case(
      "id,prompt\nx,y\n",
      "row 1: no column image_urls, and none metadata.reference_urls; a video is made from one "
        + "picture, or from reference videos"),
    Case(
      "\na.jpg,5\nb.jpg,5\n",
      "row 2: no column is a field of a job; the first is \"a.jpg\"; the first row names the "
        + "columns: image_urls, prompt, labels.NAME and so on; --separator says what stands between "
        + "them"),
    Case(
      "image_url,id\n\n,\n",
      "row 1: no row follows the header; each row below it is a job"),
    Case(
      "", "row 1: the file is empty; it begins with a header such as id,image_urls,prompt"),
  ])
  func wrongHeaderIsNamed(_ test: Case) throws {
    // Where the header is wrong in a cell, a right row shows that nothing is said twice.
    try check(test)
  }

  @Test(arguments: [
    Case(
      "id,image_url,prompt\nx,a\ny,b,c,d\nz,b,c,, e\n",
      "row 2: has 2 of the header's 3 cells; a cell with a line break needs quotes around it",
      "row 3, column D: stands beyond the header's 3 columns; a cell with the separator in it needs "
        + "quotes around it",
      "row 4, column E: stands beyond the header's 3 columns; a cell with the separator in it needs "
        + "quotes around it"),
    Case(
      "id,image_url\nx,\"a\"b\ny,b\n",
      "row 2, column B: image_url: something follows the quote that ends the cell; inside quotes, a "
        + "quote is written twice"),
    Case(
      "id,image_url\n\"x\r\nx\",a\r\ny,\"b\nz,c\n",
      "row 3 (line 4), column B: the quote that begins this cell in line 4 is never closed; inside "
        + "quotes, a quote is written twice"),
    Case(
      "id,image_url,duration\n\"1\n2\r\n3\r4\",a,5\nx,b,6\n",
      "row 3 (line 6), column C: duration: expected 5, 10 or 15 seconds, got \"6\" (job \"x\")"),
    Case(
      "sep=;\nid;image_url\nx;\n",
      "row 2 (line 3), column B: image_url: is empty; give a URL or a file path (job \"x\")"),
  ])
  func wrongRowIsNamed(_ test: Case) throws {
    for chunkBytes in [8, 11, 64] { try check(test, chunkBytes: chunkBytes) }
  }

  private func check(_ test: Case, chunkBytes: Int = 64) throws {
    let needsRow = test.text.hasSuffix("\n") && !test.text.dropLast().contains("\n")
    let width = test.text.split(separator: "\n").first?.split(
      separator: ",", omittingEmptySubsequences: false
    ).count
    let row = needsRow ? "a.jpg" + String(repeating: ",", count: (width ?? 1) - 1) + "\n" : ""
    let sheet = try Sheet(test.text + row, chunkBytes: chunkBytes)
    #expect(sheet.messages == test.messages.map { "s.csv: \($0)" })
  }
}

/// Bytes that are no text, and limits.
@Suite struct LimitTests {
  @Test func otherEncodingIsNamedWithItsCells() throws {
    var bytes = Array("id,image_url,prompt\nx,a.jpg,Gr".utf8)
    bytes += [0xFC] + Array("n\ny,b.jpg,\"5 ".utf8) + [0x80] + Array("\"\n".utf8)
    let sheet = try Sheet(bytes: bytes)
    #expect(
      sheet.messages == [
        "s.csv: row 2, column C: prompt: expected UTF-8, got \"Gr\u{FFFD}n\"; save the sheet as "
          + "CSV UTF-8 (job \"x\")",
        "s.csv: row 3, column C: prompt: expected UTF-8, got \"5 \u{FFFD}\"; save the sheet as "
          + "CSV UTF-8 (job \"y\")",
      ])
  }

  @Test func loneSurrogateIsNoText() throws {
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in Array("id,image_url\nx".utf16) + [0xD800] + Array(",a\n".utf16) {
      bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    let sheet = try Sheet(bytes: bytes)
    #expect(sheet.verdict.mistakeCount == 1)
    #expect(sheet.messages.first?.contains("row 2, column A: id: expected UTF-8") == true)
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04, 0x14, 0, 6, 0], "is a workbook, not a CSV file"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "is a workbook, not a CSV file"),
      ([0x1F, 0x8B, 0x08, 0x00], "is compressed, not a CSV file"),
      (Array("{\"id\":1}".utf8), "is JSON, not a CSV file"),
      (Array("<html>".utf8), "is a web page or XML, not a CSV file"),
    ] as [([UInt8], String)])
  func otherFilesAreRecognised(_ bytes: [UInt8], _ message: String) {
    #expect {
      _ = try Sheet(bytes: bytes)
    } throws: { error in
      "\(error)".hasPrefix("s.csv: \(message); ")
    }
  }

  @Test func hundredMistakesAreKeptAndAllAreCounted() throws {
    let rows = String(repeating: "a.jpg,7\n", count: 250)
    let sheet = try Sheet("image_url,duration\n" + rows)
    #expect(sheet.verdict.mistakes.count == 100)
    #expect(sheet.verdict.mistakeCount == 250)
    #expect(sheet.verdict.jobs == 250)
    #expect(sheet.lines.isEmpty)
  }

  @Test func noLineIsGivenAfterTheFirstMistake() throws {
    let sheet = try Sheet("image_url,duration\na,5\nb,7\nc,5\n")
    #expect(
      String(decoding: sheet.bytes, as: UTF8.self) == #"{"image_urls":["a"],"duration":5}"# + "\n")
  }

  @Test func quoteThatIsNeverClosedEndsInBoundedMemory() throws {
    var given = 0
    var converter = SheetConverter(name: "s.csv") { buffer throws(SpreadsheetError) in
      let start = Array("image_url\n\"".utf8)
      for index in buffer.indices {
        let place = given + index
        buffer[index] = place < start.count ? start[place] : 0x61
      }
      given += buffer.count
      return buffer.count
    }
    let verdict = try converter.convert { _ throws(SpreadsheetError) in }
    #expect(
      verdict.mistakes.map(\.description) == [
        "s.csv: row 2, column A: the row has more than 1048576 bytes; is the quote in line 2 never "
          + "closed?"
      ])
    #expect(given < 3 << 20)
  }

  @Test(arguments: ["", "\n", "\nb\n"])
  func longRowIsRefusedWhereverItEnds(_ end: String) throws {
    let sheet = try Sheet(
      "image_url\n\(String(repeating: "a", count: 1 << 20))x" + end, chunkBytes: 4096)
    #expect(
      sheet.messages == [
        "s.csv: row 2, column A: the row has more than 1048576 bytes"
      ])
  }

  @Test func headerHasAtMostAsManyColumnsAsASpreadsheet() throws {
    let sheet = try Sheet(
      "image_url" + String(repeating: ",x", count: 16_384) + "\na\n", chunkBytes: 1 << 18)
    #expect(
      sheet.messages == ["s.csv: row 1: has 16385 columns, expected at most 16384"])
  }

  @Test func longLineIsRefusedAsTheManifestWouldRefuseIt() throws {
    let prompt = String(repeating: "\u{1}", count: 200_000)
    let sheet = try Sheet("image_url,prompt\na,\(prompt)\n", chunkBytes: 4096)
    #expect(
      sheet.messages == [
        "s.csv: row 2: becomes a line of 1200033 bytes, of which a manifest may have 1048576"
      ])
  }

  @Test(arguments: ["x", "", ",,", "Comma", "\""])
  func unknownSeparatorIsNoSeparator(_ word: String) {
    #expect(CellSeparator(word) == nil)
  }

  @Test func idIsAtMost512Bytes() throws {
    let long = String(repeating: "é", count: 257)
    let sheet = try Sheet("id,image_url\n\(long),a\n")
    #expect(
      sheet.messages == [
        "s.csv: row 2, column A: id: has 514 bytes of UTF-8, expected at most 512"
      ])
    #expect(try Sheet("id,image_url\n\(long.dropLast()),a\n").messages == [])
  }
}
