import HTTPCore

/// Where redirects lead.
enum Redirect {
  /// The absolute URL that an answer points to, read relative to the URL that was asked for (RFC
  /// 3986, section 5.2, without dot segments, which the host can resolve for itself).
  ///
  /// - Returns: `nil` when the answer is no redirect.
  static func target(of head: HTTPResponseHead, from url: HTTPURL) -> String? {
    guard [301, 302, 303, 307, 308].contains(head.status),
      let location = head.value(of: "Location"),
      !location.isEmpty
    else { return nil }
    if hasScheme(location) { return location }
    if location.hasPrefix("//") { return "\(url.scheme.rawValue):\(location)" }
    if location.hasPrefix("/") { return url.origin.text + location }
    if location.hasPrefix("?") { return url.origin.text + url.path + location }
    if location.hasPrefix("#") { return nil }
    let folder = url.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { url.path[...$0] } ?? "/"
    return url.origin.text + folder + location
  }

  private static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return !text[..<colon].utf8.contains { "/?#".utf8.contains($0) }
  }
}
