/// What a local file is used for, which decides the types and the size that are allowed.
enum SourceKind: Hashable {
  case image, referenceVideo

  /// The most bytes the service takes for an upload of this kind.
  var maximumBytes: Int64 {
    switch self {
    case .image: 10_000_000
    case .referenceVideo: 50_000_000
    }
  }

  var allowed: [MediaType] {
    switch self {
    case .image: MediaType.images
    case .referenceVideo: MediaType.videos
    }
  }

  /// For a message.
  var allowedNames: String {
    switch self {
    case .image: "a JPEG, PNG, WebP or GIF picture"
    case .referenceVideo: "an MP4, WebM or MOV video"
    }
  }
}
