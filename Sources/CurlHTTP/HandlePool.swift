import CurlShim
import HTTPCore

/// What a plain exchange has in common with others: a GET on a connection that may be used again,
/// with no check of addresses.
struct PlainKind: Equatable {
  let bufferBytes: Int
  let connectLimit: Duration
  let totalLimit: Duration?

  /// - Returns: `nil` for an exchange that is not plain.
  init?(_ request: HTTPRequest, bufferBytes: Int) {
    guard request.method == .get, request.connectionUse == .reusable,
      request.addressPolicy == .any
    else { return nil }
    self.bufferBytes = bufferBytes
    connectLimit = request.limits.connect
    totalLimit = request.limits.total
  }
}

/// Easy handles of ended exchanges, for the next ones: to make one costs more than to use it, and
/// so do all the options of one.
///
/// Belongs to the transport's thread. A handle comes out with all its options as new, or with those
/// that all exchanges of its plain kind share; what it may keep, names and connections, belongs to
/// the multi handle anyway.
struct HandlePool {
  /// More than are ever needed at a time between two bursts.
  private static let mostSpare = 64

  private var spare: [(easy: OpaquePointer, kind: PlainKind?)] = []

  /// - Returns: a handle, and whether it has the options of that kind; `nil` when there is no
  ///   memory.
  mutating func take(for kind: PlainKind?) -> (easy: OpaquePointer, isPrepared: Bool)? {
    if let kind, let place = spare.lastIndex(where: { $0.kind == kind }) {
      return (spare.remove(at: place).easy, true)
    }
    guard let last = spare.popLast() else { return curl_shim_easy_create().map { ($0, false) } }
    if last.kind != nil { curl_shim_easy_reset(last.easy) }
    return (last.easy, false)
  }

  /// Takes back a handle that no multi handle holds any more.
  ///
  /// - Parameter kind: whose options the handle has; `nil` for any others.
  mutating func giveBack(_ easy: OpaquePointer, of kind: PlainKind?) {
    guard spare.count < Self.mostSpare else { return curl_shim_easy_destroy(easy) }
    if kind == nil {
      curl_shim_easy_reset(easy)
    } else {
      // What was the exchange's own is gone with it.
      var options = EasyOptions(easy)
      options.clear(CurlOption.errorBuffer)
      options.clear(CurlOption.httpHeader)
      options.clear(CurlOption.readURL)
    }
    spare.append((easy, kind))
  }

  mutating func destroyAll() {
    for (easy, _) in spare { curl_shim_easy_destroy(easy) }
    spare = []
  }
}
