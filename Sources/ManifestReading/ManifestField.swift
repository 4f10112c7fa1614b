import JSONText

/// The names that a line may use, wherever they stand.
enum ManifestField: Int, CaseIterable {
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

  /// The field of a key, found by its length first.
  init?(_ key: JSONStringSlice) {
    let candidates: (ManifestField, ManifestField?, ManifestField?)
    switch key.hasEscapes ? key.decodedUTF8Count : key.rawBytes.count {
    case 2: candidates = (.id, nil, nil)
    case 3: candidates = (.url, nil, nil)
    case 4: candidates = (.body, nil, nil)
    case 5: candidates = (.audio, .model, nil)
    case 6: candidates = (.prompt, .labels, .method)
    case 8: candidates = (.duration, .metadata, .defaults)
    case 9: candidates = (.watermark, .customID, nil)
    case 10: candidates = (.imageURLs, .resolution, nil)
    case 14: candidates = (.referenceURLs, .sourceVersion, nil)
    default: return nil
    }
    if key.equals(candidates.0.name) {
      self = candidates.0
    } else if let second = candidates.1, key.equals(second.name) {
      self = second
    } else if let third = candidates.2, key.equals(third.name) {
      self = third
    } else {
      return nil
    }
  }
}

/// A set of fields.
struct FieldSet: OptionSet {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  init(_ field: ManifestField) {
    rawValue = 1 << UInt32(field.rawValue)
  }

  init(_ fields: [ManifestField]) {
    rawValue = fields.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  func contains(_ field: ManifestField) -> Bool {
    rawValue & 1 << UInt32(field.rawValue) != 0
  }

  mutating func insert(_ field: ManifestField) {
    self = union(FieldSet(field))
  }

  /// What is sent to the service.
  static let request = FieldSet([
    .model, .imageURLs, .prompt, .resolution, .duration, .audio, .watermark, .metadata,
  ])
  /// What only the second shape has.
  static let batchShape = FieldSet([.customID, .method, .url, .body])
}
