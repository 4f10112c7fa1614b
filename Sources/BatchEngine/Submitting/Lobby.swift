import Locking
import Pacing

/// Where jobs are from the moment they were taken up until their submission is recorded.
///
/// A step that waits keeps the memory of all calls that led to it, some tens of kilobytes, so no
/// more are taken up than can be dealt with in the next moments, however many slots are free.
final class Lobby: Sendable {
  /// Twice as many as may be on their way to an answer at the same time: while their intents and
  /// answers are brought to the disk, as many others are on their way.
  static let capacity = 2 * SubmitWindow.largest

  private let count = Locked(0)
  private let bell = Alarm()

  var hasRoom: Bool { count.withLock { $0 < Self.capacity } }

  /// Returns when a place becomes free after none was, or when the surrounding task is cancelled.
  func waitForRoom(clock: any BatchClock) async { await bell.wait(until: nil, clock: clock) }

  func enter() -> Place {
    count.withLock { $0 += 1 }
    return Place(self)
  }

  private func leave() {
    let wasFull = count.withLock { count in
      defer { count -= 1 }
      return count == Self.capacity
    }
    if wasFull { bell.ring() }
  }

  /// A job's place; free when it was left, or when nobody has it any more.
  final class Place: Sendable {
    private let lobby: Lobby
    private let isTaken = Locked(true)

    fileprivate init(_ lobby: Lobby) {
      self.lobby = lobby
    }

    deinit {
      leave()
    }

    /// What holds the job up from now on is not the line of submissions.
    func leave() {
      let wasTaken = isTaken.withLock { isTaken in
        defer { isTaken = false }
        return isTaken
      }
      if wasTaken { lobby.leave() }
    }
  }
}
