import JSONText
import JobModel

/// What the page says about all jobs together; amounts are texts, exact as in the totals row.
struct PageHead {
  let survey: PageSurvey
  let facts: RunFacts
  let lastRun: BatchState.LastRun?
  let scope: PageScope

  /// One JSON object, safe inside a `script` element.
  var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("title", scope.title)
    writer.member("bundle", scope.isBundle)
    writer.member("simulated", scope.isSimulated)
    writer.member("limit", ReportPage.listedLimit)
    writer.member("tool", facts.toolVersion)
    writer.member("prices", facts.prices.name)
    writer.member("ended", facts.endedAt.milliseconds)
    if let lastRun {
      writer.member("began", lastRun.beganAt.milliseconds)
      writer.member("isOver", lastRun.exitCode != nil || facts.exitCode < 2)
    }
    if !scope.isBundle, let stop = facts.stopped {
      writer.key("stopped")
      writer.beginObject()
      writer.member("message", stop.message)
      writer.member("next", stop.nextCommand)
      writer.endObject()
    }
    writeTotals(to: &writer)
    writeRates(to: &writer)
    writeConcerns(to: &writer)
    writeLabels(to: &writer)
    writer.endObject()
    return ScriptData.escaped(writer.bytes)
  }

  private func writeTotals(to writer: inout JSONWriter) {
    let totals = survey.totals
    writer.key("counts")
    writer.beginObject()
    for status in JobStatus.allCases {
      writer.key(status.rawValue)
      writer.int(totals.count(status))
    }
    writer.endObject()
    writer.key("totals")
    writer.beginObject()
    writer.member("jobs", totals.jobs)
    writer.member("kept", totals.kept)
    writer.memberText("amount", totals.amount)
    if !scope.isBundle { writer.memberText("this_run", totals.thisRun) }
    writer.memberText("in_doubt", totals.inDoubt)
    if !scope.isBundle, let credits = facts.creditsUsed { writer.member("credits", credits) }
    if totals.leftJobs > 0 {
      writer.member("left_jobs", totals.leftJobs)
      writer.memberText("left_amount", totals.leftAmount)
    }
    if !scope.isBundle, let until = totals.waiting.until {
      writer.member("until", until.milliseconds)
    }
    writer.endObject()
  }

  private func writeRates(to writer: inout JSONWriter) {
    writer.key("rates")
    writer.beginArray()
    for (rate, sum) in survey.totals.sortedRates {
      writer.beginObject()
      writer.member("resolution", rate.priceClass.resolution.rawValue)
      writer.member("audio", rate.priceClass.audio)
      writer.memberText("price", rate.perSecond)
      writer.member("seconds", sum.seconds)
      writer.member("videos", sum.videos)
      writer.memberText("amount", sum.amount)
      writer.memberMicros("micros", sum.amount)
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeConcerns(to writer: inout JSONWriter) {
    let text = PageText(hidesAddresses: scope.isBundle)
    writer.key("concerns")
    writer.beginArray()
    for group in survey.concerns.groups {
      writer.beginObject()
      writer.member("title", group.concern.title)
      if let code = group.concern.code { writer.member("code", text.shown(code, limit: 100)) }
      writer.member("rank", group.concern.rank)
      writer.member("jobs", group.jobs)
      if let sample = group.sample { writer.member("sample", sample) }
      if !scope.isBundle {
        writer.member("cure", group.concern.cure)
        if let command = group.concern.command, let directory = scope.directoryWord {
          writer.member("command", command + " " + directory)
        }
      }
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeLabels(to writer: inout JSONWriter) {
    writer.key("labels")
    writer.beginArray()
    for key in survey.labels.keys {
      writer.beginObject()
      writer.member("key", key.name)
      writer.key("values")
      writer.beginArray()
      for value in key.values {
        writer.beginObject()
        writer.member("value", value.text)
        write(value.sum, to: &writer)
        writer.endObject()
      }
      writer.endArray()
      if key.others.jobs > 0 {
        writer.key("others")
        writer.beginObject()
        write(key.others, to: &writer)
        writer.endObject()
      }
      writer.endObject()
    }
    writer.endArray()
  }

  private func write(_ sum: LabelSums.Sum, to writer: inout JSONWriter) {
    writer.member("jobs", sum.jobs)
    writer.member("completed", sum.completed)
    writer.memberText("amount", sum.amount)
    writer.memberMicros("micros", sum.amount)
  }
}

extension JSONWriter {
  /// An amount as a text, which a script can't round; unknown is `null`.
  fileprivate mutating func memberText(_ key: StaticString, _ amount: Money?) {
    self.key(key)
    if let amount { string(amount.description) } else { null() }
  }

  /// An amount as a text of whole millionths, to compare and add up; unknown is `null`.
  fileprivate mutating func memberMicros(_ key: StaticString, _ amount: Money?) {
    self.key(key)
    if let amount { string(String(amount.micros)) } else { null() }
  }
}
