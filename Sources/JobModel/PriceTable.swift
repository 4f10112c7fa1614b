/// What decides the price of a second of video.
public struct PriceClass: Hashable, Sendable {
  /// As it is ordered; a price list names it `720p` or `1080p`.
  public let resolution: Resolution
  /// Whether sound is ordered; a price list says `audio` or `silent`.
  public let audio: Bool

  public init(resolution: Resolution, audio: Bool) {
    self.resolution = resolution
    self.audio = audio
  }

  /// Every class, in the order in which reports list them: the lower resolution first, and of each
  /// the silent one.
  public static let all = [
    PriceClass(resolution: .p720, audio: false), PriceClass(resolution: .p720, audio: true),
    PriceClass(resolution: .p1080, audio: false), PriceClass(resolution: .p1080, audio: true),
  ]
}

/// CNY per second of video, for each price class.
///
/// The service does not answer with prices, so every amount computed from a table is an
/// estimate. A class that is missing has an unknown price.
public struct PriceTable: Equatable, Sendable {
  /// Where the prices come from, as the totals row names it.
  public let name: String
  /// CNY per second; 0 is a price like any other.
  public let perSecond: [PriceClass: Money]

  public init(name: String, perSecond: [PriceClass: Money]) {
    self.name = name
    self.perSecond = perSecond
  }

  /// The vendor's published prices for `wan2.6-flash`, as of August 2026.
  public static let published = PriceTable(
    name: "published 2026-08",
    perSecond: [
      PriceClass(resolution: .p720, audio: true): Money(micros: 300_000),
      PriceClass(resolution: .p1080, audio: true): Money(micros: 500_000),
      PriceClass(resolution: .p720, audio: false): Money(micros: 150_000),
      PriceClass(resolution: .p1080, audio: false): Money(micros: 250_000),
    ])

  /// The price of the cheapest video; `nil` when no class has a price.
  package var cheapest: Money? {
    perSecond.values.min().map { $0 * (ClipLength.allCases.map(\.seconds).min() ?? 0) }
  }

  /// The price of one video, or `nil` when its class has no price.
  public func price(of priceClass: PriceClass, length: ClipLength) -> Money? {
    perSecond[priceClass].map { $0 * length.seconds }
  }
}
