import SpreadsheetReading
import Testing

/// Right spreadsheets, and exactly the lines that come of them.
@Suite struct ConversionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let lines: [String]

    init(_ description: String, _ text: String, _ lines: String...) {
      testDescription = description
      self.text = text
      self.lines = lines
    }
  }

  private static let a = #"{"image_urls":["a.jpg"]}"#
  private static let b = #"{"image_urls":["b.jpg"]}"#

  @Test(arguments: [
    Case(
      "every field, in the order of the manifest",
      """
      labels.season,watermark,source_version,metadata.style,model,audio,duration,resolution,\
      prompt,image_urls,id
      spring,no,v2,soft,wan2.6-flash,TRUE,10,720p,slow turn,https://x.example/a.jpg,sku-1

      """,
      #"{"id":"sku-1","image_urls":["https://x.example/a.jpg"],"prompt":"slow turn","#
        + #""resolution":"720p","duration":10,"audio":true,"watermark":false,"#
        + #""metadata":{"style":"soft"},"source_version":"v2","labels":{"season":"spring"}}"#),
    Case(
      "reference videos with spaces and line breaks between them",
      "id,metadata.reference_urls,metadata.k\n"
        + "r,\"https://x.example/a.mp4  b.mp4\nhttp://x.example/c.mp4\",1\n",
      #"{"id":"r","metadata":{"reference_urls":["https://x.example/a.mp4","b.mp4","#
        + #""http://x.example/c.mp4"],"k":"1"}}"#),
    Case("LF", "image_url\na.jpg\nb.jpg\n", a, b),
    Case("CRLF", "image_url\r\na.jpg\r\nb.jpg\r\n", a, b),
    Case("CR", "image_url\ra.jpg\rb.jpg\r", a, b),
    Case("no line end at the end", "image_url\na.jpg\nb.jpg", a, b),
    Case("a byte-order mark", "\u{FEFF}image_url\na.jpg\n", a),
    Case("a byte-order mark and quotes", "\u{FEFF}\"image_url\"\n\"a.jpg\"\n", a),
    Case("semicolons", "id;image_url\n1,5;a.jpg\n", #"{"id":"1,5","image_urls":["a.jpg"]}"#),
    Case("tabs", "id\timage_url\nx;y,z\ta.jpg\n", #"{"id":"x;y,z","image_urls":["a.jpg"]}"#),
    Case("pipes", "id|image_url\nx|a.jpg\n", #"{"id":"x","image_urls":["a.jpg"]}"#),
    Case(
      "separators in a quoted name are not counted",
      "\"labels.a,b,c,d\";image_url\n1;a.jpg\n",
      #"{"image_urls":["a.jpg"],"labels":{"a,b,c,d":"1"}}"#),
    Case(
      "a line that names the separator", "sep=;\r\nimage_url;labels.a,b\r\na.jpg;1\r\n",
      #"{"image_urls":["a.jpg"],"labels":{"a,b":"1"}}"#),
    Case(
      "quoted line breaks, separators and quotes",
      "id,image_url,prompt\r\nx,a.jpg,\"one,\r\ntwo \"\"three\"\"\nfour\"\r\n",
      #"{"id":"x","image_urls":["a.jpg"],"prompt":"one,\r\ntwo \"three\"\nfour"}"#),
    Case(
      "a quote inside a cell without quotes is itself", "id,image_url\n5\" x \"y\",a.jpg\n",
      #"{"id":"5\" x \"y\"","image_urls":["a.jpg"]}"#),
    Case(
      "an empty cell is not given, quoted or not",
      "id,image_url,prompt,duration,audio,labels.a,metadata.k\n,a.jpg,\"\",, ,\"\",\n", a),
    Case(
      "spaces around values fall, in texts they stay",
      "id , image_url,duration,prompt,labels.a\n x , a b.jpg , 5 , p , l \n",
      #"{"id":" x ","image_urls":["a b.jpg"],"prompt":" p ","duration":5,"labels":{"a":" l "}}"#),
    Case(
      "labels and metadata stay texts",
      "image_url,labels.sku,labels.b,metadata.n\na,007,TRUE,1.50\n",
      #"{"image_urls":["a"],"metadata":{"n":"1.50"},"labels":{"sku":"007","b":"TRUE"}}"#),
    Case(
      "names in any case", "ID,Image_URLs,Labels.Ä B\nx,a,c\n",
      #"{"id":"x","image_urls":["a"],"labels":{"Ä B":"c"}}"#),
    Case("empty rows are skipped", "\n\r\nimage_url,id\n,\n  ,\t\na.jpg,\n\n,,\n", a),
    Case("empty cells beyond the header", "image_url,,\na.jpg,,,,\n", a),
    Case(
      "a decimal comma", "image_url;duration\na;5,0\nb;10,00\nc;15.0\n",
      #"{"image_urls":["a"],"duration":5}"#, #"{"image_urls":["b"],"duration":10}"#,
      #"{"image_urls":["c"],"duration":15}"#),
    Case(
      "control characters and emoji", "image_url,prompt\na,\"\u{1}\t\u{1F600}\\\"\n",
      #"{"image_urls":["a"],"prompt":"\u0001\t😀\\"}"#),
  ])
  func rowBecomesLine(_ test: Case) throws {
    for chunkBytes in [8, 9, 13, 4096] {
      let sheet = try Sheet(test.text, chunkBytes: chunkBytes)
      #expect(sheet.messages == [])
      #expect(sheet.lines == test.lines, "chunks of \(chunkBytes)")
      #expect(sheet.verdict.jobs == test.lines.count)
    }
  }

  @Test(arguments: [
    ("TRUE", true), ("true", true), ("1", true), ("Yes", true), ("WAHR", true), ("ja", true),
    ("FALSE", false), ("False", false), ("0", false), ("no", false), ("FALSCH", false),
    ("Nein", false),
  ])
  func spreadsheetsWordsForTruthAreUnderstood(_ word: String, _ value: Bool) throws {
    let sheet = try Sheet("image_url,audio\na,\(word)\n")
    #expect(sheet.lines == [#"{"image_urls":["a"],"audio":\#(value)}"#])
  }

  @Test(arguments: ["UTF-16LE", "UTF-16BE"], [true, false])
  func utf16IsRead(_ encoding: String, hasMark: Bool) throws {
    let text = "image_url\tprompt\r\na.jpg\tGrün 😀 漢\r\n"
    var bytes: [UInt8] = []
    for unit in (hasMark ? "\u{FEFF}" : "").utf16 + Array(text.utf16) {
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      bytes += encoding == "UTF-16LE" ? pair : pair.reversed()
    }
    for chunkBytes in 8...40 {
      let sheet = try Sheet(bytes: bytes, chunkBytes: chunkBytes, pieceBytes: 3)
      #expect(sheet.messages == [])
      #expect(sheet.lines == [#"{"image_urls":["a.jpg"],"prompt":"Grün 😀 漢"}"#])
    }
  }

  @Test func separatorThatIsGivenIsUsed() throws {
    let semicolon: CellSeparator = try #require(CellSeparator("semicolon"))
    let sheet = try Sheet("labels.a,b,c;image_url\n1;a.jpg\n", separator: semicolon)
    #expect(sheet.lines == [#"{"image_urls":["a.jpg"],"labels":{"a,b,c":"1"}}"#])
  }

  @Test func composedAndDecomposedLettersAreTwoNames() throws {
    let sheet = try Sheet(
      "id,image_url,labels.\u{E9},labels.e\u{301}\n\u{E9},a,1,2\ne\u{301},a,3,4\n")
    #expect(sheet.messages == [])
    #expect(sheet.lines.count == 2)
  }
}
