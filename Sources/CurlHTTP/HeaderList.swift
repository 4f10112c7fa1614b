import CurlShim
import HTTPCore

/// The header fields of a request as libcurl takes them; checked.
///
/// Belongs to the transport's thread.
final class HeaderList {
  /// Frees what libcurl was given; after that no handle may know it.
  let list: OpaquePointer?
  private let fields: [HTTPField]
  private let method: HTTPRequest.Method

  /// - Throws: a failure that was never sent.
  fileprivate init(
    _ request: HTTPRequest, to url: HTTPURL, userAgent: String
  ) throws(HTTPFailure) {
    try request.checkHeaders(to: url)
    fields = request.headers
    method = request.method
    var lines = request.hasHeader("user-agent") ? [] : ["User-Agent: " + userAgent]
    lines += fields.map { field in
      // A field without value needs a semicolon; with a colon libcurl would leave it out.
      field.value.isEmpty ? field.name + ";" : field.name + ": " + field.value
    }
    if method == .post {
      lines.append("Expect:")
      if !request.hasHeader("content-type") { lines.append("Content-Type:") }
    }
    var list: OpaquePointer?
    for line in lines {
      guard let longer = curl_shim_list_append(list, line) else {
        curl_shim_list_free(list)
        throw HTTPFailure(
          phase: .neverSent, kind: .unavailable,
          message: "\(url.shown): libcurl has no memory left")
      }
      list = longer
    }
    self.list = list
  }

  deinit { curl_shim_list_free(list) }

  fileprivate func serves(_ request: HTTPRequest) -> Bool {
    method == request.method && fields == request.headers
  }
}

/// The lists made last: most requests have the same header fields as one before them.
struct HeaderLists {
  private let userAgent: String
  /// As many as there are kinds of requests at a time, and few enough that fields which are no
  /// longer sent, an old key above all, are soon forgotten.
  private static let mostKept = 4

  private var kept: [HeaderList] = []

  /// - Parameter userAgent: what requests say that name none of their own.
  init(userAgent: String) { self.userAgent = userAgent }

  /// - Throws: a failure that was never sent.
  mutating func list(for request: HTTPRequest, to url: HTTPURL) throws(HTTPFailure) -> HeaderList {
    if let place = kept.lastIndex(where: { $0.serves(request) }) {
      if place < kept.count - 1 { kept.append(kept.remove(at: place)) }
      return kept[kept.count - 1]
    }
    let list = try HeaderList(request, to: url, userAgent: userAgent)
    if kept.count == Self.mostKept { kept.removeFirst() }
    kept.append(list)
    return list
  }
}
