import JSONText

/// Explains why a field can't stand where it stands, and which one may be meant.
enum UnknownField {
  struct Explanation: Equatable {
    var problem: String
    var remedy: String?
    /// The field that seems to be meant.
    var meant: String?
  }

  /// - Parameters:
  ///   - name: as written; from outside, so it is not shown here.
  ///   - known: the names that may stand there.
  static func explain(_ name: String, at place: FieldPlace) -> Explanation {
    if let explanation = misplaced(name, at: place) ?? foreign(name) { return explanation }
    if let meant = aliases[name.lowercased()] ?? nearest(to: name, at: place) {
      return Explanation(
        problem: "unknown field", remedy: "did you mean \(meant)?", meant: meant)
    }
    return Explanation(
      problem: "unknown field",
      remedy: "known here: \(names(place).joined(separator: ", "))")
  }

  /// Keys of `metadata`, which may have any other, that would change what the service does with a
  /// submission: a look-up by our own key would miss a paid task, or results would go elsewhere.
  static func reserved(_ key: JSONStringSlice) -> Explanation? {
    if key.equals("client_business_id") {
      return Explanation(
        problem: "is set by this program for every submission",
        remedy: "leave it out; a name of your own is the id")
    }
    if key.equals("callback_url") {
      return Explanation(
        problem: "would send results elsewhere",
        remedy: "finished videos are downloaded; leave the field out")
    }
    return nil
  }

  /// Names that are known, but not here.
  private static func misplaced(_ name: String, at place: FieldPlace) -> Explanation? {
    switch (name, place) {
    case ("client_business_id", _):
      Explanation(
        problem: "is set by this program for every submission",
        remedy: "leave it out; a name of your own is \(place == .line ? "the id" : "an id")")
    case ("reference_urls", _):
      Explanation(
        problem: "stands inside metadata", remedy: "write metadata.reference_urls",
        meant: "metadata.reference_urls")
    case ("id", .body), ("custom_id", .body):
      Explanation(problem: "stands beside body", remedy: "move it out, as custom_id")
    case ("labels", .body), ("source_version", .body):
      Explanation(problem: "stands beside body", remedy: "move it out of body")
    case ("id", .defaults), ("custom_id", .defaults):
      Explanation(problem: "can't be a default", remedy: "every job has an id of its own")
    case ("method", _), ("url", _), ("body", _), ("defaults", _):
      Explanation(problem: "can't stand here", remedy: "it belongs at the top of a line")
    default: nil
    }
  }

  /// Parameters of other models, which people bring along.
  private static func foreign(_ name: String) -> Explanation? {
    let remedy: String? =
      switch name.lowercased() {
      case "aspect_ratio", "ratio", "size", "width", "height":
        "the picture has the shape of its source, and resolution sets its height; "
          + "leave the field out"
      case "negative_prompt":
        "say in the prompt what is to be seen; leave the field out"
      case "seed": "results can't be repeated by a seed; leave the field out"
      case "n", "num_videos", "count":
        "each job is one video: write a line for each, with an id of its own"
      case "style", "quality", "fps", "frames", "num_frames", "cfg_scale", "guidance_scale",
        "camera_control", "prompt_extend", "enable_prompt_expansion", "shot_type", "template",
        "mode", "motion", "response_format", "stream", "image_tail", "last_frame":
        "leave the field out"
      case "webhook", "webhook_url", "callback_url", "notify_url", "user":
        "finished videos are fetched by asking for them; leave the field out"
      default: nil
      }
    return remedy.map {
      Explanation(problem: "is no parameter of wan2.6-flash", remedy: $0)
    }
  }

  /// Words that mean a field and are not spelled like it.
  private static let aliases: [String: String] = [
    "image": "image_urls", "images": "image_urls", "img_url": "image_urls",
    "input_image": "image_urls", "picture": "image_urls", "photo": "image_urls",
    "video_urls": "metadata.reference_urls", "reference_video": "metadata.reference_urls",
    "reference_url": "metadata.reference_urls", "references": "metadata.reference_urls",
    "video_url": "metadata.reference_urls",
    "text": "prompt", "description": "prompt", "seconds": "duration", "length": "duration",
    "sound": "audio", "generate_audio": "audio", "with_audio": "audio", "tags": "labels",
    "job_id": "id", "name": "id", "key": "id", "sku": "id", "version": "source_version",
    "input": "body", "params": "body", "model_name": "model",
  ]

  /// Whether a key of `metadata`, which may have any, looks like `reference_urls`.
  static func mayMeanReferences(_ key: JSONStringSlice) -> Bool {
    guard (5...20).contains(key.rawBytes.count) else { return false }
    let name = key.text.lowercased()
    return aliases[name] == "metadata.reference_urls"
      || EditDistance.between(Array(name.utf8), Array("reference_urls".utf8)) <= 4
  }

  private static func names(_ place: FieldPlace) -> [String] {
    ManifestField.allCases.filter { place.allowed.contains($0) }.map { "\($0.name)" }
  }

  /// The known name that is at most a third of its letters away.
  private static func nearest(to name: String, at place: FieldPlace) -> String? {
    let letters = Array(name.lowercased().utf8)
    guard letters.count <= 40 else { return nil }
    return names(place)
      .map { (name: $0, distance: EditDistance.between(letters, Array($0.utf8))) }
      .filter { $0.distance <= max(1, $0.name.utf8.count / 3) }
      .min { $0.distance < $1.distance }?.name
  }
}

/// How many letters must be typed differently to get from one word to another.
enum EditDistance {
  /// Insertions, deletions, substitutions and swaps of neighbours count 1 each (the "optimal
  /// string alignment" distance).
  static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1..<(left.count + 1) {
      var current = [row]
      for column in 1..<(right.count + 1) {
        let isSame = left[row - 1] == right[column - 1]
        var best = min(last[column - 1] + (isSame ? 0 : 1), last[column] + 1)
        best = min(best, current[column - 1] + 1)
        let isSwap =
          row > 1 && column > 1 && left[row - 1] == right[column - 2]
          && left[row - 2] == right[column - 1]
        if isSwap { best = min(best, beforeLast[column - 2] + 1) }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
