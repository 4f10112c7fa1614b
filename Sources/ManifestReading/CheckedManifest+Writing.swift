import JSONText
import JobJSON
import JobModel

/// The lines of the copy, each with its LF; see ``CheckedManifest`` for the format.
extension CheckedManifest {
  /// The first line.
  ///
  /// - Parameter source: the original manifest's name as the user gave it.
  package static func header(source: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "manifest")
    writer.member("format", format)
    writer.member("source", source)
    return finish(&writer)
  }

  /// The lines of entries.
  package static func lines(for entries: [ManifestEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 512)
    for entry in entries {
      var writer = JSONWriter()
      swap(&writer.bytes, &bytes)
      writer.beginObject()
      switch entry {
      case .job(let job): write(job, to: &writer)
      case .invalid(let invalid): write(invalid, to: &writer)
      }
      writer.endObject()
      swap(&writer.bytes, &bytes)
      bytes.append(0x0A)
    }
    return bytes
  }

  /// The last line.
  ///
  /// - Parameters:
  ///   - entries: how many lines stand between it and the header.
  ///   - digest: of the original manifest, from the verdict.
  package static func end(entries: Int, digest: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "end")
    writer.member("entries", entries)
    writer.member("sha256", digest)
    return finish(&writer)
  }

  private static func finish(_ writer: inout JSONWriter) -> [UInt8] {
    writer.endObject()
    writer.bytes.append(0x0A)
    return writer.bytes
  }

  /// The request comes last: it is read by a reader of its own, since it may be nested one level
  /// deeper here than it was in the manifest.
  private static func write(_ job: Job, to writer: inout JSONWriter) {
    writer.member("type", "job")
    writer.member("id", job.id.text)
    writer.member("line", job.line)
    writer.member("fingerprint", job.fingerprint.text)
    if let version = job.sourceVersion { writer.member("source_version", version) }
    if !job.files.isEmpty {
      writer.key("files")
      writer.beginArray()
      for file in job.files { write(file, to: &writer) }
      writer.endArray()
    }
    if let labels = job.labels { writer.memberRaw("labels", labels.text) }
    writer.key("request")
    RequestJSON.write(job.request, to: &writer)
  }

  private static func write(_ file: LocalFile, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("source", file.source)
    writer.member("path", file.path)
    writer.member("sha256", file.sha256)
    writer.member("bytes", file.sizeBytes)
    writer.member("media_type", file.mediaType)
    writer.endObject()
  }

  private static func write(_ invalid: InvalidLine, to writer: inout JSONWriter) {
    writer.member("type", "invalid")
    if let id = invalid.id { writer.member("id", id.text) }
    writer.member("line", invalid.line)
    writer.key("complaints")
    writer.beginArray()
    for complaint in invalid.complaints { writer.string(complaint) }
    writer.endArray()
  }
}
