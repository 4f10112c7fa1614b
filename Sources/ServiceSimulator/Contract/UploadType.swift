/// Which of the two upload paths a file came by.
enum UploadKind: Equatable, Sendable {
  case image, video

  var maximumBytes: Int { self == .image ? 10_000_000 : 50_000_000 }
  var maximumText: String { self == .image ? "10MB" : "50MB" }
  var noun: String { self == .image ? "Image" : "Video" }
}

/// The type of a file, told by its content alone.
enum UploadType: Equatable, Sendable {
  case jpeg, png, webp, gif
  case mp4, webm, mov

  init?(content: ArraySlice<UInt8>) {
    let start = Array(content.prefix(64))
    func has(_ text: String, at offset: Int) -> Bool {
      start.dropFirst(offset).starts(with: text.utf8)
    }
    if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if has("GIF87a", at: 0) || has("GIF89a", at: 0) {
      self = .gif
    } else if has("RIFF", at: 0), has("WEBP", at: 8) {
      self = .webp
    } else if has("ftyp", at: 4) {
      self = has("qt  ", at: 8) ? .mov : .mp4
    } else if start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]),
      (4..<60).contains(where: { has("webm", at: $0) })
    {
      self = .webm
    } else {
      return nil
    }
  }

  var kind: UploadKind {
    switch self {
    case .jpeg, .png, .webp, .gif: .image
    case .mp4, .webm, .mov: .video
    }
  }

  var mimeType: String {
    switch self {
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .webp: "image/webp"
    case .gif: "image/gif"
    case .mp4: "video/mp4"
    case .webm: "video/webm"
    case .mov: "video/quicktime"
    }
  }

  var fileExtension: String {
    switch self {
    case .jpeg: "jpg"
    case .png: "png"
    case .webp: "webp"
    case .gif: "gif"
    case .mp4: "mp4"
    case .webm: "webm"
    case .mov: "mov"
    }
  }
}
