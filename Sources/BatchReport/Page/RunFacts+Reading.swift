import JSONText
import JobJSON
import JobModel

extension RunFacts {
  /// Reads the facts back from a totals row, so that results can be written again as they were.
  ///
  /// - Returns: `nil` when the bytes are no totals row.
  package init?(totalsRow bytes: some Sequence<UInt8>) {
    do {
      let value = try JSONValue.parse(bytes)
      let row = try RecordMembers(value)
      guard try row.text("type") == "totals", let cost = try row.members("cost") else { return nil }
      let stop = try row.members("stopped")
      self.init(
        runID: try row.optionalText("run_id"), toolVersion: try row.text("tool_version"),
        prices: PriceTable(
          name: try cost.text("prices"), perSecond: PriceTable.published.perSecond),
        exitCode: Int32(clamping: try row.integer("exit_code")),
        stopped: try stop.map { stop in
          Stop(
            reason: try stop.text("reason"), message: try stop.text("message"),
            nextCommand: try stop.text("next_command"))
        },
        startedAt: try row.timestamp("started_at"), endedAt: try row.timestamp("ended_at"),
        kept: try row.integer("kept"))
      creditsUsed = value["cost"]?["credits_used"]?.number?.text
    } catch {
      return nil
    }
  }
}
