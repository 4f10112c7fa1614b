/// Coded samples of a short scene that is repeated for as long as a video must be.
///
/// The data was made once, with ffmpeg 5.1. Picture: 24 frames at 12 a second, drawn as raw RGB:
/// nine flat horizontal bands from a light to a dark tone, edges on multiples of 16 lines; a dark
/// ellipse (0.46 by 0.085 of the height, centre at 0.80 of it); before it a light disc with a
/// radius of 0.12 of the height, whose centre goes once round
/// `(w/2 + 0.36 h cos t, 0.50 h + 0.07 h sin t)`, rounded to even pixels. Each of the tones
/// "dusk", "lagoon" and "meadow" in both sizes went through
///
///     ffmpeg -f rawvideo -pix_fmt rgb24 -s 1280x720 -r 12 -i - \
///       -vf scale=out_color_matrix=bt709:out_range=tv -pix_fmt yuv420p -colorspace bt709 \
///       -color_primaries bt709 -color_trc bt709 -c:v libx264 -profile:v high \
///       -preset veryslow -tune animation -crf 37 -g 1000 -bf 0 \
///       -x264-params scenecut=0:ref=4:aq-mode=0:me=tesa:merange=64 \
///       -bsf:v filter_units=remove_types=6 -an out.mp4
///
/// Sound: a soft chord of four sines (220, 277, 330 and 440 Hz, each a whole number of periods
/// in 64 frames) that swells once in 64 frames, as
///
///     ffmpeg -f s16le -ar 32000 -ac 1 -i - -c:a aac -b:a 16k -aac_pns 0 out.m4a
///
/// of which frames 65 to 128 were kept. `configuration` is the content of `avcC`, or for sound
/// the AudioSpecificConfig.
struct SampleLoop: Sendable {
  let configuration: [UInt8]
  /// In order; their lengths are those of the coded data.
  let samples: [[UInt8]]

  /// Both texts are base 64; `sizes` cuts `data` into samples.
  init(configuration: String, sizes: [Int], data: String) {
    self.configuration = decodeBase64(configuration)
    var rest = decodeBase64(data)[...]
    precondition(rest.count == sizes.reduce(0, +), "a sample loop is incomplete")
    samples = sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }

  static let framesPerSecond = 12
  static let soundRate = 32_000
  /// Samples of sound in one AAC frame.
  static let soundFrame = 1_024

  /// `hue` 0, 1 or 2; others wrap round.
  static func picture(_ resolution: VideoShape.Resolution, hue: Int) -> SampleLoop {
    switch (resolution, hue % 3) {
    case (.p720, 1): lagoon720
    case (.p720, 2): meadow720
    case (.p720, _): dusk720
    case (.p1080, 1): lagoon1080
    case (.p1080, 2): meadow1080
    case (.p1080, _): dusk1080
    }
  }
}

/// Base 64 (RFC 4648) of our own literals; line ends are skipped.
private func decodeBase64(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count * 3 / 4)
  var pending = 0
  var bits = 0
  for byte in text.utf8 {
    let value: UInt8
    switch byte {
    case 0x41...0x5A: value = byte - 0x41
    case 0x61...0x7A: value = byte - 0x61 + 26
    case 0x30...0x39: value = byte - 0x30 + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    default: continue
    }
    pending = (pending << 6 | Int(value)) & 0xFFFF
    bits += 6
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
    }
  }
  return bytes
}
