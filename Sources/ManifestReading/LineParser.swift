import JSONText

/// Reads one line of a manifest and collects what it says and every mistake in it.
///
/// Lives no longer than the bytes of its line.
struct LineParser {
  /// A mistake at a byte of the line.
  struct Mistake {
    var offset: Int
    var field: String?
    var problem: String
    var remedy: String?
  }

  /// The most mistakes that are kept of one line.
  private static let maximumMistakes = 100

  let bytes: UnsafeBufferPointer<UInt8>
  var reader: JSONReader
  let files: SourceFiles
  private(set) var mistakes: [Mistake] = []
  var draft = RequestDraft()
  /// The members that were there, at the top of the line or in its body.
  var members = FieldSet()
  /// Those of the request's fields that stood at the top of the line.
  var flatMembers = FieldSet()
  /// Where the value of each field begins.
  private var offsets = SIMD32<Int32>()
  private(set) var objectStart = 0
  private(set) var bodyStart: Int?
  private(set) var isBodyMisspelled = false
  /// Where `metadata` has a key that may have been meant to be `reference_urls`.
  var nearReferences: JSONStringSlice?
  private(set) var id: JSONStringSlice?
  /// Whether the line was JSON to its end, so that all of it has been looked at.
  private(set) var isWhole = false
  /// Whether the line ended before its value did.
  private(set) var isOpenEnded = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, files: SourceFiles) {
    self.bytes = bytes
    self.files = files
    reader = JSONReader(bytes)
  }

  var isDefaults: Bool { members.contains(.defaults) }

  /// Where the object begins that should hold the request.
  var requestStart: Int { bodyStart ?? objectStart }

  func offset(of field: ManifestField) -> Int { Int(offsets[field.rawValue]) }

  /// Notes that the value of a field begins here.
  mutating func setOffset(of field: ManifestField) {
    offsets[field.rawValue] = Int32(clamping: reader.offset)
  }

  /// Reads the line to its end, or to the first byte that is no JSON.
  mutating func parse() {
    do throws(JSONTextError) {
      guard case .object = try reader.peekKind() else {
        objectStart = reader.offset
        try refuseLine()
        return
      }
      objectStart = reader.offset
      try reader.beginObject()
      while let key = try reader.nextKey() { try readMember(key, at: .line) }
      try reader.expectEnd()
      isWhole = true
      checkShape()
    } catch {
      if case .unexpectedEnd = error.cause { isOpenEnded = true }
      add(JSONMistake.explain(error, in: bytes))
    }
  }

  mutating func add(_ mistake: Mistake) {
    guard mistakes.count < Self.maximumMistakes else { return }
    mistakes.append(mistake)
  }

  mutating func add(
    at offset: Int, _ field: String?, _ problem: String, remedy: String? = nil
  ) {
    add(Mistake(offset: offset, field: field, problem: problem, remedy: remedy))
  }

  private mutating func refuseLine() throws(JSONTextError) {
    let kind = try reader.peekKind()
    _ = try reader.skipValue()
    let isArray = kind == .array
    add(
      at: objectStart, nil, "expected one JSON object, got \(kind)",
      remedy: isArray
        ? "write each element on a line of its own, without the brackets and the commas" : nil)
  }

  private mutating func readMember(
    _ key: JSONStringSlice, at place: FieldPlace
  ) throws(JSONTextError) {
    guard let field = ManifestField(key), place.allowed.contains(field) else {
      let name = key.text
      let explanation = UnknownField.explain(name, at: place)
      noteMeaning(explanation.meant)
      add(
        at: key.offset, place.path(name.isEmpty ? "\"\"" : Quoted.plain(name)), explanation.problem,
        remedy: explanation.remedy)
      _ = try reader.skipValue()
      return
    }
    setOffset(of: field)
    members.insert(field)
    if place == .line && FieldSet.request.contains(field) { flatMembers.insert(field) }
    let value = ValuePlace(field: field, place: place)
    switch field {
    case .id, .customID: id = try readID(value) ?? id
    case .method: try readFixed(value, "POST")
    case .url: try readFixed(value, "/v1/videos/generations")
    case .body: try readNested(value, .body)
    case .defaults: try readNested(value, .defaults)
    default: try readRequestField(value)
    }
  }

  /// Keeps a field that was given under a wrong name from being reported as missing, too.
  private mutating func noteMeaning(_ meant: String?) {
    switch meant {
    case "image_urls": draft.broken.insert(.imageURLs)
    case "metadata.reference_urls", "metadata": draft.broken.insert(.referenceURLs)
    case "body": isBodyMisspelled = true
    case "defaults":
      // A line of defaults with a mistake, on which the jobs after it depend.
      members.insert(.defaults)
      setOffset(of: .defaults)
    default: break
    }
  }

  private mutating func readID(_ value: ValuePlace) throws(JSONTextError) -> JSONStringSlice? {
    guard let slice = try readText(value, remedyForNumber: true) else { return nil }
    let count = slice.decodedUTF8Count
    guard count > 0 else {
      add(at: slice.offset, value.path, "is empty", remedy: "expected 1 to 512 bytes")
      return nil
    }
    guard count <= 512 else {
      add(at: slice.offset, value.path, "has \(count) bytes of UTF-8, expected at most 512")
      return nil
    }
    return slice
  }

  /// A member of the second shape that has only one right value.
  private mutating func readFixed(
    _ value: ValuePlace, _ expected: StaticString
  ) throws(JSONTextError) {
    let start = reader.offset
    if case .string = try reader.peekKind() {
      guard try !reader.readString().equals(expected) else { return }
      add(at: start, value.path, "expected \"\(expected)\", got \(shown(start..<reader.offset))")
    } else {
      try refuse(value, expected: "\"\(expected)\"")
    }
  }

  /// Reads the object in `body` or `defaults`.
  private mutating func readNested(
    _ value: ValuePlace, _ place: FieldPlace
  ) throws(JSONTextError) {
    guard case .object = try reader.peekKind() else {
      draft.broken.formUnion(.request)
      try refuse(value, expected: "an object")
      return
    }
    if place == .body { bodyStart = reader.offset }
    try reader.beginObject()
    while let key = try reader.nextKey() { try readMember(key, at: place) }
  }
}

/// A field at its place, which together make its path in messages.
struct ValuePlace {
  var field: ManifestField
  var place: FieldPlace

  var path: String {
    place.path(field == .referenceURLs ? "metadata.reference_urls" : "\(field.name)")
  }
}
