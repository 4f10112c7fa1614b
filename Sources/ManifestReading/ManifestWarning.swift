import JobModel

/// Something in a manifest that is allowed and may yet not be meant.
package enum ManifestWarning: Sendable, Equatable {
  /// The same video is asked for under another id than that of an earlier line.
  case repeatedRequest(
    line: Int, id: JobID, firstLine: Int, priceClass: PriceClass, length: ClipLength)
  /// A `defaults` line that no job follows before the next one or the end.
  case unusedDefaults(line: Int)
}

/// How often a request of one price was asked for again under another id.
package struct RepetitionCount: Sendable, Equatable {
  /// The resolution and sound of the repeated requests; they may be of either mode.
  package var priceClass: PriceClass
  /// How long the repeated videos are to be, each of them.
  package var length: ClipLength
  /// Jobs beyond the first one of each request.
  package var count: Int

  package init(priceClass: PriceClass, length: ClipLength, count: Int) {
    self.priceClass = priceClass
    self.length = length
    self.count = count
  }
}
