import JSONText
import JobJSON
import JobModel

/// Reads a line of the copy that ``CheckedManifest`` describes.
struct CheckedEntry {
  private var type = ""
  private var id: JobID?
  private var line = 0
  private var fingerprint = ""
  private var sourceVersion: String?
  private var files: [LocalFile] = []
  private var labels: RawJSON?
  private var request: VideoRequest?
  private var complaints: [String] = []

  /// - Parameter bytes: a line without its LF.
  /// - Throws: ``JSONTextError`` or ``MalformedRecord``.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws -> ManifestEntry {
    var entry = CheckedEntry()
    var reader = JSONReader(bytes)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      if key.equals("request") {
        try entry.readRequest(bytes, from: reader.offset)
        return try entry.made()
      }
      try entry.readMember(key, &reader)
    }
    try reader.expectEnd()
    return try entry.made()
  }

  /// Reads the last member, up to the brace that closes the line.
  private mutating func readRequest(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) throws {
    guard start < bytes.count, bytes.last == UInt8(ascii: "}") else {
      throw MalformedRecord(member: "request")
    }
    var reader = JSONReader(UnsafeBufferPointer(rebasing: bytes[start..<bytes.count - 1]))
    request = try RequestJSON.read(&reader)
    try reader.expectEnd()
  }

  private mutating func readMember(_ key: JSONStringSlice, _ reader: inout JSONReader) throws {
    switch key.text {
    case "type": type = try reader.readString().text
    case "id": id = JobID(try reader.readString().text)
    case "line": line = try Self.integer(&reader, "line")
    case "fingerprint": fingerprint = try reader.readString().text
    case "source_version": sourceVersion = try reader.readString().text
    case "labels": labels = RawJSON(validated: try reader.readRawText())
    case "files":
      try reader.beginArray()
      while try reader.nextElement() { files.append(try Self.readFile(&reader)) }
    case "complaints":
      try reader.beginArray()
      while try reader.nextElement() { complaints.append(try reader.readString().text) }
    default: throw MalformedRecord(member: key.text)
    }
  }

  private static func readFile(_ reader: inout JSONReader) throws -> LocalFile {
    var file = LocalFile(source: "", path: "", sha256: "", sizeBytes: 0, mediaType: "")
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key.text {
      case "source": file.source = try reader.readString().text
      case "path": file.path = try reader.readString().text
      case "sha256": file.sha256 = try reader.readString().text
      case "bytes": file.sizeBytes = Int64(try integer(&reader, "bytes"))
      case "media_type": file.mediaType = try reader.readString().text
      default: throw MalformedRecord(member: key.text)
      }
    }
    return file
  }

  private static func integer(_ reader: inout JSONReader, _ name: String) throws -> Int {
    guard let value = try reader.readNumber().int64 else { throw MalformedRecord(member: name) }
    return Int(value)
  }

  private func made() throws -> ManifestEntry {
    switch type {
    case "job":
      guard let id, let request, !fingerprint.isEmpty else { throw MalformedRecord(member: "id") }
      guard let parts = request.parts(files: files, sourceVersion: sourceVersion) else {
        throw MalformedRecord(member: "request")
      }
      var canonical = CanonicalRequest()
      let outline = canonical.outline(of: parts)
      return .job(
        Job(
          id: id, line: line, request: request, files: files, labels: labels,
          sourceVersion: sourceVersion, fingerprint: Fingerprint(fingerprint), outline: outline))
    case "invalid":
      return .invalid(InvalidLine(id: id, line: line, complaints: complaints))
    default:
      throw MalformedRecord(member: "type")
    }
  }
}
