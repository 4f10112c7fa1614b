/// The rules that concern several fields at once.
extension LineParser {
  /// Checks that the line has one of the shapes, and not half of each.
  mutating func checkShape() {
    if isDefaults {
      if members.contains(.body) || hasOthersThanDefaults {
        add(
          at: offset(of: .defaults), "defaults", "stands together with other fields",
          remedy: "give it a line of its own")
      }
      return
    }
    guard !members.isDisjoint(with: .batchShape) else { return }
    if members.contains(.body) {
      checkBodyLine()
    } else {
      checkMissingBody()
    }
  }

  /// Whether there is more at the top of the line than `defaults`.
  private var hasOthersThanDefaults: Bool {
    !flatMembers.isEmpty || members.contains(.id) || !members.isDisjoint(with: .batchShape)
  }

  private mutating func checkBodyLine() {
    for field in ManifestField.allCases where flatMembers.contains(field) {
      add(
        at: offset(of: field), "\(field.name)", "stands beside body",
        remedy: "move it into body")
    }
    if members.contains(.id) {
      add(
        at: offset(of: .id), "id", "is called custom_id in a line with body",
        remedy: members.contains(.customID) ? "keep custom_id alone" : "write custom_id")
    }
  }

  private mutating func checkMissingBody() {
    if flatMembers.isEmpty {
      if !isBodyMisspelled {
        add(
          at: objectStart, "body", "is missing", remedy: "it holds what is sent to the service")
      }
      draft.broken.formUnion(.request)
      return
    }
    for field in [ManifestField.customID, .method, .url] where members.contains(field) {
      add(
        at: offset(of: field), "\(field.name)", "belongs to a line with body",
        remedy: field == .customID ? "in this line it is called id" : "leave it out here")
    }
  }

  /// Checks the sources once the defaults have been filled in.
  ///
  /// - Parameters:
  ///   - own: the fields that the line itself has.
  ///   - defaultsLine: where the defaults stand, if there are any.
  mutating func checkSources(own: FieldSet, defaultsLine: Int?) {
    let hasImages = draft.present.contains(.imageURLs)
    let hasReferences = draft.present.contains(.referenceURLs)
    if hasImages != hasReferences { return }
    let prefix = bodyStart == nil ? "" : "body."
    if hasImages {
      let isSecondOwn = own.contains(.referenceURLs)
      let field: ManifestField = isSecondOwn ? .referenceURLs : .imageURLs
      let isMixed = !(own.contains(.imageURLs) && own.contains(.referenceURLs))
      let origin =
        isMixed ? defaultsLine.map { " (some of it comes from the defaults in line \($0))" } : nil
      add(
        at: own.contains(field) ? offset(of: field) : requestStart,
        prefix + (isSecondOwn ? "metadata.reference_urls" : "image_urls"),
        "image_urls and metadata.reference_urls can't stand together\(origin ?? "")",
        remedy: "keep one of them")
    } else if isMissingSources, let near = nearReferences {
      add(
        at: near.offset, "\(prefix)metadata.\(Quoted.plain(near.text))", "names no sources",
        remedy: "did you mean metadata.reference_urls?")
    } else if isMissingSources {
      let hasPrompt = draft.present.contains(.prompt)
      add(
        at: requestStart, "\(prefix)image_urls",
        hasPrompt ? "is missing: a prompt alone makes no video" : "is missing",
        remedy: "give image_urls with one image, or metadata.reference_urls with videos")
    }
  }

  /// Whether the want of sources is a mistake of its own, and not the result of another one.
  private var isMissingSources: Bool {
    draft.broken.isDisjoint(with: .sources)
  }
}
