/// What is paid for: pixel size, length and sound.
struct VideoShape: Hashable, Sendable {
  enum Resolution: UInt8, Sendable {
    case p720 = 0
    case p1080 = 1

    init?(name: String) {
      switch name {
      case "720p": self = .p720
      case "1080p": self = .p1080
      default: return nil
      }
    }

    var width: Int { self == .p720 ? 1_280 : 1_920 }
    var height: Int { self == .p720 ? 720 : 1_080 }
  }

  var resolution: Resolution
  /// The contract knows 5, 10 and 15 s; a fault may ask for a file of any other length.
  var milliseconds: Int
  var hasAudio: Bool

  /// The contract's price in hundredths of a yuan (CNY).
  var priceFen: Int64 {
    let perSecond: Int64 =
      switch (resolution, hasAudio) {
      case (.p720, true): 30
      case (.p1080, true): 50
      case (.p720, false): 15
      case (.p1080, false): 25
      }
    return perSecond * Int64(milliseconds) / 1_000
  }
}

/// An amount in hundredths as an exact decimal with two places: `-7.05`.
func decimalText(fen: Int64) -> String {
  let digits = fen.magnitude % 100
  return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(digits < 10 ? "0" : "")\(digits)"
}
