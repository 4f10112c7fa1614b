import Digest

/// The keys that the service knows; it keeps them to compare, and shows only fingerprints.
struct KeyRing: Sendable {
  struct Holder: Sendable {
    /// The first two bytes of the SHA-256 of the account's name.
    var account: UInt16
    fileprivate var key: [UInt8]

    /// Salted, so that it says nothing about the key anywhere else.
    var fingerprint: String {
      let salt = Array("simulated ledger".utf8)
      return Hex.encode(HMACSHA256.authenticate(key: salt, message: key).prefix(6))
    }
  }

  private let accepted: [[UInt8]: UInt16]
  private let anyAccount: UInt16?

  init(_ keys: [SimulatorOptions.AcceptedKey]) {
    var accepted: [[UInt8]: UInt16] = [:]
    for key in keys { accepted[Array(key.key.utf8)] = Self.tag(key.account) }
    self.accepted = accepted
    anyAccount = keys.isEmpty ? Self.tag("main") : nil
  }

  /// Who sends this `Authorization`; nil for none, a malformed or an unknown key.
  func holder(_ authorization: [UInt8]?) -> Holder? {
    guard let authorization, authorization.count > 7 else { return nil }
    let scheme = authorization[..<7].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    guard scheme == Array("bearer ".utf8) else { return nil }
    let key = Array(authorization[7...].drop { $0 == 0x20 })
    guard !key.isEmpty, key.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let account = accepted[key] ?? anyAccount
    else { return nil }
    return Holder(account: account, key: key)
  }

  private static func tag(_ account: String) -> UInt16 {
    let digest = SHA256.hash(account.utf8).bytes
    return UInt16(digest[0]) << 8 | UInt16(digest[1])
  }
}
