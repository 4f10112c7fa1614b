import JSONText

/// Adds the cure to what the JSON reader has to say.
enum JSONMistake {
  static func explain(
    _ error: JSONTextError, in line: UnsafeBufferPointer<UInt8>
  ) -> LineParser.Mistake {
    var problem = error.description
    var remedy: String?
    var prefix = "invalid JSON: "
    switch error.cause {
    case .unexpectedEnd(let expected):
      let isText = expected == .endOfString
      problem =
        isText ? "the line ends inside a string" : "the line ends where \(expected) should stand"
      remedy =
        isText
        ? "a job is one JSON object on one line, a line break in a text is \\n"
        : "a job is one JSON object on one line; jq -c makes it so"
    case .controlCharacter(let byte):
      problem = "a control character in a string"
      remedy = "write it as \(escape(byte))"
    case .duplicateKey(let name):
      problem = "key \(Quoted.text(name)) stands here for the second time"
      remedy = "keep one of the two"
      prefix = ""
    case .invalidUTF8:
      remedy = "save the file as UTF-8"
      prefix = ""
    case .tooDeep: prefix = ""
    case .trailingContent(let found):
      problem = "\(found) follows the object"
      remedy =
        found == .character(",")
        ? "take out the comma: lines are not separated by commas"
        : "each job stands on a line of its own"
    case .unknownWord(let word):
      problem = "expected a value, found the word \(word)"
      remedy = wordRemedy(word)
      if isStart(error.offset, of: line) {
        (problem, remedy) = ("expected one JSON object, found the word \(word)", oneObject)
        prefix = ""
      }
    case .unexpectedByte(let found, let expected):
      remedy = byteRemedy(found, expected, at: error.offset, in: line)
      if isStart(error.offset, of: line) {
        (problem, prefix) = ("expected one JSON object, found \(found)", "")
        remedy = remedy ?? oneObject
      }
    default: break
    }
    return LineParser.Mistake(
      offset: error.offset, field: nil, problem: prefix + problem, remedy: remedy)
  }

  private static let oneObject = "a job is one JSON object on one line"

  /// Whether nothing stands before a place but white space.
  private static func isStart(_ offset: Int, of line: UnsafeBufferPointer<UInt8>) -> Bool {
    line[..<offset].allSatisfy { FileBeginning.isBlank($0) }
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case 0x09: "\\t"
    case 0x0D: "\\r"
    default: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }

  private static func wordRemedy(_ word: String) -> String? {
    switch word.lowercased() {
    case "true": "write true"
    case "false": "write false"
    case "null", "none", "undefined", "nil": "leave the field out instead"
    default: "text stands in double quotes"
    }
  }

  private static func byteRemedy(
    _ found: JSONTextError.Found, _ expected: JSONTextError.Expectation, at offset: Int,
    in line: UnsafeBufferPointer<UInt8>
  ) -> String? {
    switch found {
    case .character("'"), .character("“"), .character("”"), .character("‘"), .character("’"):
      return "JSON has straight double quotes around keys and text"
    case .character("}"), .character("]"):
      let before = line[..<offset].last { $0 > 0x20 }
      return before == UInt8(ascii: ",") ? "take out the comma before it" : nil
    case .character("/"), .character("#"): return "JSON has no comments"
    case .character("\""):
      let isNext = expected == .commaOrObjectEnd || expected == .commaOrArrayEnd
      return isNext ? "put a comma before it" : nil
    case .character("，"), .character("："), .character("；"), .character("｛"), .character("｝"),
      .character("［"), .character("］"):
      return "JSON has the narrow signs , : { } [ ]"
    case .character("\u{A0}"), .character("\u{3000}"), .character("\u{200B}"),
      .character("\u{FEFF}"):
      return "it looks like a space and is none; take it out"
    case .character("\0"): return "the file may be damaged, or not be UTF-8"
    default: return nil
    }
  }
}
