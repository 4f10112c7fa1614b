/// Why the simulator could not start, or did not understand an option.
package enum SimulatorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The address could not be listened on; `cause` is the operating system's `errno`.
  case cannotListen(port: UInt16, cause: Int32)
  /// A simulator is started once and stopped once.
  case alreadyStarted
  /// There is no thread to answer on; `cause` is the operating system's error number.
  case threadRefused(cause: Int32)
  /// No row of ``SimulatorOptions/table`` has the name, which is as given, dashes included.
  case unknownOption(name: String)
  /// An option's value is not one of those `expected`, a phrase such as `0 to 65535`.
  ///
  /// `value` is as given, but `***` for a key.
  case badValue(option: String, value: String, expected: String)
  /// The text is no rule of ``SimulatorOptions/faultHelp``; `reason` is a clause without full stop.
  case badFault(text: String, reason: String)
  /// The ledger's file could not be opened or mended; `cause` is the operating system's `errno`.
  case stateFile(path: String, cause: Int32)
  /// The ledger's file has a line that is no task of ours, counted from 1; it is left as it is.
  case foreignStateFile(path: String, line: Int)

  /// One line for the user: `--port: expected 0 to 65535, got 'x'`.
  package var description: String {
    switch self {
    case .cannotListen(let port, let cause):
      "cannot listen on 127.0.0.1:\(port): \(systemMessage(cause)); choose another --port"
    case .alreadyStarted: "this simulator was started already; make a new one"
    case .threadRefused(let cause): "cannot start a thread: \(systemMessage(cause))"
    case .unknownOption(let name): "\(name): the simulator has no such option"
    case .badValue(let option, let value, let expected):
      "\(option): expected \(expected), got '\(value)'"
    case .badFault(let text, let reason): "--fault '\(text)': \(reason)"
    case .stateFile(let path, let cause):
      "\(path): cannot keep the ledger there: \(systemMessage(cause))"
    case .foreignStateFile(let path, let line):
      "\(path):\(line): no task of a simulator; choose another --state-file"
    }
  }
}
