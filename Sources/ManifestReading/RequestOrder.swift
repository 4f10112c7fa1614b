import JobModel

/// What decides the price of a request, and how long the work takes.
package struct RequestOrder: Hashable, Sendable {
  /// What the video is made from; does not change the price.
  package var mode: VideoMode
  /// Resolution and sound, which decide the price of a second.
  package var priceClass: PriceClass
  /// How long the video is to be; the price is in proportion to it.
  package var length: ClipLength

  package init(mode: VideoMode, priceClass: PriceClass, length: ClipLength) {
    self.mode = mode
    self.priceClass = priceClass
    self.length = length
  }

  /// Every order, in the order of reports: by mode, price class and length.
  static let all = VideoMode.allCases.flatMap { mode in
    PriceClass.all.flatMap { priceClass in
      ClipLength.allCases.map { RequestOrder(mode: mode, priceClass: priceClass, length: $0) }
    }
  }

  /// The place in ``all``.
  var index: Int {
    let isSound = priceClass.audio ? 1 : 0
    let price = priceClass.resolution == .p720 ? isSound : 2 + isSound
    let length =
      switch length {
      case .five: 0
      case .ten: 1
      case .fifteen: 2
      }
    return (mode == .imageToVideo ? 0 : 12) + 3 * price + length
  }
}
