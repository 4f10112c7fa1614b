import JSONText
import JobModel

/// What a row of costs is about: a date, a reason, or a label's value.
package enum CostKey: Hashable, Sendable {
  /// A day `2026-11-23`, a month `2026-11`, the words of a reason, or the value of a label.
  case name(CostName)
  /// The job does not have the label.
  case noLabel
  /// The job is no longer in the manifest, so that its labels are not known.
  case notListed

  /// What a person reads; the names in brackets are not written that way by accident.
  package var text: String {
    switch self {
    case .name(let name): name.text
    case .noLabel: "(no such label)"
    case .notListed: "(no longer in the manifest)"
    }
  }

  /// The value of a label: a text as it is, anything else as its JSON.
  ///
  /// - Parameter labels: a job's `labels` object.
  package static func label(_ name: String, in labels: RawJSON?) -> CostKey {
    guard let labels else { return .noLabel }
    let value: JSONValue
    do throws(JSONTextError) {
      guard let found = try JSONValue.parse(labels.text.utf8)[name] else { return .noLabel }
      value = found
    } catch {
      preconditionFailure("labels that were found right are no JSON: \(error)")
    }
    if let text = value.string { return .name(CostName(text)) }
    var writer = JSONWriter()
    writer.value(value)
    return .name(CostName(String(decoding: writer.bytes, as: UTF8.self)))
  }

  /// The words of a reason before any details: `request changed` for
  /// `request changed: duration 5 → 10`.
  static func reason(_ text: String) -> CostKey {
    let bytes = Array(text.utf8)
    let end = [": ", " (", ", "].compactMap { bytes.firstRange(of: $0.utf8)?.lowerBound }.min()
    return .name(CostName(String(decoding: bytes[..<(end ?? bytes.count)], as: UTF8.self)))
  }
}

/// The name of a row, compared by its bytes.
package struct CostName: ByteIdentifier {
  /// The name as it was given; may be empty, and may hold line breaks.
  package let text: String
  /// Takes any text, an empty one too: the value of a label may be `""`.
  package init(_ text: String) { self.text = text }
}
