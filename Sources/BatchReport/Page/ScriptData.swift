/// Makes JSON safe inside an HTML `script` element.
///
/// The characters `<`, `>`, `&` and the line separators U+2028 and U+2029 occur in JSON only
/// inside strings, where an escape means the same. Without them no text can end the element,
/// open a comment in it, or end a line of a script.
enum ScriptData {
  /// - Parameter json: one valid JSON value or several.
  static func escaped(_ json: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(json.count + json.count / 16)
    var index = 0
    while index < json.count {
      let byte = json[index]
      switch byte {
      case UInt8(ascii: "<"): output += Array("\\u003c".utf8)
      case UInt8(ascii: ">"): output += Array("\\u003e".utf8)
      case UInt8(ascii: "&"): output += Array("\\u0026".utf8)
      case 0xE2 where isSeparator(json, at: index):
        output += Array((json[index + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
        index += 2
      default: output.append(byte)
      }
      index += 1
    }
    return output
  }

  /// U+2028 is E2 80 A8 and U+2029 is E2 80 A9.
  private static func isSeparator(_ bytes: [UInt8], at index: Int) -> Bool {
    index + 2 < bytes.count && bytes[index + 1] == 0x80
      && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
  }
}
