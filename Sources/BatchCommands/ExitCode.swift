/// How the program ends, as scripts see it.
enum ExitCode {
  /// Every selected job has its video.
  static let success: Int32 = 0
  /// The run ended; some job failed, is invalid or in doubt.
  static let failures: Int32 = 1
  /// Wrong usage or manifest, no key, no agreement to spend, another service: nothing was
  /// submitted.
  static let usage: Int32 = 2
  /// Stopped before the end; the same command goes on.
  static let stopped: Int32 = 3
  /// The directory is in use by another run.
  static let inUse: Int32 = 4
  /// The directory is damaged.
  static let damaged: Int32 = 5
}

/// An end of the program with a code and a sentence.
struct CommandFailure: Error {
  let code: Int32
  let message: String
}
