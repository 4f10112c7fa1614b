/// The types of files that matter for uploads, told by their first bytes.
enum MediaType: Equatable {
  case jpeg, png, webp, gif
  case mp4, webm, mov
  /// Recognised, and nothing the service takes: `an HTML page`.
  case other(String)
  /// No telling.
  case unknown

  /// How many bytes are enough.
  static let probeBytes = 512

  static let images: [MediaType] = [.jpeg, .png, .webp, .gif]
  static let videos: [MediaType] = [.mp4, .webm, .mov]

  /// As HTTP names it; `nil` for types that are never uploaded.
  var mimeType: String? {
    switch self {
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .webp: "image/webp"
    case .gif: "image/gif"
    case .mp4: "video/mp4"
    case .webm: "video/webm"
    case .mov: "video/quicktime"
    case .other, .unknown: nil
    }
  }

  /// For a message: `a PNG picture`.
  var description: String {
    switch self {
    case .jpeg: "a JPEG picture"
    case .png: "a PNG picture"
    case .webp: "a WebP picture"
    case .gif: "a GIF picture"
    case .mp4: "an MP4 video"
    case .webm: "a WebM video"
    case .mov: "a QuickTime video"
    case .other(let name): name
    case .unknown: "of a type that is not recognised"
    }
  }

  /// - Parameter bytes: the first ``probeBytes`` of a file, or all of a shorter one.
  static func detect(_ bytes: [UInt8]) -> MediaType {
    let signatures: [([UInt8], MediaType)] = [
      ([0xFF, 0xD8, 0xFF], .jpeg),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
      (Array("GIF87a".utf8), .gif),
      (Array("GIF89a".utf8), .gif),
      (Array("%PDF".utf8), .other("a PDF document")),
      (Array("BM".utf8), .other("a BMP picture")),
      ([0x49, 0x49, 0x2A, 0x00], .other("a TIFF picture")),
      ([0x4D, 0x4D, 0x00, 0x2A], .other("a TIFF picture")),
      ([0x50, 0x4B, 0x03, 0x04], .other("a ZIP archive")),
      ([0x1F, 0x8B], .other("compressed with gzip")),
    ]
    for (signature, type) in signatures where bytes.starts(with: signature) { return type }
    if bytes.starts(with: "RIFF".utf8) {
      let form = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
      return form == "WEBP" ? .webp : .other(form == "AVI " ? "an AVI video" : "a RIFF file")
    }
    if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return matroska(bytes) }
    return isoMedia(bytes) ?? text(bytes) ?? .unknown
  }

  /// WebM and Matroska begin alike; the document type is among the first bytes.
  private static func matroska(_ bytes: [UInt8]) -> MediaType {
    let head = String(decoding: bytes.prefix(64), as: UTF8.self)
    return head.contains("webm") ? .webm : .other("a Matroska video")
  }

  /// Files of boxes: the first box's code, and the brand in `ftyp`.
  private static func isoMedia(_ bytes: [UInt8]) -> MediaType? {
    let code = String(decoding: bytes.dropFirst(4).prefix(4), as: UTF8.self)
    guard code == "ftyp" else {
      return ["moov", "mdat", "wide", "pnot"].contains(code) ? .mov : nil
    }
    switch String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self) {
    case "qt  ": return .mov
    case "heic", "heix", "heim", "heis", "mif1", "msf1": return .other("a HEIC picture")
    case "avif", "avis": return .other("an AVIF picture")
    case "M4A ", "M4B ": return .other("a sound file")
    default: return .mp4
    }
  }

  private static func text(_ bytes: [UInt8]) -> MediaType? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    let isText = start.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
    guard isText else { return nil }
    let words = start.drop { $0 <= 0x20 }
    if words.first == UInt8(ascii: "<") {
      let head = String(decoding: words.prefix(200), as: UTF8.self).lowercased()
      if head.contains("<svg") { return .other("an SVG picture") }
      return .other(head.contains("html") ? "an HTML page" : "XML text")
    }
    if words.starts(with: "version https://git-lfs".utf8) {
      return .other("a Git LFS pointer instead of the file")
    }
    if words.first == UInt8(ascii: "{") || words.first == UInt8(ascii: "[") {
      return .other("JSON text")
    }
    return .other("text")
  }
}
