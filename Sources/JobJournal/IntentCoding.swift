import JSONText
import JobJSON
import JobModel

/// The JSON form of an intent.
enum IntentCoding {
  /// Writes the members of an intent, but for its number, into an object that is open.
  static func writeMembers(of intent: Attempt.Intent, to writer: inout JSONWriter) {
    writer.member("key", intent.key.text)
    writer.member("carries_key", intent.carriesKey)
    writer.member("account", intent.account)
    writer.member("run", intent.run)
    writer.member("fingerprint", intent.fingerprint.text)
    write(intent.outline, to: &writer)
    writer.member("amount", intent.amount)
    writer.member("reason", intent.reason)
    if intent.givesUp { writer.member("gives_up", true) }
    if let uptime = intent.uptime { write(uptime, to: &writer) }
  }

  /// Writes the members of a boot clock reading into an object that is open.
  static func write(_ uptime: Uptime, to writer: inout JSONWriter) {
    writer.member("boot", uptime.boot)
    writer.member("uptime_ms", Int(uptime.milliseconds))
  }

  /// Reads a boot clock reading; `nil` where there is none.
  static func readUptime(_ members: RecordMembers) throws(MalformedRecord) -> Uptime? {
    guard let boot = try members.optionalText("boot") else { return nil }
    return Uptime(boot: boot, milliseconds: Int64(try members.integer("uptime_ms")))
  }

  static func read(
    _ members: RecordMembers, number: Int
  ) throws(MalformedRecord) -> Attempt.Intent {
    Attempt.Intent(
      number: number, key: SubmissionKey(try members.text("key")),
      carriesKey: try members.bool("carries_key"), account: try members.text("account"),
      run: try members.text("run"), fingerprint: Fingerprint(try members.text("fingerprint")),
      outline: try readOutline(members), amount: try members.money("amount"),
      reason: try members.text("reason"), givesUp: try members.optionalBool("gives_up") ?? false,
      uptime: try readUptime(members))
  }

  private static func write(_ outline: RequestOutline, to writer: inout JSONWriter) {
    writer.member("mode", outline.mode.rawValue)
    writer.member("resolution", outline.resolution.rawValue)
    writer.member("duration", outline.duration.seconds)
    writer.member("audio", outline.audio)
    if let watermark = outline.watermark { writer.member("watermark", watermark) }
    writer.member("sources_sum", Int(outline.sourcesSum))
    writer.member("prompt_sum", Int(outline.promptSum))
    writer.member("metadata_sum", Int(outline.metadataSum))
  }

  private static func readOutline(
    _ members: RecordMembers
  ) throws(MalformedRecord) -> RequestOutline {
    func sum(_ name: StaticString) throws(MalformedRecord) -> UInt32 {
      guard let sum = UInt32(exactly: try members.integer(name)) else {
        throw MalformedRecord(member: "\(name)")
      }
      return sum
    }
    return RequestOutline(
      mode: try members.choice("mode"), resolution: try members.choice("resolution"),
      duration: try readLength(members, "duration"), audio: try members.bool("audio"),
      watermark: try members.optionalBool("watermark"), sourcesSum: try sum("sources_sum"),
      promptSum: try sum("prompt_sum"), metadataSum: try sum("metadata_sum"))
  }

  private static func readLength(
    _ members: RecordMembers, _ name: StaticString
  ) throws(MalformedRecord) -> ClipLength {
    guard let length = ClipLength(rawValue: try members.integer(name)) else {
      throw MalformedRecord(member: "\(name)", isUnknownWord: true)
    }
    return length
  }
}
