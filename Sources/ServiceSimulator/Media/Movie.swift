/// A whole MP4 file: `ftyp`, a `free` box with a label, `moov`, `mdat`.
struct Movie: Sendable {
  /// Where in `bytes` the label stands; it is so long that the file never changes its size.
  static let labelRange = 40..<104

  private(set) var bytes: [UInt8]

  init(_ shape: VideoShape, hue: Int) {
    var tracks = [
      MovieTrack(
        .picture(shape.resolution), loop: .picture(shape.resolution, hue: hue),
        milliseconds: shape.milliseconds)
    ]
    if shape.hasAudio {
      tracks.append(MovieTrack(.sound, loop: .chord, milliseconds: shape.milliseconds))
    }
    var writer = BoxWriter()
    writer.box("ftyp") { box in
      box.text("isom")
      box.u32(512)
      box.text("isomiso2avc1mp41")
    }
    writer.box("free") { $0.zeros(Self.labelRange.count) }
    // The offsets do not change the size of `moov`, so a first try with zeros tells it.
    var trial = writer
    Self.writeHeader(tracks, chunksAt: 0, to: &trial)
    let header = trial.bytes.count
    Self.writeHeader(tracks, chunksAt: header + 8, to: &writer)
    writer.box("mdat") { mdat in
      for chunk in tracks[0].chunks.indices {
        for track in tracks { mdat.raw(track.chunk(chunk)) }
      }
    }
    bytes = writer.bytes
  }

  /// Writes a text into the file, so that no two tasks have the same bytes.
  mutating func label(_ text: String) {
    for (offset, byte) in text.utf8.prefix(Self.labelRange.count).enumerated() {
      bytes[Self.labelRange.lowerBound + offset] = byte
    }
  }

  private static func writeHeader(
    _ tracks: [MovieTrack], chunksAt start: Int, to writer: inout BoxWriter
  ) {
    var offsets = [[Int]](repeating: [], count: tracks.count)
    var position = start
    for chunk in tracks[0].chunks.indices {
      for (index, track) in tracks.enumerated() {
        offsets[index].append(position)
        position += track.chunk(chunk).count
      }
    }
    writer.box("moov") { moov in
      moov.fullBox("mvhd") { box in
        box.zeros(8)
        box.u32(1_000)
        box.u32(tracks.map(\.milliseconds).max() ?? 0)
        box.u32(0x10000)
        box.u16(0x0100)
        box.zeros(10)
        box.identityMatrix()
        box.zeros(24)
        box.u32(tracks.count + 1)
      }
      for (index, track) in tracks.enumerated() {
        track.write(id: index + 1, offsets: offsets[index], to: &moov)
      }
    }
  }
}
