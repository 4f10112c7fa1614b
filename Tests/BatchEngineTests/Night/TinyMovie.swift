/// The smallest MP4 that counts as a whole video; nothing plays it.
enum TinyMovie {
  /// - Parameters:
  ///   - mark: stands in the media data, so that two videos differ.
  ///   - milliseconds: the length, with the movie's 1,000 units a second.
  static func bytes(
    mark: String, height: Int = 720, milliseconds: UInt64 = 5000, audio: Bool = false
  ) -> [UInt8] {
    let start = box("ftyp", Array("isom".utf8) + be(512, 4) + Array("isom".utf8))
    let media = Array(mark.utf8)
    let width = height * 16 / 9
    var movie = box(
      "mvhd", be(1 << 24, 4) + be(0, 16) + be(1000, 4) + be(milliseconds, 8) + be(0, 80))
    for kind in audio ? ["vide", "soun"] : ["vide"] {
      let entry =
        kind == "vide"
        ? box("avc1", be(0, 24) + be(UInt64(width), 2) + be(UInt64(height), 2) + be(0, 50))
        : box("mp4a", be(0, 28))
      let table =
        box("stsd", be(0, 4) + be(1, 4) + entry)
        + box("stsc", be(0, 4) + be(1, 4) + be(1, 4) + be(1, 4) + be(1, 4))
        + box("stsz", be(0, 4) + be(UInt64(media.count), 4) + be(1, 4))
        + box("stco", be(0, 4) + be(1, 4) + be(UInt64(start.count + 8), 4))
      let header = box("mdhd", be(0, 12) + be(1000, 4) + be(5000, 4) + be(0, 4))
      let handler = box("hdlr", be(0, 8) + Array(kind.utf8) + be(0, 13))
      movie += box(
        "trak",
        box("tkhd", be(0, 12) + be(1, 4) + be(0, 68))
          + box("mdia", header + handler + box("minf", box("stbl", table))))
    }
    return start + box("mdat", media) + box("moov", movie)
  }

  private static func box(_ code: String, _ content: [UInt8]) -> [UInt8] {
    be(UInt64(content.count + 8), 4) + Array(code.utf8) + content
  }

  /// A number, most significant byte first.
  private static func be(_ value: UInt64, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { byte in
      let shift = 8 * (bytes - 1 - byte)
      return shift >= 64 ? 0 : UInt8(truncatingIfNeeded: value >> UInt64(shift))
    }
  }
}
