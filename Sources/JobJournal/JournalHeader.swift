import JSONText
import JobJSON
import JobModel

/// The first line of a journal.
///
/// ```json
/// {"n":1,"type":"journal","format":2,"generation":1,"service":"simulator","salt":"9f…","at":"2026-11-23T02:00:00.000Z","crc32c":"1f3a99c0"}
/// ```
package struct JournalHeader: Sendable, Equatable {
  /// The format that this program writes; it reads all formats up to it.
  ///
  /// Format 2 has record types that the first versions report as damage.
  package static let newestFormat = 2

  /// The format of the file.
  package internal(set) var format = newestFormat
  /// Counts compactions, from 1.
  package var generation: Int
  /// The service this directory was made for; where it was bound anew,
  /// ``JobModel/BatchState/reboundTo`` holds.
  package var service: String
  /// Random text that salts the fingerprints of API keys, so that they say nothing elsewhere.
  package var salt: String
  /// When this generation was begun: at the first run, or at a compaction.
  package var at: Timestamp

  package init(generation: Int, service: String, salt: String, at: Timestamp) {
    self.generation = generation
    self.service = service
    self.salt = salt
    self.at = at
  }

  func write(to writer: inout JSONWriter) {
    writer.member("type", "journal")
    writer.member("format", format)
    writer.member("generation", generation)
    writer.member("service", service)
    writer.member("salt", salt)
    writer.member("at", at.description)
  }

  /// - Throws: ``MalformedRecord``, with an unknown word if the journal is of a newer version.
  init(_ members: RecordMembers) throws(MalformedRecord) {
    guard try members.text("type") == "journal" else { throw MalformedRecord(member: "type") }
    format = try members.integer("format")
    guard (1...Self.newestFormat).contains(format) else {
      throw MalformedRecord(member: "format", isUnknownWord: format > Self.newestFormat)
    }
    generation = try members.integer("generation")
    guard (1...Int(Int32.max)).contains(generation) else {
      throw MalformedRecord(member: "generation")
    }
    service = try members.text("service")
    salt = try members.text("salt")
    at = try members.timestamp("at")
  }
}
