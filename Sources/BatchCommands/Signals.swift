import BatchEngine
import Dispatch
import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns signals into an orderly stop: the first one asks for it, a second one ends the program
/// at once.
///
/// A signal that was ignored when the program started stays ignored: `nohup` and `trap '' HUP` ask
/// for that.
struct Signals {
  /// Interrupt, terminate, hang up.
  private static let handled = [SIGINT, SIGTERM, SIGHUP]

  /// The handled signals that were not ignored when the program started. Determined before their
  /// first use, because the program ignores them all for the kernel.
  private static let watched = handled.filter { number in
    let inherited = signal(number, SIG_IGN)
    return unsafeBitCast(inherited, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private let sources: [any DispatchSourceSignal]

  /// Begins to watch.
  init(halt: Halt) {
    let queue = DispatchQueue(label: "signals")
    let counter = Counter()
    sources = Self.watched.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { @Sendable in
        if counter.isFirst() {
          halt.stop(.interrupted(signal: number))
        } else {
          _exit(128 + number)
        }
      }
      source.resume()
      return source
    }
  }

  /// Ends the watching; signals are then ignored.
  func end() {
    for source in sources { source.cancel() }
  }

  /// Waits for the first of the watched signals.
  ///
  /// - Returns: its number.
  static func next() async -> Int32 {
    let halt = Halt()
    let signals = Signals(halt: halt)
    let alarm = AsyncStream<Void>.makeStream()
    halt.onStop { alarm.continuation.finish() }
    for await _ in alarm.stream {}
    signals.end()
    return if case .interrupted(let signal)? = halt.reason { signal } else { SIGTERM }
  }

  /// Signals that would kill the program although a failed call says enough: a closed pipe, a
  /// file over the size limit.
  static func ignoreFatal() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  private final class Counter: Sendable {
    private let hasFired = Locked(false)

    func isFirst() -> Bool {
      hasFired.withLock { fired in
        defer { fired = true }
        return !fired
      }
    }
  }
}
