import JSONText
import JobModel

extension LineParser {
  /// Reads a field of the request, or one of ours beside it, into the draft.
  mutating func readRequestField(_ value: ValuePlace) throws(JSONTextError) {
    let field = value.field
    draft.present.insert(field)
    let isRight: Bool
    switch field {
    case .model: isRight = try readModel(value)
    case .imageURLs:
      draft.images = try readSources(value, .image)
      isRight = draft.images != nil
    case .prompt:
      draft.prompt = try readText(value)
      isRight = draft.prompt != nil
    case .resolution:
      draft.resolution = try readResolution(value)
      isRight = draft.resolution != nil
    case .duration:
      draft.duration = try readDuration(value)
      isRight = draft.duration != nil
    case .audio:
      draft.audio = try readSwitch(value)
      isRight = draft.audio != nil
    case .watermark:
      draft.watermark = try readSwitch(value)
      isRight = draft.watermark != nil
    case .metadata: isRight = try readMetadata(value)
    case .labels:
      draft.labels = try readLabels(value)
      isRight = draft.labels != nil
    case .sourceVersion:
      draft.sourceVersion = try readText(value, remedyForNumber: true)
      isRight = draft.sourceVersion != nil
    default: isRight = true
    }
    if !isRight { draft.broken.insert(field) }
  }

  /// Reads a string; complains about anything else.
  mutating func readText(
    _ value: ValuePlace, remedyForNumber: Bool = false
  ) throws(JSONTextError) -> JSONStringSlice? {
    let kind = try reader.peekKind()
    if case .string = kind { return try reader.readString() }
    let remedy = remedyForNumber && kind == .number ? "put it in double quotes" : nil
    try refuse(value, expected: "a string", remedy: remedy)
    return nil
  }

  private mutating func readModel(_ value: ValuePlace) throws(JSONTextError) -> Bool {
    let expected: StaticString = "wan2.6-flash"
    guard case .string = try reader.peekKind() else {
      try refuse(value, expected: "\"\(expected)\"")
      return false
    }
    let start = reader.offset
    if try reader.readString().equals(expected) { return true }
    add(
      at: start, value.path, "expected \"\(expected)\", got \(shown(start..<reader.offset))",
      remedy: "this program knows no other model; the field may be left out")
    return false
  }

  private mutating func readResolution(
    _ value: ValuePlace
  ) throws(JSONTextError) -> Resolution? {
    let kind = try reader.peekKind()
    let start = reader.offset
    guard case .string = kind else {
      let remedy = kind == .number ? "write it in double quotes, with a p" : nil
      try refuse(value, expected: "\"720p\" or \"1080p\"", remedy: remedy)
      return nil
    }
    let slice = try reader.readString()
    if slice.equals("720p") { return .p720 }
    if slice.equals("1080p") { return .p1080 }
    let height = slice.text.lowercased().prefix { $0 != "p" }
    let remedy = height == "720" || height == "1080" ? "write \"\(height)p\"" : nil
    add(
      at: start, value.path, "expected \"720p\" or \"1080p\", got \(shown(start..<reader.offset))",
      remedy: remedy)
    return nil
  }

  private mutating func readDuration(_ value: ValuePlace) throws(JSONTextError) -> ClipLength? {
    let kind = try reader.peekKind()
    let start = reader.offset
    guard case .number = kind else {
      let next = start + 1 < bytes.count ? bytes[start + 1] : 0
      let isQuoted = kind == .string && (0x30...0x39).contains(next)
      let remedy = isQuoted ? "write the number without quotes" : nil
      try refuse(value, expected: "5, 10 or 15", remedy: remedy)
      return nil
    }
    let range = try reader.skipValue()
    // As nearly everybody writes it.
    if range.count == 1, bytes[start] == UInt8(ascii: "5") { return .five }
    if range.count == 2, bytes[start] == UInt8(ascii: "1") {
      if bytes[start &+ 1] == UInt8(ascii: "0") { return .ten }
      if bytes[start &+ 1] == UInt8(ascii: "5") { return .fifteen }
    }
    let seconds = JSONNumber(reader.text(in: range))?.int64.flatMap { Int(exactly: $0) }
    if let length = seconds.flatMap({ ClipLength(rawValue: $0) }) { return length }
    add(at: start, value.path, "expected 5, 10 or 15, got \(shown(range))")
    return nil
  }

  private mutating func readSwitch(_ value: ValuePlace) throws(JSONTextError) -> Bool? {
    let kind = try reader.peekKind()
    if case .bool = kind { return try reader.readBool() }
    let rest = bytes[min(bytes.count, reader.offset &+ 1)...].prefix(6)
    let word = String(decoding: rest, as: UTF8.self).lowercased()
    let isQuoted = kind == .string && (word.hasPrefix("true\"") || word == "false\"")
    let remedy = isQuoted ? "write the word in lower case, without quotes" : nil
    try refuse(value, expected: "true or false", remedy: remedy)
    return nil
  }

