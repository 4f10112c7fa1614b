import JSONText

/// Makes the lines of a manifest from a seed: right jobs, all different, of one length.
struct ManifestLines {
  /// The bytes of a line with its LF.
  static let lineBytes = 300
  private static let words = [
    "amber", "bottle", "camera", "drifting", "evening", "fabric", "gentle", "harbour", "ivory",
    "jacket", "kettle", "linen", "morning", "neon", "orbit", "paper", "quiet", "ribbon", "shadow",
    "turntable", "velvet", "window",
  ]

  private var random: SeededRandom
  private var number = 0

  init(seed: Int) {
    random = SeededRandom(seed: seed)
  }

  /// Writes so many lines, about a megabyte at a time.
  mutating func write(_ lines: Int, to output: ([UInt8]) throws -> Void) rethrows {
    var bytes: [UInt8] = []
    for _ in 0..<lines {
      appendLine(to: &bytes)
      guard bytes.count >= 1 << 20 else { continue }
      try output(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try output(bytes)
  }

  private mutating func appendLine(to bytes: inout [UInt8]) {
    number += 1
    let start = bytes.count
    var writer = JSONWriter()
    swap(&writer.bytes, &bytes)
    writer.beginObject()
    writer.member("id", "sku-\(number)")
    writer.key("image_urls")
    writer.beginArray()
    writer.string("https://cdn.example.com/catalog/\(number % 997)/sku-\(number).jpg")
    writer.endArray()
    writer.member("resolution", random.next() % 2 == 0 ? "720p" : "1080p")
    writer.member("duration", [5, 10, 15][Int(random.next() % 3)])
    writer.member("audio", random.next() % 2 == 0)
    writer.key("labels")
    writer.beginObject()
    writer.member("season", random.next() % 2 == 0 ? "spring" : "winter")
    writer.member("row", number)
    writer.endObject()
    // The rest of the line is what this member, its quotes and the line's end take, and words.
    let frame = #","prompt":""}"#.utf8.count + 1
    writer.member("prompt", prompt(Self.lineBytes - (writer.bytes.count - start) - frame))
    writer.endObject()
    swap(&writer.bytes, &bytes)
    bytes.append(0x0A)
  }

  private mutating func prompt(_ count: Int) -> String {
    var text: [UInt8] = []
    while text.count < count {
      text += Self.words[Int(random.next() % UInt64(Self.words.count))].utf8
      text.append(0x20)
    }
    return String(decoding: text.prefix(count), as: UTF8.self)
  }
}
