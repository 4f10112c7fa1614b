import HTTPCore
import Locking
import TestSupport
import Testing

@testable import CurlHTTP

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1)))
struct AddressPolicyTests {
  private static func publicOnly(_ url: String) -> HTTPRequest {
    HTTPRequest(.get, url, addressPolicy: .publicOnly)
  }

  @Test(arguments: [
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "LOCALHOST",
    "a.localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "0", "user@127.0.0.1",
  ])
  func aForbiddenAddressIsNotConnectedTo(host: String) async throws {
    let server = try RawServer { $0.serve(body: "reached") }
    let transport = try CurlTransport.make()
    let failure = try #require(
      await transport.send(Self.publicOnly("http://\(host):\(server.port)/")).failure)
    #expect(failure.kind == .forbiddenAddress, "\(failure)")
    #expect(failure.phase == .neverSent)
    #expect(server.connections == 0)
  }

  /// What a name leads to is known only after it was resolved. Nearly everywhere the machine's
  /// own name leads to an address that is not public.
  @Test func aNameThatLeadsToAForbiddenAddressIsNotConnectedTo() async throws {
    let server = try RawServer { $0.serve(body: "reached") }
    let failure = try #require(
      await (try CurlTransport.make()).send(
        Self.publicOnly("http://\(Self.ownName):\(server.port)/")
      )
      .failure)
    #expect(failure.phase == .neverSent)
    #expect(server.connections == 0)
  }

  /// A connection that another request opened opens no socket whose address could be checked.
  @Test func aKeptAliveConnectionToAForbiddenAddressIsNotUsed() async throws {
    let server = try RawServer { $0.serve(body: "reached") }
    let transport = try CurlTransport.make()
    let url = "http://\(Self.ownName):\(server.port)/"
    let arrivals = await transport.send(.get(url)).success == nil ? 0 : 1
    let failure = try #require(await transport.send(Self.publicOnly(url)).failure)
    #expect(failure.phase == .neverSent)
    #expect(server.arrivals(of: "GET") == arrivals)
  }

  @Test func theAddressOfAConnectionIsJudgedWhenItIsOpenedAndWhenItIsReady() throws {
    let request = Self.publicOnly("http://example.com/")
    let exchange = try Exchange(request, announcesReadiness: true)
    exchange.checksAddresses = true
    #expect(!exchange.mayConnect(to: .v4(0x7f00_0001)))
    #expect(!exchange.mayConnect(to: IPAddress(literal: "fe80::1")))
    #expect(!exchange.mayConnect(to: nil))
    #expect(exchange.refusedAddress == IPAddress(literal: "fe80::1"))
    #expect(exchange.mayConnect(to: .v4(0x0808_0808)))
    #expect(exchange.becomeReady(at: "8.8.8.8"))
    #expect(exchange.verdict == nil)
    for address in ["127.0.0.1", "::1", "fe80::1%lo", ""] {
      let exchange = try Exchange(request, announcesReadiness: true)
      exchange.checksAddresses = true
      #expect(!exchange.becomeReady(at: address))
      #expect(exchange.verdict?.kind == .forbiddenAddress)
    }
  }

  private static let ownName: String = {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  @Test func behindAProxyTheProxyItselfMayBeLocal() async throws {
    let proxy = try RawServer { connection in
      while let request = connection.readRequest() { connection.answer(body: request.head) }
    }
    let transport = try CurlTransport(
      CurlConfiguration(), proxies: ProxyVariables(["http_proxy": proxy.url]))
    let response = await transport.send(Self.publicOnly("http://video.invalid/a"))
    let head = response.success?.text ?? ""
    #expect(head.hasPrefix("GET http://video.invalid/a HTTP/1.1\r\n"))
    #expect(head.split(separator: "User-Agent:").count == 2, "it says once who asks")
    let failure = try #require(await transport.send(Self.publicOnly("http://10.0.0.1/a")).failure)
    #expect(failure.kind == .forbiddenAddress)
    #expect(proxy.arrivals(of: "GET") == 1)
  }

  @Test func aProxyThatRefusesTheTunnelMeansNeverSent() async throws {
    let asked = Locked("")
    let proxy = try RawServer { connection in
      let head = connection.readHead() ?? ""
      asked.withLock { $0 = head }
      connection.answer(403)
      connection.hang()
    }
    let transport = try CurlTransport(
      CurlConfiguration(userAgent: "test/1"), proxies: ProxyVariables(["https_proxy": proxy.url]))
    var request = Self.publicOnly("https://video.invalid/a")
    request.method = .post
    request.connectionUse = .fresh
    let failure = try #require(await transport.send(request).failure)
    #expect(failure.phase == .neverSent)
    #expect(failure.kind == .connect)
    #expect(
      failure.message
        == "https://video.invalid/a: the proxy refuses the connection with status 403")
    #expect(proxy.requestLines == ["CONNECT video.invalid:443 HTTP/1.1"])
    // The proxy is told who asks, and nothing that is meant for the host.
    let fields = asked.withLock { $0 }.split(separator: "\r\n").dropFirst()
    #expect(
      fields == ["Host: video.invalid:443", "User-Agent: test/1", "Proxy-Connection: Keep-Alive"])
  }

  struct ProxyCase: Sendable {
    var url: String
    var variables: [String: String]
    var choice: ProxyVariables.Choice
  }

  @Test(arguments: [
    ProxyCase(url: "http://a.b/", variables: [:], choice: .direct),
    ProxyCase(url: "http://a.b/", variables: ["http_proxy": "p"], choice: .proxy("p")),
    ProxyCase(url: "http://a.b/", variables: ["http_proxy": ""], choice: .direct),
    ProxyCase(url: "http://a.b/", variables: ["HTTP_PROXY": "p"], choice: .direct),
    ProxyCase(url: "https://a.b/", variables: ["http_proxy": "p"], choice: .direct),
    ProxyCase(url: "https://a.b/", variables: ["HTTPS_PROXY": "p"], choice: .proxy("p")),
    ProxyCase(
      url: "https://a.b/", variables: ["HTTPS_PROXY": "p", "https_proxy": "q"],
      choice: .proxy("q")),
    ProxyCase(url: "https://a.b/", variables: ["ALL_PROXY": "p"], choice: .proxy("p")),
    ProxyCase(
      url: "http://a.b/", variables: ["all_proxy": "p", "no_proxy": "*"], choice: .direct),
    ProxyCase(
      url: "http://a.b/", variables: ["all_proxy": "p", "NO_PROXY": "x, B"], choice: .direct),
    ProxyCase(
      url: "http://a.b/", variables: ["all_proxy": "p", "no_proxy": ".b."], choice: .direct),
    ProxyCase(
      url: "http://a.b./", variables: ["all_proxy": "p", "no_proxy": "a.b"], choice: .direct),
    ProxyCase(
      url: "http://ab/", variables: ["all_proxy": "p", "no_proxy": "b"], choice: .proxy("p")),
    ProxyCase(
      url: "http://10.1.2.3/", variables: ["all_proxy": "p", "no_proxy": "10.0.0.0/8"],
      choice: .direct),
    ProxyCase(
      url: "http://11.1.2.3/", variables: ["all_proxy": "p", "no_proxy": "10.0.0.0/8"],
      choice: .proxy("p")),
    ProxyCase(
      url: "http://[fd00::1]/", variables: ["all_proxy": "p", "no_proxy": "[fd00::1]"],
      choice: .direct),
    ProxyCase(
      url: "http://[fd00::1]/", variables: ["all_proxy": "p", "no_proxy": "fd00::/200"],
      choice: .proxy("p")),
  ])
  func proxyVariablesCountAsCurlUsersKnowThem(_ test: ProxyCase) throws {
    let url = try HTTPURL(test.url)
    #expect(ProxyVariables(test.variables).choice(for: url) == test.choice, "\(test)")
  }
}
