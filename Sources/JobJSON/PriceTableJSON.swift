import JSONText
import JobModel

/// Reads a price list that a user wrote, strictly: CNY per second of video.
///
/// ```json
/// {"currency":"CNY","name":"contract 2027","per_second":{"720p":{"audio":0.30,"silent":0.15},"1080p":{"audio":0.50,"silent":0.25}}}
/// ```
///
/// All three members must be there. A resolution, `audio` or `silent` may be left out: the price
/// of that class is then unknown. A price is a plain number from 0 to
/// ``JobModel/PriceTable/highestPerSecond`` with at most 6 digits after the point. The name is
/// what the totals call the prices: 1 to 60 visible characters.
package enum PriceTableJSON {
  /// - Parameter file: the list's name as the user gave it, for messages.
  /// - Throws: ``PriceTableError`` for the first mistake.
  package static func read(
    _ bytes: [UInt8], file: String
  ) throws(PriceTableError) -> PriceTable {
    let result: Result<PriceTable, PriceListParser.Mistake> = bytes.withUnsafeBufferPointer {
      buffer in
      Result { () throws(PriceListParser.Mistake) in
        var list = PriceListParser(buffer)
        return try list.read()
      }
    }
    switch result {
    case .success(let table): return table
    case .failure(let mistake): throw mistake.placed(in: bytes, of: file)
    }
  }

  /// A list that ``read(_:file:)`` takes for the same, on one line.
  package static func text(of table: PriceTable) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("currency", "CNY")
    writer.member("name", table.name)
    writer.key("per_second")
    writer.beginObject()
    for resolution in Resolution.allCases {
      let prices = [true, false].compactMap { audio in
        table.perSecond[PriceClass(resolution: resolution, audio: audio)].map { (audio, $0) }
      }
      if prices.isEmpty { continue }
      writer.key(resolution.rawValue)
      writer.beginObject()
      for (audio, price) in prices {
        writer.key(audio ? "audio" : "silent")
        writer.raw(price.description)
      }
      writer.endObject()
    }
    writer.endObject()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
