extension MovieTrack {
  /// The `trak` box; `offsets` says where in the file each chunk begins.
  func write(id: Int, offsets: [Int], to writer: inout BoxWriter) {
    writer.box("trak") { trak in
      trak.fullBox("tkhd", flags: 3) { writeHeader(id: id, to: &$0) }
      trak.box("mdia") { mdia in
        mdia.fullBox("mdhd") { box in
          box.zeros(8)
          box.u32(timescale)
          box.u32(sampleCount * sampleDelta)
          box.u16(0x55C4)
          box.u16(0)
        }
        mdia.fullBox("hdlr") { box in
          box.u32(0)
          box.text(isPicture ? "vide" : "soun")
          box.zeros(12)
          box.text(isPicture ? "picture" : "sound")
          box.u8(0)
        }
        mdia.box("minf") { minf in
          if isPicture {
            minf.fullBox("vmhd", flags: 1) { $0.zeros(8) }
          } else {
            minf.fullBox("smhd") { $0.zeros(4) }
          }
          minf.box("dinf") { dinf in
            dinf.fullBox("dref") { dref in
              dref.u32(1)
              dref.fullBox("url ", flags: 1) { _ in }
            }
          }
          minf.box("stbl") { writeSampleTable(offsets: offsets, to: &$0) }
        }
      }
    }
  }

  private var isPicture: Bool { if case .picture = kind { true } else { false } }

  private func writeHeader(id: Int, to box: inout BoxWriter) {
    box.zeros(8)
    box.u32(id)
    box.u32(0)
    box.u32(milliseconds)
    box.zeros(8)
    box.u16(0)
    box.u16(0)
    box.u16(isPicture ? 0 : 0x0100)
    box.u16(0)
    box.identityMatrix()
    if case .picture(let resolution) = kind {
      box.u32(resolution.width << 16)
      box.u32(resolution.height << 16)
    } else {
      box.zeros(8)
    }
  }

  private func writeSampleTable(offsets: [Int], to stbl: inout BoxWriter) {
    stbl.fullBox("stsd") { stsd in
      stsd.u32(1)
      switch kind {
      case .picture(let resolution): writePictureEntry(resolution, to: &stsd)
      case .sound: writeSoundEntry(to: &stsd)
      }
    }
    stbl.fullBox("stts") { box in
      box.u32(1)
      box.u32(sampleCount)
      box.u32(sampleDelta)
    }
    if isPicture {
      // Each repetition begins with a frame that stands by itself.
      let keys = Array(stride(from: 1, through: sampleCount, by: loop.samples.count))
      stbl.fullBox("stss") { box in
        box.u32(keys.count)
        for key in keys { box.u32(key) }
      }
    }
    stbl.fullBox("stsc") { box in
      let starts = chunks.indices.filter { $0 == 0 || chunks[$0] != chunks[$0 - 1] }
      box.u32(starts.count)
      for start in starts {
        box.u32(start + 1)
        box.u32(chunks[start])
        box.u32(1)
      }
    }
    stbl.fullBox("stsz") { box in
      box.u32(0)
      box.u32(sampleCount)
      for index in 0..<sampleCount { box.u32(sample(index).count) }
    }
    stbl.fullBox("stco") { box in
      box.u32(offsets.count)
      for offset in offsets { box.u32(offset) }
    }
  }

  private func writePictureEntry(
    _ resolution: VideoShape.Resolution, to stsd: inout BoxWriter
  ) {
    stsd.box("avc1") { box in
      box.zeros(6)
      box.u16(1)
      box.zeros(16)
      box.u16(resolution.width)
      box.u16(resolution.height)
      box.u32(72 << 16)
      box.u32(72 << 16)
      box.u32(0)
      box.u16(1)
      box.zeros(32)
      box.u16(24)
      box.u16(0xFFFF)
      box.box("avcC") { $0.raw(loop.configuration) }
    }
  }

  private func writeSoundEntry(to stsd: inout BoxWriter) {
    stsd.box("mp4a") { box in
      box.zeros(6)
      box.u16(1)
      box.zeros(8)
      box.u16(1)
      box.u16(16)
      box.u32(0)
      box.u32(SampleLoop.soundRate << 16)
      box.fullBox("esds") { esds in
        // ES, decoder and sync layer descriptors of ISO/IEC 14496-1.
        let specific = loop.configuration
        esds.raw([0x03, UInt8(23 + specific.count), 0, 1, 0])
        esds.raw([0x04, UInt8(15 + specific.count), 0x40, 0x15, 0, 0, 0])
        esds.u32(16_000)
        esds.u32(16_000)
        esds.raw([0x05, UInt8(specific.count)])
        esds.raw(specific)
        esds.raw([0x06, 1, 2])
      }
    }
  }
}

extension BoxWriter {
  /// The unit matrix of `mvhd` and `tkhd`.
  mutating func identityMatrix() {
    for value in [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000] { u32(value) }
  }
}
