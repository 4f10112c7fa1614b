/// What a column of a spreadsheet fills in a job.
enum SheetField: Hashable {
  case id, model, image, prompt, resolution, duration, audio, watermark, sourceVersion, references
  /// A key of `metadata` that the manifest passes through.
  case metadata(Key)
  case label(Key)

  /// A key compared by its bytes: `String` would merge composed and decomposed letters.
  struct Key: Hashable {
    let text: String

    static func == (left: Key, right: Key) -> Bool {
      left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  /// The names without those that end in a name of the user's choice.
  static let fixedNames: [(name: String, field: SheetField)] = [
    ("id", .id), ("image_urls", .image), ("prompt", .prompt), ("resolution", .resolution),
    ("duration", .duration), ("audio", .audio), ("watermark", .watermark),
    ("metadata.reference_urls", .references), ("source_version", .sourceVersion),
    ("model", .model), ("image_url", .image),
  ]

  /// The field of a column's name; case counts only in the chosen part of `labels.NAME`.
  init?(_ name: String) {
    let lower = name.lowercased()
    if let fixed = Self.fixedNames.first(where: { $0.name.utf8.elementsEqual(lower.utf8) }) {
      self = fixed.field
    } else if let key = Self.key(of: name, lower, after: "labels.") {
      self = .label(key)
    } else if !["metadata.client_business_id", "metadata.callback_url"].contains(lower),
      let key = Self.key(of: name, lower, after: "metadata.")
    {
      self = .metadata(key)
    } else {
      return nil
    }
  }

  private static func key(of name: String, _ lower: String, after prefix: String) -> Key? {
    guard lower.utf8.starts(with: prefix.utf8) else { return nil }
    let key = name.utf8.dropFirst(prefix.utf8.count)
    return key.isEmpty ? nil : Key(text: String(decoding: key, as: UTF8.self))
  }
}

/// Explains a name that is no field's.
enum UnknownColumn {
  /// - Parameter name: as written, without white space around it.
  static func explain(_ name: String) -> CellProblem {
    let key = String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    let shown = CellText.plain(name)
    let keeping = "name it labels.\(shown) to keep it as a label"
    switch key {
    case "labels", "labels.", "metadata", "metadata.":
      let family = key.hasPrefix("labels") ? "labels" : "metadata"
      return CellProblem("has no name behind \(family)", remedy: "write \(family).NAME")
    case "client_business_id", "metadata.client_business_id":
      return CellProblem(
        "is set by this program for every submission", remedy: "take the column out")
    case "callback_url", "metadata.callback_url":
      return CellProblem("would send results elsewhere", remedy: "take the column out")
    case "aspect_ratio", "ratio", "size", "width", "height", "negative_prompt", "seed", "n", "fps",
      "style", "quality":
      return CellProblem(
        "is no parameter of wan2.6-flash", remedy: "take the column out, or \(keeping)")
    default:
      if let meant = aliases[key] ?? nearest(to: key) {
        return CellProblem("unknown column", remedy: "did you mean \(meant)? or \(keeping)")
      }
      return CellProblem("unknown column", remedy: "take it out, or \(keeping)")
    }
  }

  /// Words that mean a field and are not spelled like it.
  private static let aliases: [String: String] = [
    "image": "image_urls", "images": "image_urls", "img_url": "image_urls",
    "picture": "image_urls", "photo": "image_urls", "image_link": "image_urls",
    "image_src": "image_urls",
    "reference_urls": "metadata.reference_urls", "reference_url": "metadata.reference_urls",
    "reference_video": "metadata.reference_urls", "video_url": "metadata.reference_urls",
    "video_urls": "metadata.reference_urls", "text": "prompt", "seconds": "duration",
    "length": "duration", "sound": "audio", "custom_id": "id", "job_id": "id", "sku": "id",
    "version": "source_version",
  ]

  /// The known name with the fewest letters to add and to take out, if few.
  private static func nearest(to name: String) -> String? {
    let letters = Array(name.utf8)
    guard letters.count <= 40 else { return nil }
    return SheetField.fixedNames
      .map { (name: $0.name, edits: letters.difference(from: Array($0.name.utf8)).count) }
      .filter { $0.edits <= max(2, $0.name.utf8.count / 3) && $0.edits < letters.count }
      .min { $0.edits < $1.edits }?.name
  }
}
