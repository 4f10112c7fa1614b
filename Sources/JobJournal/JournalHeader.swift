import JSONText
import JobJSON
import JobModel

/// The first line of a journal.
///
/// ```json
/// {"n":1,"type":"journal","format":1,"generation":1,"service":"simulator","salt":"9f…","at":"2026-11-23T02:00:00.000Z","crc32c":"1f3a99c0"}
/// ```
package struct JournalHeader: Sendable, Equatable {
  /// The only format this program writes, and the newest it reads.
  package static let format = 1

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
    writer.member("format", Self.format)
    writer.member("generation", generation)
    writer.member("service", service)
    writer.member("salt", salt)
    writer.member("at", at.description)
  }

  /// - Throws: ``MalformedRecord``; of member `format` when the journal is of a newer program.
  init(_ members: RecordMembers) throws(MalformedRecord) {
    guard try members.text("type") == "journal" else { throw MalformedRecord(member: "type") }
    guard try members.integer("format") == Self.format else {
      throw MalformedRecord(member: "format")
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
