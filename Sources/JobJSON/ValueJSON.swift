import JSONText
import JobModel

// The JSON forms of the model's small values, one for the journal and the results alike.

extension JSONWriter {
  /// An amount as an exact number; unknown is `null`.
  package mutating func member(_ key: StaticString, _ amount: Money?) {
    self.key(key)
    if let amount { raw(amount.description) } else { null() }
  }

  /// A moment as RFC 3339 text.
  package mutating func member(_ key: StaticString, _ time: Timestamp) {
    member(key, time.description)
  }

  /// Milliseconds as seconds with three digits: `5.040`.
  package mutating func memberSeconds(_ key: StaticString, milliseconds: Int64) {
    self.key(key)
    let fraction = String(milliseconds.magnitude % 1000)
    let padding = String(repeating: "0", count: 3 - fraction.count)
    raw("\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(padding)\(fraction)")
  }
}

extension VideoFile {
  /// Writes the file's members into an object that is open.
  package func writeMembers(to writer: inout JSONWriter) {
    writer.member("path", path)
    writer.member("bytes", sizeBytes)
    writer.member("sha256", sha256)
    if isUnverified {
      for name: StaticString in ["width", "height", "duration", "audio"] {
        writer.key(name)
        writer.null()
      }
      writer.member("unverified", true)
    } else {
      writer.member("width", width)
      writer.member("height", height)
      writer.memberSeconds("duration", milliseconds: Int64(lengthMilliseconds))
      writer.member("audio", audio)
    }
    if !warnings.isEmpty {
      writer.key("warnings")
      writer.beginArray()
      for warning in warnings { writer.string(warning) }
      writer.endArray()
    }
  }

  /// Writes what only the journal needs to know beside that.
  package func writeJournalMembers(to writer: inout JSONWriter) {
    writeMembers(to: &writer)
    if let modifiedAt { writer.member("modified_at", modifiedAt) }
  }

  /// Reads what ``writeJournalMembers(to:)`` or ``writeMembers(to:)`` wrote; the latter leaves
  /// ``modifiedAt`` unknown.
  package init(_ members: RecordMembers) throws(MalformedRecord) {
    if try members.optionalBool("unverified") ?? false {
      try self.init(
        unverified: members.text("path"), sizeBytes: Int64(members.integer("bytes")),
        sha256: members.text("sha256"), warning: "",
        modifiedAt: members.optionalTimestamp("modified_at"))
      warnings = try members.texts("warnings")
      return
    }
    guard let length = Int(exactly: try members.milliseconds("duration")) else {
      throw MalformedRecord(member: "duration")
    }
    try self.init(
      path: members.text("path"), sizeBytes: Int64(members.integer("bytes")),
      sha256: members.text("sha256"), width: members.integer("width"),
      height: members.integer("height"), lengthMilliseconds: length,
      audio: members.bool("audio"), warnings: members.texts("warnings"),
      modifiedAt: members.optionalTimestamp("modified_at"))
  }
}

extension JobFailure {
  /// Writes the failure's members into an object that is open.
  package func writeMembers(to writer: inout JSONWriter) {
    writer.key("code")
    if let code { writer.string(code) } else { writer.null() }
    writer.member("message", message)
    if let httpStatus { writer.member("http_status", httpStatus) }
    writer.member("retryable", canPass)
  }

  /// Reads what ``writeMembers(to:)`` wrote.
  package init(_ members: RecordMembers) throws(MalformedRecord) {
    try self.init(
      code: members.optionalText("code"), message: members.text("message"),
      httpStatus: members.optionalInteger("http_status"), canPass: members.bool("retryable"))
  }
}

extension RemoteVideo {
  /// Writes the members `url`, `expires_at` and `completed_at` into an object that is open.
  package func writeMembers(to writer: inout JSONWriter) {
    writer.member("url", url)
    if let expiresAt { writer.member("expires_at", expiresAt) }
    if let completedAt { writer.member("completed_at", completedAt) }
  }

  /// Reads what ``writeMembers(to:)`` wrote; both moments may be missing.
  package init(_ members: RecordMembers) throws(MalformedRecord) {
    try self.init(
      url: members.text("url"), expiresAt: members.optionalTimestamp("expires_at"),
      completedAt: members.optionalTimestamp("completed_at"))
  }
}