  private mutating func readLabels(
    _ value: ValuePlace
  ) throws(JSONTextError) -> UnsafeBufferPointer<UInt8>? {
    guard case .object = try reader.peekKind() else {
      try refuse(value, expected: "an object")
      return nil
    }
    return UnsafeBufferPointer(rebasing: bytes[try reader.skipValue()])
  }

  private mutating func readMetadata(_ value: ValuePlace) throws(JSONTextError) -> Bool {
    guard case .object = try reader.peekKind() else {
      try refuse(value, expected: "an object")
      return false
    }
    let start = reader.offset
    var hasOtherMembers = false
    try reader.beginObject()
    while let key = try reader.nextKey() {
      if key.equals("reference_urls") {
        members.insert(.referenceURLs)
        draft.present.insert(.referenceURLs)
        setOffset(of: .referenceURLs)
        draft.references = try readSources(
          ValuePlace(field: .referenceURLs, place: value.place), .referenceVideo)
        if draft.references == nil { draft.broken.insert(.referenceURLs) }
      } else {
        hasOtherMembers = true
        if let explanation = UnknownField.reserved(key) {
          add(
            at: key.offset, "\(value.path).\(Quoted.plain(key.text))", explanation.problem,
            remedy: explanation.remedy)
        }
        if UnknownField.mayMeanReferences(key) { nearReferences = key }
        _ = try reader.skipValue()
      }
    }
    draft.metadata = MetadataText(
      text: UnsafeBufferPointer(rebasing: bytes[start..<reader.offset]),
      hasOtherMembers: hasOtherMembers)
    return true
  }

  /// Reads `image_urls` or `metadata.reference_urls`, and looks at the files they name.
  private mutating func readSources(
    _ value: ValuePlace, _ kind: SourceKind
  ) throws(JSONTextError) -> SourceList<JSONStringSlice>? {
    let start = reader.offset
    let found = try reader.peekKind()
    guard case .array = found else {
      let remedy = found == .string ? "put it in brackets: [\"…\"]" : nil
      try refuse(value, expected: "an array of strings", remedy: remedy)
      return nil
    }
    var list: SourceList<JSONStringSlice>?
    var isRight = true
    var count = 0
    var second = 0
    try reader.beginArray()
    while try reader.nextElement() {
      if count == 1 { second = reader.offset }
      if try !readSource(value, index: count, kind, into: &list) { isRight = false }
      count += 1
    }
    if count == 0 {
      let remedy = kind == .image ? "give one image" : "give at least one video"
      add(at: start, value.path, "is empty", remedy: remedy)
      return nil
    }
    if kind == .image && count > 1 {
      add(
        at: second, value.path, "expected exactly 1 image, got \(count)",
        remedy: "write a line for each video")
      return nil
    }
    return isRight ? list : nil
  }

  private mutating func readSource(
    _ value: ValuePlace, index: Int, _ kind: SourceKind,
    into list: inout SourceList<JSONStringSlice>?
  ) throws(JSONTextError) -> Bool {
    let kindFound = try reader.peekKind()
    guard case .string = kindFound else {
      let remedy = kindFound == .object ? "write the URL itself, in double quotes" : nil
      try refuse(value, index: index, expected: "a URL or a file path", remedy: remedy)
      return false
    }
    let slice = try reader.readString()
    if list == nil { list = SourceList(slice) } else { list?.append(slice) }
    switch slice.withDecodedUTF8({ SourceAddress($0) }) {
    case .url: return true
    case .file:
      let text = slice.text
      do {
        list?.files.append(try files.check(text, kind))
        return true
      } catch {
        add(
          at: slice.offset, "\(value.path)[\(index)]", "\(Quoted.text(text)): \(error.problem)",
          remedy: error.remedy)
        return false
      }
    case .wrong(let problem, let remedy):
      add(at: slice.offset, "\(value.path)[\(index)]", problem, remedy: remedy)
      return false
    }
  }

  /// Passes over a value of a wrong kind and complains.
  mutating func refuse(
    _ value: ValuePlace, index: Int? = nil, expected: String, remedy: String? = nil
  ) throws(JSONTextError) {
    let kind = try reader.peekKind()
    let range = try reader.skipValue()
    let path = value.path + (index.map { "[\($0)]" } ?? "")
    if kind == .null {
      add(
        at: range.lowerBound, path, "expected \(expected), got null",
        remedy: index == nil && value.field != .body ? "leave the field out instead" : nil)
    } else {
      let found = kind == .object || kind == .array ? kind.description : shown(range)
      add(at: range.lowerBound, path, "expected \(expected), got \(found)", remedy: remedy)
    }
  }

  /// A value as it is written, made fit for a message.
  func shown(_ range: Range<Int>) -> String {
    Quoted.plain(UnsafeBufferPointer(rebasing: bytes[range]))
  }
}
