/// How the service makes a video; decided by which sources a request has.
public enum VideoMode: String, Sendable, CaseIterable {
  /// One still picture is animated (`image_urls`).
  case imageToVideo = "image_to_video"
  /// Reference videos guide a new one (`metadata.reference_urls`).
  case referenceVideo = "reference_video"
}

/// The height class of a video; the raw value is the service's word.
public enum Resolution: String, Sendable, CaseIterable {
  case p720 = "720p"
  case p1080 = "1080p"
}

/// The length of a video: the service makes 5, 10 or 15 seconds.
public enum ClipLength: Int, Sendable, CaseIterable {
  case five = 5
  case ten = 10
  case fifteen = 15

  public var seconds: Int { rawValue }
}

/// What is asked of the service: one video by model `wan2.6-flash`, all defaults filled in.
public struct VideoRequest: Hashable, Sendable {
  /// The only model this package speaks to.
  public static let model = "wan2.6-flash"

  public var mode: VideoMode
  /// The `image_urls` (exactly one) or `metadata.reference_urls` (one or more), by `mode`.
  ///
  /// `http(s)` URLs when sent; in a manifest they may also be file paths, which are uploaded
  /// first.
  public var sources: [String]
  public var prompt: String?
  public var resolution: Resolution
  public var duration: ClipLength
  public var audio: Bool
  /// Whether the vendor's watermark is added; left out when `nil`.
  public var watermark: Bool?
  /// Members of `metadata` other than `reference_urls`, passed through as they are; `nil`
  /// when the request has no `metadata` of its own.
  public var metadata: [RawMember]?

  public init(
    mode: VideoMode, sources: [String], prompt: String? = nil, resolution: Resolution = .p1080,
    duration: ClipLength = .five, audio: Bool = true, watermark: Bool? = nil,
    metadata: [RawMember]? = nil
  ) {
    self.mode = mode
    self.sources = sources
    self.prompt = prompt
    self.resolution = resolution
    self.duration = duration
    self.audio = audio
    self.watermark = watermark
    self.metadata = metadata
  }

  public var priceClass: PriceClass { PriceClass(resolution: resolution, audio: audio) }
}
