import JSONText
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `wanbatch simulate` as a process of its own.
struct SimulatorProcess {
  let baseURL: String
  private let process: BuiltProgram.Process

  static func start(_ arguments: String...) async throws -> SimulatorProcess {
    try await start(arguments: arguments)
  }

  static func start(arguments: [String]) async throws -> SimulatorProcess {
    let program = BuiltProgram()
    let process = program.start(["simulate"] + arguments)
    for _ in 0..<2000 {
      let line = process.output
      if line.hasSuffix("\n"), let url = line.split(separator: " ").last {
        return SimulatorProcess(baseURL: String(url.dropLast()), process: process)
      }
      // A bounded wait for another process, which no test clock can drive.
      try await Task.sleep(for: .milliseconds(5))
    }
    process.send(SIGKILL)
    Issue.record("the simulator did not start: \(process.errors)")
    throw CancellationError()
  }

  /// The program with a key for this service, in a directory of its own.
  func client() -> BuiltProgram {
    var program = BuiltProgram()
    program.environment = ["TOAPIS_API_KEY": "key-for-a-test", "TOAPIS_BASE_URL": baseURL]
    return program
  }

  /// The same for tests in which tasks fail.
  func quickClient() -> BuiltProgram {
    var program = client()
    program.countFailuresSoon()
    return program
  }

  func stop() async {
    process.send(SIGKILL)
    _ = await process.wait()
  }

  /// What was asked and paid, by the simulator's own books.
  func ledger() throws -> JSONValue {
    try JSONValue.parse(LoopbackHTTP.get(baseURL + "/simulator/ledger").utf8)
  }
}

/// The smallest HTTP client that will do, over a plain socket.
enum LoopbackHTTP {
  static func get(_ url: String) throws -> String {
    let parts = url.split(separator: "/", maxSplits: 2)
    let authority = parts[1].split(separator: ":")
    let port = try #require(authority.count == 2 ? UInt16(authority[1]) : nil)
    let path = "/" + (parts.count > 2 ? parts[2] : "")
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, stream, 0)
    defer { close(descriptor) }
    let connected = LoopbackPort.withAddress(of: port) { connect(descriptor, $0, $1) }
    try #require(connected == 0)
    let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
    try #require(send(descriptor, request, request.count, 0) == request.count)
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count <= 0 { break }
      answer += chunk[..<count]
    }
    let text = String(decoding: answer, as: UTF8.self)
    let end = try #require(text.range(of: "\r\n\r\n"))
    return String(text[end.upperBound...])
  }
}

extension String {
  fileprivate func range(of other: String) -> Range<String.Index>? {
    utf8.firstRange(of: other.utf8)
  }
}
