extension IPAddress {
  /// Whether the address is one of the public Internet.
  ///
  /// The rules are those of the IANA registries of special-purpose addresses (RFC 6890). For
  /// IPv6 only the global range 2000::/3 can be public; addresses that carry an IPv4 address
  /// are judged by it.
  package var isPublic: Bool {
    switch self {
    case .v4(let address): Self.isPublic(v4: address)
    case .v6(let high, let low): Self.isPublic(high: high, low: low)
    }
  }

  private static func isPublic(v4 address: UInt32) -> Bool {
    !specialBlocks.contains { block in
      address >> (32 - block.length) == block.prefix >> (32 - block.length)
    }
  }

  private static let specialBlocks: [(prefix: UInt32, length: UInt32)] = [
    (0x0000_0000, 8),  // this network
    (0x0a00_0000, 8),  // private
    (0x6440_0000, 10),  // carrier-grade NAT
    (0x7f00_0000, 8),  // loopback
    (0xa9fe_0000, 16),  // link-local, cloud metadata
    (0xac10_0000, 12),  // private
    (0xc000_0000, 24),  // IETF assignments
    (0xc000_0200, 24),  // documentation
    (0xc058_6300, 24),  // relays of 6to4, abandoned
    (0xc0a8_0000, 16),  // private
    (0xc612_0000, 15),  // benchmarks
    (0xc633_6400, 24),  // documentation
    (0xcb00_7100, 24),  // documentation
    (0xe000_0000, 4),  // multicast
    (0xf000_0000, 4),  // reserved, broadcast
  ]

  private static func isPublic(high: UInt64, low: UInt64) -> Bool {
    let lowV4 = UInt32(truncatingIfNeeded: low)
    if high == 0, low >> 32 == 0xffff { return isPublic(v4: lowV4) }  // ::ffff:0:0/96, mapped
    if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 { return isPublic(v4: lowV4) }  // NAT64
    guard high >> 61 == 1 else { return false }  // not in 2000::/3
    if high >> 48 == 0x2002 { return isPublic(v4: UInt32(truncatingIfNeeded: high >> 16)) }  // 6to4
    let isAssignedByIETF = high >> 41 == 0x2001_0000 >> 9  // 2001::/23, Teredo among them
    let isDocumentation = high >> 32 == 0x2001_0db8 || high >> 44 == 0x3fff0
    return !isAssignedByIETF && !isDocumentation
  }
}
