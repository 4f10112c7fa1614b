import SpreadsheetReading
import Testing

/// Prompts that are made from columns.
@Suite struct PromptTests {
  private func prompt(_ text: String, title: String = "Blue Mug") throws -> String? {
    let sheet = try Sheet("image_url,title\na,\(title)\n", prompt: PromptTemplate(text))
    guard let line = sheet.lines.first, sheet.messages.isEmpty else { return nil }
    return String(line.dropFirst(#"{"image_urls":["a"],"prompt":""#.count).dropLast(2))
  }

  @Test(arguments: [
    ("slow turntable of {title}", "slow turntable of Blue Mug"),
    ("{title}", "Blue Mug"),
    ("{title} and { title }", "Blue Mug and Blue Mug"),
    ("{{title}} {title}}}", "{title} Blue Mug}"),
    ("{image_url}: {title}", "a: Blue Mug"),
  ])
  func templateIsFilled(_ template: String, _ expected: String) throws {
    #expect(try prompt(template) == expected)
  }

  @Test func templateWithoutColumnsIsEveryRowsPrompt() throws {
    let sheet = try Sheet("image_url\na\nb\n", prompt: PromptTemplate("slow turn"))
    #expect(
      sheet.lines == [
        #"{"image_urls":["a"],"prompt":"slow turn"}"#,
        #"{"image_urls":["b"],"prompt":"slow turn"}"#,
      ])
  }

  @Test func cellIsNoTemplate() throws {
    #expect(try prompt("{title}", title: "{title} {x}") == "{title} {x}")
  }

  @Test(arguments: [
    ("", "the text is empty"),
    ("{}", "there is no column's name in {}"),
    ("{ }", "there is no column's name in {}"),
    ("{title", "there is a { without its partner; a brace that is meant is written twice"),
    ("title}", "there is a } without its partner; a brace that is meant is written twice"),
  ])
  func wrongTemplateIsRefused(_ text: String, _ message: String) {
    #expect {
      _ = try PromptTemplate(text)
    } throws: { error in
      "\(error)" == message
    }
  }

  @Test func ownPromptCanBePartOfTheTemplate() throws {
    let sheet = try Sheet(
      "image_url,prompt\na,turn slowly\n", prompt: PromptTemplate("{prompt}, studio light"))
    #expect(sheet.lines == [#"{"image_urls":["a"],"prompt":"turn slowly, studio light"}"#])
  }

  @Test func columnCanBeLabelAndPrompt() throws {
    let sheet = try Sheet("image_url,labels.name\na,Mug\n", prompt: PromptTemplate("{labels.name}"))
    #expect(sheet.lines == [#"{"image_urls":["a"],"prompt":"Mug","labels":{"name":"Mug"}}"#])
  }

  @Test(arguments: [
    (
      "image_url,titel\na,Mug\n",
      [
        "s.csv: row 1, column B: titel: unknown column; take it out, or name it labels.titel to "
          + "keep it as a label",
        "s.csv: row 1: no column \"title\", which --prompt uses; did you mean {titel}?",
      ]
    ),
    (
      "image_url,id\na,1\n",
      [
        "s.csv: row 1: no column \"title\", which --prompt uses; the columns are image_url, id"
      ]
    ),
    (
      "image_url,title,prompt\na,Mug,x\n",
      [
        "s.csv: row 1, column C: prompt: --prompt gives the prompt already; use {prompt} in it, or "
          + "name the column labels.prompt"
      ]
    ),
    (
      "image_url,title,id\na,Mug,1\nb,,2\nc, ,3\nd,#N/A,4\n",
      [
        "s.csv: row 3, column B: title: is empty, and --prompt needs it (job \"2\")",
        "s.csv: row 4, column B: title: is empty, and --prompt needs it (job \"3\")",
        "s.csv: row 5, column B: title: is #N/A, the spreadsheet's word for an error; mend its "
          + "formula (job \"4\")",
      ]
    ),
  ])
  func wrongColumnsAreNamed(_ text: String, _ messages: [String]) throws {
    let sheet = try Sheet(text, prompt: PromptTemplate("turntable of {title}"))
    #expect(sheet.messages == messages)
  }
}
