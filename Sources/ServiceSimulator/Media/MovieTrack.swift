/// One track of a movie: repeated samples, in chunks that take turns with the other track's.
struct MovieTrack: Sendable {
  enum Kind: Sendable {
    case picture(VideoShape.Resolution)
    case sound
  }

  let kind: Kind
  let loop: SampleLoop
  let sampleCount: Int
  /// Units of time in a second, and how many of them one sample takes.
  let timescale: Int
  let sampleDelta: Int
  /// The sizes of the chunks, in samples; as many for every track of a movie.
  let chunks: [Int]

  /// Enough samples for a length, rounded to the nearest and at least one.
  init(_ kind: Kind, loop: SampleLoop, milliseconds: Int) {
    self.kind = kind
    self.loop = loop
    switch kind {
    case .picture: (timescale, sampleDelta) = (SampleLoop.framesPerSecond * 512, 512)
    case .sound: (timescale, sampleDelta) = (SampleLoop.soundRate, SampleLoop.soundFrame)
    }
    let perSecond = Double(timescale) / Double(sampleDelta)
    sampleCount = max(1, Int((Double(milliseconds) * perSecond / 1_000).rounded()))
    // A chunk of every track for each second begun, so that a player finds both close together.
    let seconds = max(1, (milliseconds + 999) / 1_000)
    var chunks: [Int] = []
    var done = 0
    for second in 1...seconds {
      let end =
        second == seconds ? sampleCount : min(sampleCount, Int(Double(second) * perSecond))
      chunks.append(end - done)
      done = end
    }
    self.chunks = chunks
  }

  var milliseconds: Int { sampleCount * sampleDelta * 1_000 / timescale }

  func sample(_ index: Int) -> [UInt8] { loop.samples[index % loop.samples.count] }

  /// The bytes of chunk number `index`, counted from 0.
  func chunk(_ index: Int) -> [UInt8] {
    let first = chunks[..<index].reduce(0, +)
    return (first..<(first + chunks[index])).flatMap { sample($0) }
  }
}
