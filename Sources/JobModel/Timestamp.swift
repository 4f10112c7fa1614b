/// A moment of wall-clock time, in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Negative before 1970.
  public let milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Whole seconds since 1970-01-01T00:00:00Z; traps where the milliseconds would overflow.
  public init(seconds: Int64) {
    self.init(milliseconds: seconds * 1000)
  }

  /// In the order of time, the earlier one first.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The seconds from `earlier` to this moment; negative when it is later.
  public func seconds(since earlier: Timestamp) -> Double {
    Double(milliseconds - earlier.milliseconds) / 1000
  }

  /// The moment so much later, or earlier when it is negative; traps where it would overflow.
  public func adding(milliseconds more: Int64) -> Timestamp {
    Timestamp(milliseconds: milliseconds + more)
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-11-23T02:00:01.120Z`.
  public var description: String {
    let day = Int64((Double(milliseconds) / 86_400_000).rounded(.down))
    let inDay = milliseconds - day * 86_400_000
    let (year, month, dayOfMonth) = Self.civil(day)
    guard (0...9999).contains(year) else {
      return "\(year)-\(month)-\(dayOfMonth), \(inDay) ms"
    }
    // Every record of a journal bears one, so it is put together by hand.
    return String(unsafeUninitializedCapacity: Self.utf8Count) { text in
      var end = 0
      func put(_ number: Int64, _ width: Int, _ separator: Unicode.Scalar) {
        var rest = number
        for place in stride(from: end + width - 1, through: end, by: -1) {
          text.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(rest % 10))
          rest /= 10
        }
        text.initializeElement(at: end + width, to: UInt8(ascii: separator))
        end += width + 1
      }
      put(year, 4, "-")
      put(month, 2, "-")
      put(dayOfMonth, 2, "T")
      put(inDay / 3_600_000, 2, ":")
      put(inDay / 60_000 % 60, 2, ":")
      put(inDay / 1000 % 60, 2, ".")
      put(inDay % 1000, 3, "Z")
      return end
    }
  }

  /// Reads exactly the form that `description` writes.
  public init?(_ text: String) {
    var text = text
    guard let time = text.withUTF8({ Timestamp(utf8: $0) }) else { return nil }
    self = time
  }

  /// How long the form is.
  package static let utf8Count = 24

  /// The same from the text's bytes.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    let shape: StaticString = "dddd-dd-ddTdd:dd:dd.dddZ"
    guard bytes.count == shape.utf8CodeUnitCount else { return nil }
    for index in 0..<bytes.count {
      let (byte, expected) = (bytes[index], shape.utf8Start[index])
      let isDigit = byte &- UInt8(ascii: "0") < 10
      guard expected == UInt8(ascii: "d") ? isDigit : byte == expected else { return nil }
    }
    func number(_ range: Range<Int>) -> Int64 {
      range.reduce(0) { $0 &* 10 &+ Int64(bytes[$1] &- UInt8(ascii: "0")) }
    }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    let inDay = (hour * 60 + minute) * 60_000 + second * 1000 + number(20..<23)
    let dayNumber = Self.days(year: year, month: month, day: day)
    // 30 February would silently be 2 March.
    guard Self.civil(dayNumber) == (year, month, day) else { return nil }
    milliseconds = dayNumber * 86_400_000 + inDay
  }

  /// The proleptic Gregorian date of a day number, by counting years from 1 March so that
  /// the leap day comes last.
  static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The day number of a proleptic Gregorian date, days since 1970-01-01.
  package static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
