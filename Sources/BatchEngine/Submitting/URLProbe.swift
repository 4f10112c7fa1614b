import HTTPCore

/// Finds out whether a URL still gives something, without taking it and without the API key.
struct URLProbe: Sendable {
  let transport: any HTTPTransport
  let allowsPrivateAddresses: Bool

  /// Whether the host answers that it has the file. Anything else, trouble on the way included,
  /// means that it should not be relied on.
  func isAlive(_ url: String) async -> Bool {
    let request = HTTPRequest(
      .get, url, headers: [HTTPField("Range", "bytes=0-0")],
      addressPolicy: allowsPrivateAddresses ? .any : .publicOnly,
      limits: HTTPLimits(total: .seconds(30), stall: .seconds(15)))
    let look = HeadOnly()
    _ = await transport.receive(request, by: look)
    let status = await look.status
    return status == 200 || status == 206
  }

  private actor HeadOnly: HTTPBodyReceiver {
    private(set) var status: Int?

    func begin(_ head: HTTPResponseHead) async -> Bool {
      status = head.status
      return false
    }

    func take(_ piece: [UInt8]) async -> Bool { false }
  }
}
