import CurlShim

/// Easy handles of ended exchanges, for the next ones: to make one costs more than to use it.
///
/// Belongs to the transport's thread. A handle comes out with all its options as new; what it may
/// keep, names and connections, belongs to the multi handle anyway.
struct HandlePool {
  /// More than are ever needed at a time between two bursts.
  private static let mostSpare = 64

  private var spare: [OpaquePointer] = []

  /// - Returns: `nil` when there is no memory.
  mutating func take() -> OpaquePointer? { spare.popLast() ?? curl_shim_easy_create() }

  /// Takes back a handle that no multi handle holds any more.
  mutating func giveBack(_ easy: OpaquePointer) {
    guard spare.count < Self.mostSpare else { return curl_shim_easy_destroy(easy) }
    curl_shim_easy_reset(easy)
    spare.append(easy)
  }

  mutating func destroyAll() {
    for easy in spare { curl_shim_easy_destroy(easy) }
    spare = []
  }
}
