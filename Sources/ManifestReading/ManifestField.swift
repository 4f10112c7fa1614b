import JSONText

/// The names that a line may use, wherever they stand.
enum ManifestField: Int, CaseIterable {
  // The order is used by `FieldSet` and in messages.
  case model, imageURLs, prompt, resolution, duration, audio, watermark, metadata
  case id, labels, sourceVersion
  case customID, method, url, body, defaults
  case referenceURLs

  var name: StaticString {
    switch self {
    case .model: "model"
    case .imageURLs: "image_urls"
    case .prompt: "prompt"
    case .resolution: "resolution"
    case .duration: "duration"
    case .audio: "audio"
    case .watermark: "watermark"
    case .metadata: "metadata"
    case .id: "id"
    case .labels: "labels"
    case .sourceVersion: "source_version"
    case .customID: "custom_id"
    case .method: "method"
    case .url: "url"
    case .body: "body"
    case .defaults: "defaults"
    case .referenceURLs: "reference_urls"
    }
  }

  /// The field of a key.
  init?(_ key: JSONStringSlice) {
    let ends = key.ends
    for name in Self.names where name.ends.head == ends.head && name.ends.tail == ends.tail {
      // Names of up to 16 bytes that agree in this and their length are the same.
      guard name.ends.count == ends.count else { continue }
      self = name.field
      return
    }
    return nil
  }

  private static let names: [(ends: JSONStringSlice.Ends, field: ManifestField)] =
    allCases.map { field in
      (field.name.withUTF8Buffer { JSONStringSlice.Ends($0) }, field)
    }
}

/// A set of fields.
struct FieldSet: OptionSet {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  init(_ field: ManifestField) {
    rawValue = 1 &<< UInt32(field.rawValue)
  }

  /// The fields from one to another, both included.
  private init(_ first: ManifestField, _ last: ManifestField) {
    rawValue = (2 &<< UInt32(last.rawValue)) &- (1 &<< UInt32(first.rawValue))
  }

  func contains(_ field: ManifestField) -> Bool {
    rawValue & (1 &<< UInt32(field.rawValue)) != 0
  }

  mutating func insert(_ field: ManifestField) {
    self = union(FieldSet(field))
  }

  /// What is sent to the service.
  static let request = FieldSet(.model, .metadata)
  /// What a `defaults` line may have.
  static let defaults = request.union(FieldSet(.labels, .sourceVersion))
  /// What stands at the top of a line.
  static let line = FieldSet(.model, .defaults)
  /// What only the second shape has.
  static let batchShape = FieldSet(.customID, .body)
  /// What names the sources, directly or inside.
  static let sources = FieldSet(.imageURLs).union(FieldSet(.metadata))
    .union(FieldSet(.referenceURLs))
}
