import JSONText
import JobJSON
import JobModel

/// The forms of the answer for programs.
extension CostTable {
  /// Comma-separated values with a header, the sum last, named `total`.
  ///
  /// ```csv
  /// day,videos,seconds,amount,in_doubt_submissions,in_doubt_amount
  /// 2026-11-23,3,15,2.25,0,0.00
  /// total,3,15,2.25,0,0.00
  /// ```
  ///
  /// Amounts are CNY; an unknown one is `unknown`. Names are guarded against being taken for
  /// formulas; see ``CSVRow/guarded(_:)``.
  package var csv: String {
    var text = CSVRow.line([
      CSVRow.guarded(grouping.text), "videos", "seconds", "amount", "in_doubt_submissions",
      "in_doubt_amount",
    ])
    for row in rows { text += Self.csvLine(row.key.text, row.sum) }
    return text + Self.csvLine("total", total)
  }

  private static func csvLine(_ name: String, _ sum: CostSum) -> String {
    CSVRow.line([
      CSVRow.guarded(name), "\(sum.videos)", "\(sum.seconds)",
      sum.amount?.description ?? "unknown", "\(sum.doubtful)",
      sum.inDoubt?.description ?? "unknown",
    ])
  }

  /// JSON Lines: a row a group and the sum last; an unknown amount is `null`.
  ///
  /// ```json
  /// {"type":"cost","by":"day","name":"2026-11-23","videos":3,"seconds":15,"amount":2.25,"in_doubt":{"submissions":0,"amount":0.00}}
  /// {"type":"total","by":"day","videos":3,"seconds":15,"amount":2.25,"in_doubt":{"submissions":0,"amount":0.00},"left_manifest":{"jobs":0,"amount":0.00},"currency":"CNY","estimated":true}
  /// ```
  ///
  /// Where a job has no value, `name` is `null` and `why` says `no_label` or `left_manifest`.
  package var jsonLines: String {
    var bytes: [UInt8] = []
    for row in rows {
      bytes += line { writer in
        writer.member("type", "cost")
        writer.member("by", grouping.text)
        writer.key("name")
        switch row.key {
        case .name(let name):
          writer.string(name.text)
        case .noLabel:
          writer.null()
          writer.member("why", "no_label")
        case .notListed:
          writer.null()
          writer.member("why", "left_manifest")
        }
        Self.writeMembers(row.sum, to: &writer)
      }
    }
    bytes += line { writer in
      writer.member("type", "total")
      writer.member("by", grouping.text)
      Self.writeMembers(total, to: &writer)
      writer.key("left_manifest")
      writer.beginObject()
      writer.member("jobs", leftJobs)
      writer.member("amount", left.amount)
      writer.endObject()
      writer.member("currency", "CNY")
      writer.member("estimated", true)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func line(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    members(&writer)
    writer.endObject()
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private static func writeMembers(_ sum: CostSum, to writer: inout JSONWriter) {
    writer.member("videos", sum.videos)
    writer.member("seconds", sum.seconds)
    writer.member("amount", sum.amount)
    writer.key("in_doubt")
    writer.beginObject()
    writer.member("submissions", sum.doubtful)
    writer.member("amount", sum.inDoubt)
    writer.endObject()
  }
}
