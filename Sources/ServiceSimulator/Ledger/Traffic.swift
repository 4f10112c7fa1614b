/// Counts and the latest of what was asked; holds no key and no body.
struct Traffic: Sendable {
  struct Line: Sendable {
    /// Microseconds since 1970 UTC.
    var time: Int64
    var method: String
    var path: String
    var outcome: String
  }

  static let maximumLines = 2_000

  /// By method and route, then by status or fault.
  private(set) var counts: [String: [String: Int]] = [:]
  /// Requests for result files that carried a key, which must never leave for their host.
  private(set) var filesAskedWithKey = 0
  private var ring: [Line] = []
  private var oldest = 0

  /// In order of time.
  var lines: [Line] { Array(ring[oldest...] + ring[..<oldest]) }

  mutating func count(_ route: String, _ outcome: String) {
    counts[route, default: [:]][outcome, default: 0] += 1
  }

  /// `route` and `outcome` are made by the caller, outside of the lock.
  mutating func note(_ request: ServiceRequest, route: String, outcome: String) {
    let method = request.head.method.rawValue
    count(route, outcome)
    if request.endpoint.faultRoute == .file, request.head.authorization != nil {
      filesAskedWithKey += 1
    }
    let line = Line(time: request.now, method: method, path: request.head.path, outcome: outcome)
    if ring.count < Self.maximumLines {
      ring.append(line)
    } else {
      ring[oldest] = line
      oldest = (oldest + 1) % Self.maximumLines
    }
  }
}
