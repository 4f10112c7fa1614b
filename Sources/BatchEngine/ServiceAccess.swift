import DurableFiles
import Locking
import VideoService

/// The way to the service: a client with the API key of the moment.
///
/// A key that the service refuses is asked for once more where it came from, so that a key file
/// can be mended while a run waits.
package final class ServiceAccess: Sendable {
  /// A client, and whose it is.
  package struct Pass: Sendable {
    /// Speaks to the service with this key.
    package var client: VideoClient
    /// A salted fingerprint of the API key.
    package var account: String

    package init(client: VideoClient, account: String) {
      self.client = client
      self.account = account
    }
  }

  private let pass: Locked<Pass>
  private let read: @Sendable () -> Pass?
  private let disk = BlockingWork(label: "key", serial: true)

  /// - Parameter read: reads the key once more, and blocks; `nil` when there is none to be read.
  package init(_ pass: Pass, read: @escaping @Sendable () -> Pass? = { nil }) {
    self.pass = Locked(pass)
    self.read = read
  }

  /// The client and account of the moment; others follow when the key was refused and a new one is
  /// found.
  package var current: Pass { pass.withLock { $0 } }

  /// Looks for another key after one was refused.
  ///
  /// - Returns: whether there is one now that has not been refused here.
  func renew(after refused: Pass) async -> Bool {
    if current.account != refused.account { return true }
    return await disk.run { [self] in
      guard let fresh = read() else { return false }
      return pass.withLock { known in
        if known.account != refused.account { return true }
        guard fresh.account != refused.account else { return false }
        known = fresh
        return true
      }
    }
  }
}
