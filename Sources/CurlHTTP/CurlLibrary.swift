import CurlShim
import HTTPCore

/// The system's libcurl, loaded when the first transport is made.
struct CurlLibrary: Sendable {
  /// As 0xMMmmpp: 7.88.1 is 0x075801.
  let version: UInt32

  /// In words: `7.88.1`.
  var versionText: String { String(cString: curl_shim_version_text()) }

  /// Whether libcurl says when a connection stands and the request is about to leave.
  var announcesReadiness: Bool { version >= 0x07_50_00 }

  /// Whether allowed protocols are given by name; before, by a mask.
  var namesProtocols: Bool { version >= 0x07_55_00 }

  /// The names under which the library may be installed, most usual first.
  static let usualFileNames = [
    "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib",
  ]

  /// - Throws: `HTTPFailure` of kind `unavailable`, naming the package to install.
  static func load(fileNames: [String] = usualFileNames) throws(HTTPFailure) -> CurlLibrary {
    guard fileNames.contains(where: { curl_shim_load($0) }) else {
      throw HTTPFailure(
        phase: .neverSent, kind: .unavailable,
        message: "libcurl 7.68 or later, which makes the HTTP requests, was not found "
          + "(tried \(fileNames.joined(separator: ", "))); install the package libcurl4 "
          + "(Debian, Ubuntu) or libcurl (Fedora, RHEL, Amazon Linux, Alpine, Arch)")
    }
    return CurlLibrary(version: curl_shim_version_number())
  }
}
