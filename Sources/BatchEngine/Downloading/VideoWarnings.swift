import JobModel

/// Compares a video with what was paid for.
enum VideoWarnings {
  /// How far a length may be off before it is worth a word, in milliseconds.
  private static let tolerance = 500

  static func warnings(about file: VideoFile, paidFor outline: RequestOutline) -> [String] {
    var warnings: [String] = []
    let expected = outline.resolution == .p720 ? 720 : 1080
    if min(file.width, file.height) != expected {
      warnings.append(
        "\(file.width)x\(file.height) pixels, paid for \(outline.resolution.rawValue)")
    }
    let length = outline.duration.seconds * 1000
    if abs(file.lengthMilliseconds - length) > tolerance {
      let tenths = (file.lengthMilliseconds + 50) / 100
      warnings.append(
        "\(tenths / 10).\(tenths % 10) s long, paid for \(outline.duration.seconds) s")
    }
    if file.audio != outline.audio {
      warnings.append(file.audio ? "has sound, paid for silent" : "is silent, paid for sound")
    }
    return warnings
  }
}
