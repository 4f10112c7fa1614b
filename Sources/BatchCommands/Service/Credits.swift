import BatchEngine
import JobModel
import Pacing
import VideoService

/// What a key has left and has used, in the service's credits.
struct Credits: Sendable {
  /// In millionths; `nil` where the service does not say.
  private let used: Int64?
  private let remaining: Int64?

  /// Asks the service.
  ///
  /// - Returns: `nil` when it does not answer: credits are information and never hold a run up.
  private init?(of client: VideoClient) async {
    guard case .success(let balance) = await client.balance() else { return nil }
    used = balance.usedCredits.flatMap { Money($0)?.micros }
    remaining = balance.isUnlimited ? nil : balance.remainingCredits.flatMap { Money($0)?.micros }
  }

  /// Asks the service, for as long as nobody asks to stop and it is worth waiting for.
  static func look(
    _ client: VideoClient, _ halt: Halt, _ clock: any BatchClock
  ) async -> Credits? {
    await withTaskGroup(of: Credits?.self) { group in
      group.addTask { await Credits(of: client) }
      group.addTask {
        await halt.wait(for: longestLook, clock: clock)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  private static let longestLook = Duration.seconds(10)

  /// Whether nothing more can be paid, as far as is known.
  var isUsedUp: Bool { remaining == 0 }

  /// What was used since an earlier look, as a plain decimal.
  func used(since earlier: Credits) -> String? {
    guard let now = used, let then = earlier.used else { return nil }
    var text = Money(micros: now - then).description
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
