import JobModel

/// What keeps a run from going on: since when, and until when if that is known.
struct ServiceTrouble: Sendable {
  enum Kind: CaseIterable, Sendable {
    /// Requests get no usable answer.
    case silence
    /// Submissions do not get through, or are turned away.
    case submitting
    /// The service asks to wait.
    case limit
    case downloads
  }

  private struct Span: Sendable {
    var since: Timestamp
    var last: Timestamp
    var until: Timestamp?
    var message: String

    func covers(_ now: Timestamp) -> Bool {
      now.seconds(since: max(last, until ?? last)) < ServiceTrouble.lasting
    }
  }

  /// Trouble that was not heard of for so many seconds is over.
  private static let lasting = 90.0
  /// A shorter wait is the usual pace of things and not worth a line.
  private static let shortest = 3.0

  /// A wait so short that its end is said in seconds.
  private static let soon = 120.0

  private var spans: [Kind: Span] = [:]

  /// - Parameter until: when the next try is made, where that is known.
  mutating func note(
    _ kind: Kind, _ message: String = "", until: Timestamp? = nil, at now: Timestamp
  ) {
    let since = spans[kind].flatMap { $0.covers(now) ? $0.since : nil } ?? now
    spans[kind] = Span(since: since, last: now, until: until, message: message)
  }

  /// It works again.
  mutating func end(_ kind: Kind) { spans[kind] = nil }

  /// What holds now, a line each, the gravest first.
  func lines(at now: Timestamp) -> [String] {
    let limit = limitLine(at: now)
    return Kind.allCases.compactMap { kind in
      switch kind {
      case .silence: line("no answer from the service", kind, now)
      // Being told to wait says it all.
      case .submitting: limit == nil ? line("submissions do not get through", kind, now) : nil
      case .limit: limit
      case .downloads: line("downloads fail", kind, now)
      }
    }
  }

  private func line(_ words: String, _ kind: Kind, _ now: Timestamp) -> String? {
    guard let span = spans[kind], span.covers(now),
      now.seconds(since: span.since) >= Self.shortest
    else { return nil }
    return "\(words) since \(LocalTime.clock(span.since)): \(Self.reason(span.message))"
  }

  /// A message without the address that it may begin with: a line has room for the reason.
  private static func reason(_ message: String) -> Substring {
    guard message.hasPrefix("http"),
      let end = message.utf8.firstRange(of: ": ".utf8)?.upperBound
    else { return message[...] }
    return message[end...]
  }

  private func limitLine(at now: Timestamp) -> String? {
    guard let span = spans[.limit], let until = span.until, now < until,
      until.seconds(since: span.since) >= Self.shortest
    else { return nil }
    let isSoon = until.seconds(since: span.last) < Self.soon
    return "rate-limited since \(LocalTime.clock(span.since)), "
      + "next try \(LocalTime.clock(until, withSeconds: isSoon))"
  }
}
