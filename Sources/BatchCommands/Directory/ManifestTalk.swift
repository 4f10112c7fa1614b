import BatchReport
import JobModel
import ManifestReading

/// Says what was found in a manifest.
struct ManifestTalk {
  let console: Console
  let manifest: String
  let prices: PriceTable

  /// Shows warnings and mistakes.
  func show(_ verdict: ManifestVerdict) {
    for warning in verdict.warnings { console.say("\(manifest):\(text(warning))") }
    more(verdict.warningCount - verdict.warnings.count)
    if !verdict.repetitions.isEmpty {
      let count = verdict.repetitions.reduce(0) { $0 + $1.count }
      let cost = Money.sum(
        verdict.repetitions.map { repetition in
          prices.price(of: repetition.priceClass, length: repetition.length)
            .map { $0 * repetition.count }
        })
      console.say(
        "\(manifest): \(count) \(count == 1 ? "request repeats" : "requests repeat") another one; "
          + "the repetition costs \(cost.map { "¥\($0)" } ?? "an unknown amount")")
    }
    for complaint in verdict.complaints {
      console.say("\(complaint)")
      // The place in its line is for eyes; a log has line and column.
      if console.isLive, !complaint.excerpt.text.isEmpty {
        console.say(complaint.excerpt.text)
        console.say(String(repeating: " ", count: complaint.excerpt.caret) + "^")
      }
    }
    more(verdict.complaintCount - verdict.complaints.count)
  }

  /// - Throws: ``CommandFailure`` when what was found forbids going on.
  func require(_ verdict: ManifestVerdict, skipsInvalid: Bool) throws(CommandFailure) {
    guard !verdict.isAcceptable(skipInvalid: skipsInvalid) else { return }
    throw CommandFailure(
      code: ExitCode.usage,
      message:
        "the manifest has \(counted(verdict.complaintCount, "mistake")); nothing was submitted")
  }

  private func more(_ count: Int) {
    if count > 0 { console.say("… and \(count) more") }
  }

  private func text(_ warning: ManifestWarning) -> String {
    switch warning {
    case .repeatedRequest(let line, let id, let firstLine, let priceClass, let length):
      let price = prices.price(of: priceClass, length: length).map { "¥\($0)" }
      return "\(line): job \(id) asks for the same video as line \(firstLine), "
        + "for \(price ?? "an unknown price") more"
    case .unusedDefaults(let line):
      return "\(line): no job follows these defaults"
    }
  }
}
