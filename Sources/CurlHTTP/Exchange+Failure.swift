import CurlShim
import HTTPCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Exchange {
  /// What an end with this code of libcurl means; `nil` is a whole answer. To be asked while
  /// the handle lives.
  func failure(code: Int32) -> HTTPFailure? {
    if let verdict {
      return failure(
        verdict.kind, verdict.cause, verdict.kind == .forbiddenAddress ? .neverSent : phase)
    }
    if code == 0 {
      // Versions differ in what they call a connection that ends within the header.
      return head.isComplete ? nil : failure(.connectionLost, cutShort, phase)
    }
    let (kind, cause) = meaning(of: code)
    return failure(kind, cause, kind == .forbiddenAddress ? .neverSent : phase)
  }

  private var cutShort: String { "the connection ended before the whole answer had come" }

  private func meaning(of code: Int32) -> (HTTPFailure.Kind, String) {
    switch code {
    case CurlCode.malformedURL:
      (.invalidURL, "the URL cannot be used")
    case CurlCode.unsupportedProtocol where phase == .neverSent:
      (.invalidURL, "this libcurl does not support \(url.scheme.rawValue)")
    case CurlCode.unsupportedProtocol, CurlCode.strangeReply, CurlCode.badEncoding,
      CurlCode.fileTooLarge:
      (.malformedAnswer, "the answer is not valid HTTP")
    case CurlCode.outOfMemory where isAwaitingHead, CurlCode.tooLarge where isAwaitingHead:
      (.headerTooLarge, "a line of the answer's header is too long")
    case CurlCode.hostNotResolved:
      (.resolve, "the name \(url.host) could not be resolved")
    case CurlCode.proxyNotResolved:
      (.resolve, "the name of the proxy could not be resolved")
    case CurlCode.notConnected, CurlCode.proxyHandshake:
      notConnected
    case CurlCode.timedOut:
      timedOut
    case CurlCode.partialFile, CurlCode.emptyReply:
      (.connectionLost, cutShort)
    case CurlCode.sendFailed, CurlCode.receiveFailed:
      lost
    case CurlCode.sendCannotRewind:
      (.connectionLost, "the connection was lost, and the request is not sent twice")
    case CurlCode.tlsConnect, CurlCode.tlsEngineNotFound, CurlCode.tlsEngineNotSet,
      CurlCode.tlsCertificate, CurlCode.tlsCipher, CurlCode.tlsPeerUnverified,
      CurlCode.tlsEngineInit, CurlCode.tlsAuthorityFile, CurlCode.tlsRevocationFile,
      CurlCode.tlsIssuer, CurlCode.tlsPinnedKey, CurlCode.tlsCertificateStatus,
      CurlCode.tlsClientCertificate:
      (.tls, "no secure connection: \(tlsText)")
    default:
      (.connectionLost, "the exchange failed (libcurl error \(code))")
    }
  }

  private var isAwaitingHead: Bool { phase == .maybeSent && !head.isComplete }

  private var notConnected: (HTTPFailure.Kind, String) {
    if let refusedAddress, !hasAllowedAddress {
      return (.forbiddenAddress, "\(url.host) leads to \(refusedAddress), not a public address")
    }
    return (.connect, "no connection: \(systemError ?? "the host cannot be reached")")
  }

  private var timedOut: (HTTPFailure.Kind, String) {
    let limits = request.limits
    if phase == .neverSent, limits.total.map({ limits.connect < $0 }) ?? true {
      return (.timeout, "no connection within \(limits.connect.shown)")
    }
    return (.timeout, "no whole answer within \((limits.total ?? limits.connect).shown)")
  }

  private var lost: (HTTPFailure.Kind, String) {
    if phase == .neverSent, let easy {
      let status = curl_shim_get_long(easy, CurlInformation.proxyStatus)
      if status > 0, !(200..<300).contains(status) {
        return (.connect, "the proxy refuses the connection with status \(status)")
      }
    }
    return (.connectionLost, "the connection was lost" + (systemError.map { ": \($0)" } ?? ""))
  }

  private var systemError: String? {
    guard let easy else { return nil }
    let code = curl_shim_get_long(easy, CurlInformation.systemError)
    return code > 0 ? systemText(of: Int32(truncatingIfNeeded: code)) : nil
  }

  /// libcurl's words, which name the fault of a certificate; they hold nothing of the request.
  private var tlsText: String {
    let text = String(cString: errorText).unicodeScalars
      .filter { (" "..."~").contains($0) }
    return text.isEmpty ? "the handshake failed" : String(String.UnicodeScalarView(text))
  }
}

extension Duration {
  /// In seconds, with as many decimals as are needed: `15 s`, `0.25 s`.
  var shown: String {
    let milliseconds = limitMilliseconds
    let whole = milliseconds / 1000
    guard milliseconds % 1000 != 0 else { return "\(whole) s" }
    var decimals = String(milliseconds % 1000 + 1000).dropFirst()
    while decimals.last == "0" { decimals = decimals.dropLast() }
    return "\(whole).\(decimals) s"
  }
}
