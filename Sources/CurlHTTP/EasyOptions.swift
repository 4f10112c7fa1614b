import CurlShim

/// Sets options of one handle and remembers whether any was refused.
struct EasyOptions {
  let easy: OpaquePointer
  private(set) var areAccepted = true

  init(_ easy: OpaquePointer) {
    self.easy = easy
  }

  mutating func set(_ option: Int32, _ value: Int) {
    note(curl_shim_set_long(easy, option, value))
  }

  mutating func set(_ option: Int32, large value: Int64) {
    note(curl_shim_set_offset(easy, option, value))
  }

  mutating func set(_ option: Int32, _ value: String) {
    note(curl_shim_set_text(easy, option, value))
  }

  mutating func set(_ option: Int32, _ value: UnsafeMutableRawPointer) {
    note(curl_shim_set_pointer(easy, option, value))
  }

  /// Sets a pointer to none.
  mutating func clear(_ option: Int32) {
    note(curl_shim_set_pointer(easy, option, nil))
  }

  /// For an option that older versions do not know and that can be done without.
  func tryToSet(_ option: Int32, _ value: Int) {
    _ = curl_shim_set_long(easy, option, value)
  }

  mutating func note(_ code: Int32) {
    if code != 0 { areAccepted = false }
  }
}

extension Duration {
  /// As libcurl takes limits: at least 1, for 0 would mean "no limit", and below 2^31.
  var limitMilliseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds < 2_000_000 else { return 2_000_000_000 }
    let milliseconds =
      max(0, seconds) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int(max(1, milliseconds))
  }
}
