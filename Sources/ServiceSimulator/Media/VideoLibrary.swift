import Locking

/// Result files, each made when it is first asked for and then kept.
final class VideoLibrary: Sendable {
  private struct Key: Hashable, Sendable {
    var shape: VideoShape
    var hue: Int
  }

  /// Files of odd lengths, which faults ask for, are not worth keeping beyond this.
  private static let maximumKept = 64

  private let kept = Locked<[Key: Movie]>([:])

  /// A file of that shape that carries the label, which no other file has.
  func file(_ shape: VideoShape, hue: Int, label: String) -> [UInt8] {
    let key = Key(shape: shape, hue: hue)
    var movie: Movie
    if let known = kept.withLock({ $0[key] }) {
      movie = known
    } else {
      movie = Movie(shape, hue: hue)
      let made = movie
      kept.withLock { if $0.count < Self.maximumKept { $0[key] = made } }
    }
    movie.label(label)
    return movie.bytes
  }
}
