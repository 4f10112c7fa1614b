import CurlHTTP
import HTTPCore
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension CurlTransport {
  /// Without proxies: where the environment names one, the tests still talk to 127.0.0.1.
  static func make(
    _ configuration: CurlConfiguration = CurlConfiguration()
  ) throws(HTTPFailure) -> CurlTransport {
    var configuration = configuration
    configuration.usesProxies = false
    return try CurlTransport(configuration)
  }
}

extension HTTPLimits {
  /// For a server that keeps silent on purpose. Where it only might be slow, the usual limits
  /// apply, so that a busy machine makes no test fail.
  static let impatient = HTTPLimits(stall: .milliseconds(100))
}

extension HTTPRequest {
  static func get(_ url: String, limits: HTTPLimits = HTTPLimits()) -> HTTPRequest {
    HTTPRequest(.get, url, limits: limits)
  }

  /// A submission: a POST that must arrive at most once.
  static func submission(
    to url: String, bytes: Int = 100, limits: HTTPLimits = HTTPLimits()
  ) -> HTTPRequest {
    HTTPRequest(
      .post, url, headers: [HTTPField("Content-Type", "application/json")],
      body: .bytes([UInt8](repeating: UInt8(ascii: "x"), count: bytes)), connectionUse: .fresh,
      limits: limits)
  }
}

extension Result where Failure == HTTPFailure {
  var failure: HTTPFailure? {
    if case .failure(let failure) = self { failure } else { nil }
  }

  var success: Success? {
    if case .success(let value) = self { value } else { nil }
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// Keeps a note of everything it takes; asks to stop where told.
final class RecordingReceiver: HTTPBodyReceiver {
  struct Record {
    var head: HTTPResponseHead?
    var bytes = 0
    var pieces = 0
    var largestPiece = 0
    /// Whether the bytes are those of `pattern`, again and again.
    var isIntact = true
  }

  /// 64 KiB that differ from page to page.
  static let pattern = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  private let state = Locked(Record())
  private let stopAfterPieces: Int
  private let beforeEach: @Sendable () async -> Void

  /// - Parameter beforeEach: awaited before each piece is taken.
  init(
    stopAfterPieces: Int = .max, beforeEach: @escaping @Sendable () async -> Void = {}
  ) {
    self.stopAfterPieces = stopAfterPieces
    self.beforeEach = beforeEach
  }

  var record: Record { state.withLock { $0 } }

  func begin(_ head: HTTPResponseHead) async -> Bool {
    state.withLock { $0.head = head }
    return stopAfterPieces > 0
  }

  func take(_ piece: [UInt8]) async -> Bool {
    await beforeEach()
    return state.withLock { record in
      var rest = piece[...]
      while !rest.isEmpty {
        let expected = Self.pattern[(record.bytes % Self.pattern.count)...].prefix(rest.count)
        if !Self.areEqual(rest.prefix(expected.count), expected) { record.isIntact = false }
        record.bytes += expected.count
        rest = rest.dropFirst(expected.count)
      }
      record.pieces += 1
      record.largestPiece = max(record.largestPiece, piece.count)
      return record.pieces < stopAfterPieces
    }
  }

  /// Compares a piece at a time; byte by byte would be slow in a debug build.
  private static func areEqual(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    one.withUnsafeBytes { one in
      other.withUnsafeBytes { other in
        guard one.count == other.count, let start = one.baseAddress, let second = other.baseAddress
        else { return false }
        return memcmp(start, second, one.count) == 0
      }
    }
  }
}

/// A latch that tasks wait for without polling.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Locked(State())

  func open() {
    let waiters = state.withLock { state in
      state.isOpen = true
      let waiters = state.waiters
      state.waiters = []
      return waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiters.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}
