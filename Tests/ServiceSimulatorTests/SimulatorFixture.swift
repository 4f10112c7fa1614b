import JSONText
import Locking
import ServiceSimulator

/// Wall time that stands still until a test moves it.
final class HandClock: Sendable {
  /// 2026-11-23 12:00:00 UTC.
  static let start: Int64 = 1_795_435_200

  private let microseconds = Locked(start * 1_000_000)

  func advance(seconds: Double) { microseconds.withLock { $0 += Int64(seconds * 1e6) } }

  var reading: @Sendable () -> Int64 { { self.microseconds.withLock { $0 } } }
}

/// A running simulator under a hand-driven clock, and a connection to it.
final class SimulatorFixture {
  static let key = "sk-secret-4711"
  static let image = #"{"model":"wan2.6-flash","image_urls":["https://example.com/a.jpg"]}"#

  let clock: HandClock
  let simulator: Simulator
  let port: UInt16
  var client: LoopbackClient

  /// Tasks take ten seconds where `change` does not say otherwise.
  init(
    clock: HandClock = HandClock(), _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) throws {
    var options = SimulatorOptions()
    options.taskTime = .fixed(10)
    options.now = clock.reading
    change(&options)
    self.clock = clock
    simulator = Simulator(options)
    port = try simulator.start()
    client = try LoopbackClient(port: port)
  }

  deinit { simulator.stop() }

  func request(
    _ method: String, _ path: String, headers: [String] = [], key: String? = key,
    body: [UInt8]? = nil
  ) throws -> LoopbackClient.Answer {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if let key { head += "Authorization: Bearer \(key)\r\n" }
    for header in headers { head += "\(header)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    client.send(Array("\(head)\r\n".utf8) + (body ?? []))
    return try client.answer(hasBody: method != "HEAD")
  }

  func get(
    _ path: String, headers: [String] = [], key: String? = key
  ) throws -> LoopbackClient.Answer {
    try request("GET", path, headers: headers, key: key)
  }

  func submit(
    _ body: String = image, key: String? = key
  ) throws -> LoopbackClient.Answer {
    try request(
      "POST", "/v1/videos/generations", headers: ["Content-Type: application/json"], key: key,
      body: Array(body.utf8))
  }

  /// Submits a request with a prompt and returns the task's id.
  func task(prompt: String = "", more: String = "") throws -> String {
    let body = #"""
      {"model":"wan2.6-flash","image_urls":["https://example.com/a.jpg"],"prompt":"\#(prompt)"\#(more)}
      """#
    return try submit(body).json["id"]?.string ?? "no id"
  }

  func status(_ id: String, key: String? = key) throws -> LoopbackClient.Answer {
    try get("/v1/videos/generations/\(id)", key: key)
  }

  func ledger() throws -> JSONValue { try get("/simulator/ledger").json }

  /// The path of a completed task's file.
  func filePath(_ id: String) throws -> String {
    let url = try status(id).json["result"]?["data"]?.array?.first?["url"]?.string ?? ""
    return String(url.dropFirst(simulator.baseURL.count))
  }

  /// Goes on with a fresh connection, as after a fault that ended the old one.
  func reconnect() throws { client = try LoopbackClient(port: port) }
}
