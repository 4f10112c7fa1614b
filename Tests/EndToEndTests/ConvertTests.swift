import TestSupport
import Testing

/// A spreadsheet on its way to a plan.
@Suite struct ConvertTests {
  private static let sheet = """
    id;title;image_urls;resolution;duration;audio;labels.sku
    mug-1;"Mug ""Blue""; large";https://x.example/1.jpg;720p;5,0;WAHR;007
    mug-2;"Mug
    Red";https://x.example/2.jpg;;10;FALSCH;

    """

  @Test func planAcceptsWhatConvertWrites() async {
    let directory = TemporaryDirectory()
    TextFile.write("\u{FEFF}" + Self.sheet, to: directory.file("products.csv"))
    let program = BuiltProgram(in: directory)
    let converted = await program.run("convert", "products.csv", "--prompt", "turn the {title}")
    #expect(converted.exitCode == 0)
    #expect(converted.errors == "2 jobs; wanbatch plan says what they cost\n")
    #expect(
      converted.output == #"""
        {"id":"mug-1","image_urls":["https://x.example/1.jpg"],"prompt":"turn the Mug \"Blue\"; large","resolution":"720p","duration":5,"audio":true,"labels":{"sku":"007"}}
        {"id":"mug-2","image_urls":["https://x.example/2.jpg"],"prompt":"turn the Mug\nRed","duration":10,"audio":false}

        """#)
    TextFile.write(converted.output, to: directory.file("products.jsonl"))
    let plan = await program.run("plan", "products.jsonl")
    #expect(plan.exitCode == 0, "\(plan.errors)")
    #expect(plan.output.hasPrefix("2 jobs: 2 to submit for ¥4.00 (estimated)"), "\(plan.output)")
  }

  @Test func mistakeWritesNothingAndNamesRowAndColumn() async {
    let directory = TemporaryDirectory()
    let wrong = Self.sheet + "mug-3;x;https://x.example/3.jpg;720;7;;\n"
    TextFile.write(wrong, to: directory.file("products.csv"))
    let outcome = await BuiltProgram(in: directory).run(
      "convert", "products.csv", "--prompt", "turn the {title}")
    #expect(outcome.exitCode == 2)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors == """
        products.csv: row 4 (line 5), column D: resolution: expected 720p or 1080p, got "720"; write \
        720p (job "mug-3")
        products.csv: row 4 (line 5), column E: duration: expected 5, 10 or 15 seconds, got "7" (job \
        "mug-3")
        wanbatch: the spreadsheet has 2 mistakes; nothing was written

        """)
  }

  @Test(arguments: [
    (["--separator", "dot"], "--separator: expected comma, semicolon, tab or pipe, got 'dot'"),
    (
      ["--prompt", "a {title"],
      "--prompt: there is a { without its partner; a brace that is meant is written twice"
    ),
  ])
  func wrongOptionIsNamed(_ options: [String], _ message: String) async {
    let outcome = await BuiltProgram().run(
      ["convert", "products.csv"] + options)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors == "wanbatch: \(message)\n")
  }

  @Test func missingFileIsNamed() async {
    let outcome = await BuiltProgram().run(
      "convert", "products.csv")
    #expect(outcome.exitCode == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "wanbatch: products.csv: no such file\n")
  }
}
