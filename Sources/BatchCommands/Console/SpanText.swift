import Pacing

/// Spans of time for people: `45 s`, `12 min`, `3 h 20 min`, `4 d`.
enum SpanText {
  static func text(_ span: Duration) -> String {
    let seconds = Int64(span.inSeconds.rounded())
    if seconds < 90 { return "\(seconds) s" }
    let minutes = (seconds + 30) / 60
    if minutes < 90 { return "\(minutes) min" }
    let hours = minutes / 60
    if hours < 48 { return minutes % 60 == 0 ? "\(hours) h" : "\(hours) h \(minutes % 60) min" }
    return "\((hours + 12) / 24) d"
  }
}
