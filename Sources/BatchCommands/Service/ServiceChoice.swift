import BatchEngine
import CurlHTTP
import Digest
import HTTPCore
import JobJournal
import JobModel
import Locking
import ServiceSimulator
import VideoService

/// The service that a command works with: the real one, or the look-alike in this process.
struct ServiceChoice: Sendable {
  /// What an output directory remembers of the simulator, wherever it listens.
  static let simulatorIdentity = "simulator"

  let endpoint: ServiceEndpoint
  /// What an output directory is bound to.
  let identity: String
  let isSimulated: Bool
  private let simulator: Simulator?
  /// The key, once it was read: a pipe gives it only once.
  private let knownKey = Locked<APIKey?>(nil)

  /// Chooses by the options and the environment; sends nothing.
  ///
  /// - Throws: ``UsageError``, or what the simulator throws when it can't start.
  init(_ arguments: ParsedArguments, _ program: Program, simulated: Bool) throws {
    isSimulated = simulated
    if simulated {
      let simulator = Simulator(SimulatorOptions())
      _ = try simulator.start()
      guard let endpoint = ServiceEndpoint(simulator.baseURL) else {
        throw UsageError(
          "internal error: the simulator has no usable address, \(simulator.baseURL)")
      }
      self.simulator = simulator
      self.endpoint = endpoint
      identity = Self.simulatorIdentity
      return
    }
    simulator = nil
    endpoint = try Self.endpoint(arguments, program)
    identity = endpoint.identity
  }

  private static func endpoint(
    _ arguments: ParsedArguments, _ program: Program
  ) throws(UsageError) -> ServiceEndpoint {
    let text = arguments.text("base-url") ?? program.environment["TOAPIS_BASE_URL"] ?? ""
    guard let endpoint = text.isEmpty ? .standard : ServiceEndpoint(text) else {
      throw UsageError("the base URL must look like https://toapis.com, got '\(text)'")
    }
    return endpoint
  }

  /// Whether the service itself is at a private address, so that its files may be as well.
  var isAtPrivateAddress: Bool {
    Self.isAtPrivateAddress(endpoint)
  }

  private static func isAtPrivateAddress(_ endpoint: ServiceEndpoint) -> Bool {
    let literal = endpoint.host.drop { $0 == "[" }.prefix { $0 != "]" }
    return endpoint.host == "localhost"
      || IPAddress(literal: String(literal)).map { !$0.isPublic } ?? false
  }

  /// What an output directory is bound to.
  static func binding(of state: BatchState, _ header: JournalHeader) -> String {
    state.reboundTo ?? header.service
  }

  /// The identity of the service that a command names; sends and starts nothing.
  static func identity(
    _ arguments: ParsedArguments, _ program: Program, simulated: Bool
  ) throws(UsageError) -> String {
    simulated ? simulatorIdentity : try endpoint(arguments, program).identity
  }

  /// Whether a directory that is bound to one service may be bound to this one: what a look-alike
  /// in this house has made never counts as the real service's, nor the other way round.
  ///
  /// - Parameter first: what the directory was made for, which it may always be bound to again.
  func mayTakeOver(from bound: String, madeFor first: String) -> Bool {
    guard bound != Self.simulatorIdentity, !isSimulated else { return false }
    let isPrivate = ServiceEndpoint(bound).map(Self.isAtPrivateAddress) ?? false
    return identity == first || isPrivate == isAtPrivateAddress
  }

  /// The key: of the simulator, from a file, or from the environment.
  func key(_ arguments: ParsedArguments, _ program: Program) throws(CommandFailure) -> APIKey {
    if let known = knownKey.withLock({ $0 }) { return known }
    let key = try readKey(arguments, program)
    knownKey.withLock { $0 = key }
    return key
  }

  private func readKey(
    _ arguments: ParsedArguments, _ program: Program
  ) throws(CommandFailure) -> APIKey {
    if isSimulated, let key = APIKey("simulated") { return key }
    if let path = arguments.text("api-key-file") {
      guard let key = FileLook.smallText(path).flatMap({ APIKey($0) }) else {
        throw CommandFailure(
          code: ExitCode.usage,
          message:
            "\(path): there is no usable API key in this file: it must hold the key alone, on one line"
        )
      }
      return key
    }
    guard let text = program.environment["TOAPIS_API_KEY"], !text.isEmpty else {
      throw CommandFailure(
        code: ExitCode.usage,
        message: """
          no API key: set TOAPIS_API_KEY, or give --api-key-file FILE; to try without one, \
          add --simulate
          """)
    }
    guard let key = APIKey(text) else {
      throw CommandFailure(
        code: ExitCode.usage, message: "TOAPIS_API_KEY does not look like a key; copy it again")
    }
    return key
  }

  /// The way to the service, with a key that is read again when it was refused, if it is in a
  /// file.
  ///
  /// - Parameter salt: of the directory, so that the key's fingerprint means nothing elsewhere.
  func access(
    _ arguments: ParsedArguments, _ program: Program, transport: any HTTPTransport,
    timeout: Duration, salt: String
  ) throws(CommandFailure) -> ServiceAccess {
    let endpoint = endpoint
    @Sendable func pass(_ key: APIKey) -> ServiceAccess.Pass {
      let account = HMACSHA256.authenticate(key: Array(salt.utf8), message: key.bytes)
      return ServiceAccess.Pass(
        client: VideoClient(
          endpoint: endpoint, key: key, transport: transport, timeout: timeout),
        account: Hex.encode(account.prefix(8)))
    }
    let first = pass(try key(arguments, program))
    guard !isSimulated, let path = arguments.text("api-key-file") else {
      return ServiceAccess(first)
    }
    return ServiceAccess(first) {
      FileLook.smallText(path).flatMap { APIKey($0) }.map { pass($0) }
    }
  }

  /// Opens the transport; libcurl is loaded here and not before.
  func transport(
    _ arguments: ParsedArguments, _ program: Program
  ) throws(CommandFailure) -> CurlTransport {
    do {
      var configuration = CurlConfiguration()
      configuration.userAgent = "wanbatch/\(Program.version)"
      // A proxy of the environment is for the way out, not for this machine.
      configuration.usesProxies = !isAtPrivateAddress
      configuration.caFile = arguments.text("ca-file") ?? program.environment["SSL_CERT_FILE"]
      return try CurlTransport(configuration)
    } catch {
      throw CommandFailure(code: ExitCode.usage, message: "\(error)")
    }
  }
}
