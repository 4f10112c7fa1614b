import CurlHTTP
import HTTPCore
import JSONText
import Pacing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The built program and its simulator, both as processes of their own, in a directory that is
/// gone afterwards.
struct BatchUnderTest {
  /// What is asked for, which decides how many bytes there are to download.
  enum Shape: String {
    /// About 15 KB a video.
    case small = #""resolution":"720p","audio":false"#
    /// About 50 KB a video.
    case medium = #""resolution":"720p","duration":10,"audio":true"#
    /// Three times as long as the small ones.
    case long = #""resolution":"720p","duration":15,"audio":false"#
  }

  /// The `wanbatch` beside this program.
  static var program: String {
    let own = CommandLine.arguments[0]
    let folder = own.utf8.lastIndex(of: UInt8(ascii: "/")).map { own[...$0] } ?? "./"
    return folder + "wanbatch"
  }

  /// The tool that keeps a program to one processor, on Linux.
  private static let pinning = "/usr/bin/taskset"
  static var canPin: Bool { access(pinning, X_OK) == 0 }
  /// The processors beside the one that a program keeps to; `nil` when there is none.
  private static var otherProcessors: String? {
    let last = sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1
    return canPin && last >= 1 ? "1-\(last)" : nil
  }

  let directory: String
  /// What an output directory remembers of the simulator.
  var identity: String { baseURL }
  private let simulator: ChildProcess
  private let baseURL: String

  private init(simulator options: [String], leavesOneCore: Bool) throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array("\(parent)/wanbatch-benchmark-XXXXXX".utf8CString)
    guard mkdtemp(&path) != nil else {
      throw ChildProcess.Failure(description: "no directory can be made in \(parent)")
    }
    directory = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var command = [Self.program, "simulate"] + options
    if leavesOneCore, let others = Self.otherProcessors {
      command = [Self.pinning, "-c", others] + command
    }
    simulator = try ChildProcess(command[0], Array(command.dropFirst()))
    baseURL = simulator.firstLine().split(separator: " ").last.map(String.init) ?? ""
  }

  /// Makes one for as long as `body` takes.
  ///
  /// - Parameter leavesOneCore: whether the simulator keeps to the processors that a program on one
  ///   core does not use, where there are any.
  static func within<Result>(
    simulator options: [String], leavesOneCore: Bool = false,
    _ body: (BatchUnderTest) async throws -> Result
  ) async throws -> Result {
    let world = try BatchUnderTest(simulator: options, leavesOneCore: leavesOneCore)
    let result: Result
    do {
      result = try await body(world)
    } catch {
      try world.end()
      throw error
    }
    try world.end()
    return result
  }

  private func end() throws {
    simulator.kill()
    _ = try ChildProcess("/bin/rm", ["-rf", directory]).wait()
  }

  /// Runs so many jobs.
  ///
  /// - Parameter onOneCore: whether the program keeps to one processor, where there is a way.
  /// - Returns: how long it took on the wall, and what the program used.
  func run(
    jobs: Int, shape: (_ number: Int) -> Shape = { _ in .small }, onOneCore: Bool = false,
    _ options: [String]
  ) throws -> (seconds: Double, usage: ChildProcess.Usage) {
    let manifest = directory + "/jobs.jsonl"
    try write(jobs: jobs, shape, to: manifest)
    return try run(manifest: manifest, onOneCore: onOneCore, options)
  }

  /// Runs a manifest; the output directory is beside it.
  ///
  /// - Returns: how long it took on the wall, and what the program used.
  func run(
    manifest: String, onOneCore: Bool = false, _ options: [String]
  ) throws -> (seconds: Double, usage: ChildProcess.Usage) {
    var usage = ChildProcess.Usage(exitCode: -1, cpuSeconds: 0, peakMemoryBytes: 0)
    var command = [Self.program, "run", manifest, "--yes"] + options
    if onOneCore, Self.canPin { command = [Self.pinning, "-c", "0"] + command }
    let span = try ContinuousClock().measure {
      usage = try ChildProcess(
        command[0], Array(command.dropFirst()),
        environment: ["TOAPIS_API_KEY=benchmark", "TOAPIS_BASE_URL=" + baseURL]
      ).wait()
    }
    guard usage.exitCode == 0 else {
      throw ChildProcess.Failure(description: "the run ended with \(usage.exitCode)")
    }
    return (span.inSeconds, usage)
  }

  /// The processor seconds that a ``BareClient`` spends on so many jobs, on one core where there is
  /// a way.
  func bareClient(jobs: Int, queries: Int) throws -> Double {
    var command = [
      CommandLine.arguments[0], BareClient.name, baseURL, "\(jobs)", "\(queries)", directory,
    ]
    if Self.canPin { command = [Self.pinning, "-c", "0"] + command }
    let usage = try ChildProcess(command[0], Array(command.dropFirst())).wait()
    guard usage.exitCode == 0 else {
      throw ChildProcess.Failure(description: "the bare client ended with \(usage.exitCode)")
    }
    return usage.cpuSeconds
  }

  private func write(jobs: Int, _ shape: (Int) -> Shape, to path: String) throws {
    guard let file = fopen(path, "w") else {
      throw ChildProcess.Failure(description: "\(path) can't be written")
    }
    defer { fclose(file) }
    for number in 0..<jobs {
      let line =
        #"{"id":"job-\#(number)","image_urls":["https://cdn.example.com/\#(number).jpg"],"#
        + shape(number).rawValue + "}\n"
      fputs(line, file)
    }
  }

  /// The bytes of the videos that so many jobs have now.
  func videoBytes(jobs: Int) -> Int {
    (0..<jobs).reduce(0) { sum, number in
      var state = stat()
      let path = "\(directory)/jobs.out/videos/job-\(number).mp4"
      return stat(path, &state) == 0 ? sum + Int(state.st_size) : sum
    }
  }

  /// What the simulator has in its books.
  func ledger() async throws -> LedgerFigures {
    let request = HTTPRequest(
      .get, baseURL + "/simulator/ledger", limits: HTTPLimits(responseBytes: 1 << 30))
    switch await (try CurlTransport()).send(request) {
    case .success(let response): return LedgerFigures(try JSONValue.parse(response.body))
    case .failure(let failure): throw ChildProcess.Failure(description: failure.message)
    }
  }
}
