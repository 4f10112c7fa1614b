import Foundation
import JSONText
import TestSupport
import Testing

/// Damaged texts, judged by this reader and by Foundation's.
@Suite struct MutationTests {
  private static let originals = [
    #"{"id":"sku-001","image_urls":["https://cdn.example.com/a.jpg"],"duration":5,"audio":false}"#,
    #"[0,-1,2.5,3e7,-4.25E-3,1e+2,true,false,null,"",[],{},[[]],{"a":{"b":[1]}}]"#,
    #"{"escapes":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","raw":"é€😀ß漢字","k":{"x":1,"y":2,"z":3}}"#,
    " { \"spaced\" : [ 1 , 2 ] ,\n\t\"more\" : null }\r\n",
  ]
  private static let rounds = 20_000

  @Test func verdictsAgreeWithFoundationWhereBothAreDefined() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var accepted = 0
    for round in 0..<Self.rounds {
      let text = Self.mutated(using: &random)
      let error = Verdict(parsing: text).error
      guard Verdict(skipping: text).error == error else {
        Issue.record("seed \(seed) round \(round): skipping and reading disagree: \(text)")
        return
      }
      if error == nil { accepted += 1 }
      if Self.isKnownDifference(text, error) { continue }
      let other = try? JSONSerialization.jsonObject(
        with: Data(text), options: [.fragmentsAllowed])
      if (error == nil) != (other != nil) {
        Issue.record(
          """
          seed \(seed) round \(round): \(String(decoding: text, as: UTF8.self)) \(text) \
          ours: \(String(describing: error)), Foundation accepts: \(other != nil)
          """)
        return
      }
    }
    #expect(accepted > 0 && accepted < Self.rounds)
  }

  /// All that Foundation judges otherwise: it takes duplicate keys and a trailing comma, guesses
  /// another encoding where there are NUL bytes, and refuses what is too large for a `Double`.
  private static func isKnownDifference(_ text: [UInt8], _ error: JSONTextError?) -> Bool {
    if text.contains(0) { return true }
    switch error?.cause {
    case nil:
      return (try? JSONValue.parse(text)).map(hasHugeNumber) ?? false
    case .duplicateKey:
      return true
    case .unexpectedByte(.character("]"), expected: .value),
      .unexpectedByte(.character("}"), expected: .key):
      let before = text.prefix(error?.offset ?? 0)
      return before.last { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: ",")
    default:
      return false
    }
  }

  private static func hasHugeNumber(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): number.double == nil
    case .array(let elements): elements.contains(where: hasHugeNumber)
    case .object(let object): object.members.contains { hasHugeNumber($0.value) }
    case .null, .bool, .string: false
    }
  }

  /// What is accepted means the same after writing and reading again.
  @Test func acceptedTextsRoundTrip() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for round in 0..<Self.rounds {
      let text = Self.mutated(using: &random)
      guard let value = try? JSONValue.parse(text) else { continue }
      var writer = JSONWriter()
      writer.value(value)
      let again = try? JSONValue.parse(writer.bytes)
      let canonical = CanonicalJSON.encode(value)
      let twice = try? CanonicalJSON.encode(JSONValue.parse(canonical))
      if again != value || twice != canonical {
        Issue.record("seed \(seed) round \(round): \(text)")
        return
      }
    }
  }

  /// One to three flips, cuts, repetitions, insertions or exchanges.
  private static func mutated(using random: inout SeededGenerator) -> [UInt8] {
    var text = Array((originals.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
      let index = Int.random(in: 0..<text.count, using: &random)
      let end = min(text.count, index + Int.random(in: 1...8, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: text[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: text.removeSubrange(index...)
      case 2: text.insert(contentsOf: text[index..<end], at: index)
      case 3: text.removeSubrange(index..<end)
      case 4:
        let tokens = Array("{}[]:,\"\\0123456789-+eE.tfnul \n/u".utf8)
        text.insert(tokens.randomElement(using: &random) ?? 0, at: index)
      default: text.swapAt(index, Int.random(in: 0..<text.count, using: &random))
      }
    }
    return text
  }
}
