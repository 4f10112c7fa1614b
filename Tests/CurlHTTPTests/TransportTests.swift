import HTTPCore
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
struct TransportTests {
  @Test func aMissingLibraryIsNamedWithItsPackage() {
    let failure = #expect(throws: HTTPFailure.self) {
      try CurlLibrary.load(fileNames: ["libnot-there.so.4", "libnot-there-either.so.4"])
    }
    #expect(failure?.kind == .unavailable)
    #expect(failure?.phase == .neverSent)
    #expect(failure?.message.contains("libnot-there.so.4, libnot-there-either.so.4") == true)
    #expect(failure?.message.contains("install the package libcurl4") == true)
  }

  @Test func theVersionOfTheLibraryIsKnown() throws {
    let library = try CurlLibrary.load()
    #expect(library.version >= 0x07_44_00)
    #expect(library.versionText.contains("."))
  }

  @Test func transportsComeAndGoWithoutATrace() async throws {
    let server = try RawServer { $0.serve(body: "ok") }
    for _ in 0..<100 {
      let transport = try CurlTransport.make()
      #expect(await transport.send(.get(server.url)).success?.text == "ok")
    }
    #expect(server.connections == 100)
  }

  @Test func aMissingCertificateFileIsNamedByLibcurl() async throws {
    let server = try RawServer { $0.hang() }
    let transport = try CurlTransport.make(CurlConfiguration(caFile: "/nowhere/ca.pem"))
    let failure = try #require(
      await transport.send(.submission(to: "https://127.0.0.1:\(server.port)/")).failure)
    #expect(failure.kind == .tls)
    #expect(failure.phase == .neverSent)
    #expect(failure.message.contains("/nowhere/ca.pem"), "\(failure)")
  }

  @Test(arguments: [
    (Duration.zero, 1), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1001), 2),
    (.seconds(15), 15_000), (.seconds(Int64.max), 2_000_000_000), (.seconds(-5), 1),
    (.milliseconds(-1), 1),
  ])
  func limitsBecomeMillisecondsThatLibcurlAccepts(limit: Duration, milliseconds: Int) {
    #expect(limit.limitMilliseconds == milliseconds)
  }

  @Test(arguments: [
    (Duration.seconds(15), "15 s"), (.milliseconds(250), "0.25 s"),
    (.milliseconds(1005), "1.005 s"),
  ])
  func limitsAreShownInSeconds(limit: Duration, text: String) {
    #expect(limit.shown == text)
  }
}
