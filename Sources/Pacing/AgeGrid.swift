#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The ages at which knowledge about lengths is kept: cells of equal width in the logarithm, from
/// 50 ms to a little over a day, so that short tasks and long ones are told apart alike.
enum AgeGrid {
  /// The width of a cell in the natural logarithm of the age: 4 %.
  static let width = 0.04
  static let cells = 360
  private static let youngest = 0.05

  /// The borders of the cells in seconds, one more than there are cells.
  static let edges: [Double] = (0...cells).map { youngest * exp(width * Double($0)) }

  /// Where an age lies, in cells from the first border; anything outside lies on a border.
  static func position(of seconds: Double) -> Double {
    guard seconds > youngest else { return 0 }
    return min(log(seconds / youngest) / width, Double(cells))
  }

  /// The cell that holds a position.
  static func cell(at position: Double) -> Int {
    min(Int(position), cells - 1)
  }
}
