/// What an MP4 says about itself.
package struct MediaSummary: Hashable, Sendable {
  /// Size of the stored picture in pixels; a rotation noted in the file is not applied.
  package var width: Int
  /// Greater than 0, as ``width`` is.
  package var height: Int
  /// The length in units of `1 / timescale` second; greater than 0.
  package var lengthUnits: UInt64
  /// Units a second; greater than 0.
  package var timescale: UInt32
  /// Whether there is a sound track with at least one sample.
  package var hasAudio: Bool

  package init(
    width: Int, height: Int, lengthUnits: UInt64, timescale: UInt32, hasAudio: Bool
  ) {
    self.width = width
    self.height = height
    self.lengthUnits = lengthUnits
    self.timescale = timescale
    self.hasAudio = hasAudio
  }

  /// The length in milliseconds, rounded half up; at least 0, at most `Int.max`.
  package var lengthMilliseconds: Int {
    guard timescale > 0 else { return 0 }
    let scale = UInt64(timescale)
    let (whole, rest) = lengthUnits.quotientAndRemainder(dividingBy: scale)
    let (thousands, overflow) = whole.multipliedReportingOverflow(by: 1000)
    let part = (rest * 1000 + scale / 2) / scale
    let (sum, carry) = thousands.addingReportingOverflow(part)
    return overflow || carry ? Int.max : Int(clamping: sum)
  }
}

/// Whether a file is a whole video.
package enum MediaVerdict: Hashable, Sendable {
  /// Every sample that the file's tables name lies inside the file.
  case whole(MediaSummary)
  /// No video, or not all of it; the reason completes the sentence "the file is no whole MP4:".
  case broken(reason: String)
}
