/// HMAC-SHA256 (RFC 2104): a hash that only the owner of the key can make.
package enum HMACSHA256 {
  /// The 32-byte code of a message; a key of any length will do.
  package static func authenticate(key: [UInt8], message: [UInt8]) -> [UInt8] {
    var block = key.count > SHA256.blockBytes ? SHA256.hash(key).bytes : key
    block += repeatElement(0, count: SHA256.blockBytes - block.count)
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    inner.update(message)
    var outer = SHA256()
    outer.update(block.map { $0 ^ 0x5C })
    outer.update(inner.finish().bytes)
    return outer.finish().bytes
  }
}
