import JobJSON
import JobModel
import MediaInspection

/// `--prices FILE`: other prices than the published ones.
extension ParsedArguments {
  static let pricesOption = CommandSyntax.Option(
    "prices", "FILE",
    "prices per second as JSON, instead of the \(PriceTable.published.name) ones",
    .money)
  private static let longestPriceList = 65_536

  /// The prices to count with: those of the file that was named, or the published ones.
  ///
  /// A run remembers the list itself (``PriceTableJSON/text(of:)``), so that the file may change
  /// or go: text that begins with a brace is a list and no file.
  ///
  /// - Throws: ``UsageError`` with the place of the first mistake in the file.
  func prices() throws(UsageError) -> PriceTable {
    guard let path = text("prices") else { return .published }
    if path.utf8.first == UInt8(ascii: "{") {
      return try Self.read(Array(path.utf8), "--prices")
    }
    let bytes: [UInt8]
    do throws(MediaInspectionError) {
      let source = try FileByteSource(path: path)
      bytes = try source.read(at: 0, count: Self.longestPriceList + 1)
    } catch {
      throw UsageError("--prices: \(error)")
    }
    guard bytes.count <= Self.longestPriceList else {
      throw UsageError("\(path): is longer than any price list (\(Self.longestPriceList) bytes)")
    }
    return try Self.read(bytes, path)
  }

  private static func read(
    _ bytes: [UInt8], _ name: String
  ) throws(UsageError) -> PriceTable {
    do throws(PriceTableError) {
      return try PriceTableJSON.read(bytes, file: name)
    } catch {
      throw UsageError("\(error)")
    }
  }
}
