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
      problem =
        expected == .endOfString
        ? "the line ends inside a string" : "the line ends where \(expected) should stand"
      remedy = "a job is one JSON object on one line"
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
    case .unexpectedByte(let found, _): remedy = byteRemedy(found, at: error.offset, in: line)
    default: break
    }
    return LineParser.Mistake(
      offset: error.offset, field: nil, problem: prefix + problem, remedy: remedy)
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
    _ found: JSONTextError.Found, at offset: Int, in line: UnsafeBufferPointer<UInt8>
  ) -> String? {
    switch found {
    case .character("'"), .character("“"), .character("”"), .character("‘"), .character("’"):
      return "JSON has straight double quotes around keys and text"
    case .character("}"), .character("]"):
      let before = line[..<offset].last { $0 > 0x20 }
      return before == UInt8(ascii: ",") ? "take out the comma before it" : nil
    case .character("/"), .character("#"): return "JSON has no comments"
    case .character("\0"): return "the file may be damaged, or not be UTF-8"
    default: return nil
    }
  }
}
