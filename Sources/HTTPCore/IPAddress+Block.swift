extension IPAddress {
  /// Whether the first `prefixLength` bits are those of `block`; never between IPv4 and IPv6.
  package func isIn(_ block: IPAddress, prefixLength: UInt8) -> Bool {
    let length = UInt64(prefixLength)
    switch (self, block) {
    case (.v4(let address), .v4(let start)):
      return length <= 32 && (address ^ start) >> (32 - UInt32(length)) == 0
    case (.v6(let high, let low), .v6(let startHigh, let startLow)):
      // Shifts by 64 or more give zero.
      guard length <= 128 else { return false }
      let highBits = min(length, 64)
      return (high ^ startHigh) >> (64 - highBits) == 0
        && (low ^ startLow) >> (64 - (length - highBits)) == 0
    default: return false
    }
  }
}
