/// Sizes for people: `950 B`, `1.2 MB`, `48 GB`.
enum ByteCount {
  static func text(_ bytes: Int64) -> String {
    var value = Double(bytes)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 999.5 { return number(value, whole: unit == "B") + " " + unit }
      value /= 1000
    }
    return number(value, whole: false) + " TB"
  }

  private static func number(_ value: Double, whole: Bool) -> String {
    whole || value >= 9.95
      ? "\(Int64(value.rounded()))" : "\(Double(Int64((value * 10).rounded())) / 10)"
  }
}
