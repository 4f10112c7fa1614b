import BatchReport
import JSONText
import JobJSON
import JobModel

extension StatusLook {
  /// For scripts: one JSON row.
  var row: String {
    let totals = survey.totals
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "status")
    writer.key("at_work")
    if let holder { writer.string(holder) } else { writer.null() }
    totals.writeCounts(to: &writer)
    writer.member("running", survey.running)
    writer.member("to_fetch", survey.toFetch)
    writer.member("left_manifest", totals.leftJobs)
    writer.member("warnings", survey.warnings)
    writeCost(to: &writer)
    writer.key("waiting")
    writer.beginObject()
    writer.member("videos", totals.waiting.videos)
    writer.member("amount", totals.waiting.amount)
    writer.key("until")
    if let until = totals.waiting.until {
      writer.string(until.description)
    } else {
      writer.null()
    }
    writer.endObject()
    writeRun(to: &writer)
    writer.key("next_commands")
    writer.beginArray()
    for command in nextCommands { writer.string(command) }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  private func writeCost(to writer: inout JSONWriter) {
    writer.key("cost")
    writer.beginObject()
    writer.member("currency", "CNY")
    writer.member("amount", survey.lifetime)
    writer.member("this_run", survey.totals.thisRun)
    writer.member("in_doubt", survey.totals.inDoubt)
    writer.key("estimated")
    writer.bool(true)
    writer.endObject()
  }

  private func writeRun(to writer: inout JSONWriter) {
    writer.key("last_run")
    guard let lastRun else {
      writer.null()
      return
    }
    writer.beginObject()
    writer.member("run_id", lastRun.run.id)
    writer.member("began_at", lastRun.beganAt)
    writer.key("exit_code")
    if let code = lastRun.exitCode { writer.int(code) } else { writer.null() }
    writer.endObject()
  }
}
