/// How much of a file may be looked at, whatever its boxes say.
///
/// A 15-second video has about a hundred boxes and a table of some 20 KB.
struct ReadingBudget {
  /// The largest box that is read into memory.
  static let maximumBoxBytes: Int64 = 8 << 20
  private var boxesLeft = 50_000
  private var bytesLeft: Int64 = 24 << 20

  mutating func countBox() throws(InspectionStop) {
    boxesLeft -= 1
    guard boxesLeft >= 0 else {
      throw .broken("it has more boxes than a short video can have")
    }
  }

  mutating func countBytes(_ count: Int64) throws(InspectionStop) {
    bytesLeft -= count
    guard bytesLeft >= 0 else {
      throw .broken("its tables are larger than those of a short video can be")
    }
  }
}
