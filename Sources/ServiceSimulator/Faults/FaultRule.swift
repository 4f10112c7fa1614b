/// One fault on request: the route, the action and the condition.
///
/// The text form is `ROUTE:ACTION[(ARGUMENT)][=WHEN]`, as in `submit:502-after=0.1`.
struct FaultRule: Sendable {
  enum Route: String, CaseIterable, Sendable {
    case submit, status, upload, balance, file
    /// Every one of the others.
    case any
  }

  /// Which of the requests of its route a rule strikes.
  enum Condition: Equatable, Sendable {
    case always
    /// Each with this probability, 0 to 1.
    case probability(Double)
    /// By number, counted from 1 over all requests of the route.
    case requests(ClosedRange<Int>)
    /// The first so many that are about the same thing: the same body, task or file.
    case firstOfEach(Int)
    /// Those whose task's prompt contains this text.
    case prompt(String)
  }

  var route: Route
  var action: FaultAction
  var condition: Condition
  /// As given, for the list of faults.
  var text: String

  static let help = """
    ROUTE:ACTION[(ARGUMENT)][=WHEN]
      ROUTE   submit, status, upload, balance, file, any
      ACTION  500-before, 502-after, ...: any status, before or after the work is
              done, with arguments html, empty, numeric, chinese, code CODE,
              retry-after TEXT (seconds, date+SECONDS, date-SECONDS, or anything
              else as it stands)
              rate-limit-unavailable, redirect-302(URL) and other 3xx
              reset-before, reset-after, close-before, close-after,
              close-in-header, close-after-header, truncated, overstated(BYTES),
              hang-before(SECONDS), hang-after(SECONDS), slow(SECONDS),
              drip(MILLISECONDS), giant(BYTES), html, empty, malformed, no-id
              submit: same-id, ends(OUTCOME): completed, fail, policy, policy-zh,
              policy-zh-hant, policy-ru, policy-ja, policy-ko, invalid,
              invalid-response, cancelled, expired, error; as [OUTCOME] in a prompt
              status: wrong-id, back, word(STATUS), late(SECONDS),
              failed-first(SECONDS) (failed until so long after the end, then
              completed), created-at(TIME), completed-at(TIME), expires-at(TIME),
              times(TIME) (all three); TIME is none, ms (milliseconds), iso (text),
              true-SECONDS, true+SECONDS, created-SECONDS, created+SECONDS (from
              the true time, the task's creation), or JSON such as 0, -1, null
              file: cut, corrupt, no-range, changed (ETag), 720p, 1080p, silent,
              length(SECONDS), webm, webm-changed (other bytes at each fetch)
      WHEN    0.1 (probability), #3, #3-5, #3+ (by number), once or first3 (of
              each body, task or file), ~TEXT (prompt contains TEXT); always when
              left out
    """

  /// Throws ``SimulatorError/badFault(text:reason:)``.
  init(_ text: String) throws(SimulatorError) {
    func bad(_ reason: String) -> SimulatorError { .badFault(text: text, reason: reason) }
    guard let colon = text.firstIndex(of: ":") else {
      throw bad("expected ROUTE:ACTION, as in submit:502-after=0.1")
    }
    guard let route = Route(rawValue: String(text[..<colon])) else {
      let names = Route.allCases.map(\.rawValue).joined(separator: ", ")
      throw bad("the route must be one of \(names)")
    }
    var rest = text[text.index(after: colon)...]
    let name = rest.prefix { $0 != "(" && $0 != "=" }
    rest = rest.dropFirst(name.count)
    var argument = ""
    if rest.first == "(" {
      // The last parenthesis closes: a URL or a date may hold others.
      guard let close = rest.lastIndex(of: ")") else { throw bad("a ')' is missing") }
      argument = String(rest[..<close].dropFirst())
      rest = rest[close...].dropFirst()
    }
    var condition = Condition.always
    if rest.first == "=" {
      guard let parsed = Self.condition(rest.dropFirst()) else {
        throw bad("the part after '=' must be 0.1, #3, #3-5, #3+, once, first3 or ~TEXT")
      }
      condition = parsed
    } else if !rest.isEmpty {
      throw bad("expected '=' after the action")
    }
    guard let action = FaultAction(name: String(name), argument: argument) else {
      throw bad("no such action, or its argument is wrong: \(name)")
    }
    guard action.fits(route) else { throw bad("\(name) does not fit \(route.rawValue)") }
    (self.route, self.action, self.condition, self.text) = (route, action, condition, text)
  }

  private static func condition(_ text: Substring) -> Condition? {
    if text == "once" { return .firstOfEach(1) }
    if text.hasPrefix("first") {
      return Int(text.dropFirst(5)).flatMap { $0 > 0 ? .firstOfEach($0) : nil }
    }
    if text.hasPrefix("~") { return text.count > 1 ? .prompt(String(text.dropFirst())) : nil }
    if text.hasPrefix("#") {
      let number = text.dropFirst().prefix { $0.isNumber }
      let rest = text.dropFirst(1 + number.count)
      guard let first = Int(number), first > 0 else { return nil }
      if rest.isEmpty { return .requests(first...first) }
      if rest == "+" { return .requests(first...Int.max) }
      guard rest.first == "-", let last = Int(rest.dropFirst()), last >= first else { return nil }
      return .requests(first...last)
    }
    guard let probability = Double(text), (0...1).contains(probability) else { return nil }
    return .probability(probability)
  }
}
