/// How the service makes a video; decided by which sources a request has.
public enum VideoMode: String, Sendable, CaseIterable {
  /// One still picture is animated (`image_urls`).
  case imageToVideo = "image_to_video"
  /// Reference videos guide a new one (`metadata.reference_urls`).
  case referenceVideo = "reference_video"
}

/// The size class of a video; the raw value is the service's word.
public enum Resolution: String, Sendable, CaseIterable {
  /// 720 pixels on the shorter side.
  case p720 = "720p"
  /// 1080 pixels on the shorter side.
  case p1080 = "1080p"
}

/// The length of a video: the service makes 5, 10 or 15 seconds.
public enum ClipLength: Int, Sendable, CaseIterable {
  case five = 5
  case ten = 10
  case fifteen = 15

  /// The length as `duration` has it, in seconds.
  public var seconds: Int { rawValue }
}

/// What is asked of the service: one video by model `wan2.6-flash`, all defaults filled in.
public struct VideoRequest: Hashable, Sendable {
  /// The only model this package speaks to.
  public static let model = "wan2.6-flash"

  /// How the video is made, and with that the field that ``sources`` are sent in.
  public var mode: VideoMode
  /// The `image_urls` (exactly one) or `metadata.reference_urls` (one or more), by `mode`.
  ///
  /// `http(s)` URLs when sent; in a manifest they may also be file paths, which are uploaded
  /// first.
  public var sources: [String]
  /// Sent as it is, also when it is empty; left out when `nil`.
  public var prompt: String?
  /// Sent also where it is the default, like the length and the sound.
  public var resolution: Resolution
  /// The length that is asked and paid for.
  public var duration: ClipLength
  /// Whether the video is to have sound, which the price goes by.
  public var audio: Bool
  /// Whether the vendor's watermark is added; left out when `nil`.
  public var watermark: Bool?
  /// Members of `metadata` other than `reference_urls`, passed through as they are; `nil`
  /// when the request has no `metadata` of its own.
  public var metadata: [RawMember]?

  /// Makes a request with the defaults of a manifest; that the sources fit the mode is not checked.
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

  /// What the price of a second of it goes by.
  public var priceClass: PriceClass { PriceClass(resolution: resolution, audio: audio) }
}
