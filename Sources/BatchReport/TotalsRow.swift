import JSONText
import JobJSON
import JobModel

/// The last line of `results.jsonl`.
package enum TotalsRow {
  /// The row's bytes, without a line feed.
  package static func bytes(_ totals: Totals, _ facts: RunFacts) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "totals")
    totals.writeCounts(to: &writer)
    writer.member("kept", totals.kept)
    writer.member("new_failures", totals.newFailures)
    writeCost(totals, facts, to: &writer)
    if totals.leftJobs > 0 {
      writer.key("left_manifest")
      writer.beginObject()
      writer.member("jobs", totals.leftJobs)
      writer.member("amount", totals.leftAmount)
      writer.endObject()
    }
    writer.key("run_id")
    if let run = facts.runID { writer.string(run) } else { writer.null() }
    writer.member("tool_version", facts.toolVersion)
    writer.member("exit_code", facts.exitCode)
    writer.key("stopped")
    if let stop = facts.stopped {
      writer.beginObject()
      writer.member("reason", stop.reason)
      writer.member("message", stop.message)
      writer.member("next_command", stop.nextCommand)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.member("started_at", facts.startedAt)
    writer.member("ended_at", facts.endedAt)
    writer.memberSeconds(
      "seconds", milliseconds: facts.endedAt.milliseconds - facts.startedAt.milliseconds)
    writer.endObject()
    return writer.bytes
  }

  private static func writeCost(
    _ totals: Totals, _ facts: RunFacts, to writer: inout JSONWriter
  ) {
    writer.key("cost")
    writer.beginObject()
    writer.member("currency", "CNY")
    writer.member("amount", totals.amount)
    writer.member("this_run", totals.thisRun)
    writer.member("in_doubt", totals.inDoubt)
    writer.member("estimated", true)
    writer.member("prices", facts.prices.name)
    if let credits = facts.creditsUsed {
      writer.key("credits_used")
      writer.raw(credits)
    }
    writer.key("by_rate")
    writer.beginArray()
    for (rate, sum) in totals.sortedRates {
      writer.beginObject()
      writer.member("resolution", rate.priceClass.resolution.rawValue)
      writer.member("audio", rate.priceClass.audio)
      writer.member("price_per_second", rate.perSecond)
      writer.member("seconds", sum.seconds)
      writer.member("jobs", sum.jobs)
      writer.member("amount", sum.amount)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}

extension Totals {
  /// Members that say how many jobs there are, and how many with each status.
  package func writeCounts(to writer: inout JSONWriter) {
    writer.member("jobs", jobs)
    for status in [JobStatus.completed, .failed, .inDoubt, .submitted, .pending, .invalid] {
      writer.key(status.rawValue)
      writer.int(count(status))
    }
  }
}
