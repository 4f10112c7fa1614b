import Locking

/// Where jobs are from the moment they were taken up until their submission is recorded.
///
/// A step that waits keeps the memory of all calls that led to it, some tens of kilobytes, so no
/// more are taken up than can be dealt with in the next moments, however many slots are free.
final class Lobby: Sendable {
  /// Twice as many as may be on their way to an answer at the same time: while their intents and
  /// answers are brought to the disk, as many others are on their way.
  static let capacity = 2 * SubmitWindow.largest

  private let count = Locked(0)

  var hasRoom: Bool { count.withLock { $0 < Self.capacity } }

  func enter() -> Place {
    count.withLock { $0 += 1 }
    return Place(count)
  }

  /// A job's place; free when it was left, or when nobody has it any more.
  final class Place: Sendable {
    private let count: Locked<Int>
    private let isTaken = Locked(true)

    fileprivate init(_ count: Locked<Int>) {
      self.count = count
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
      if wasTaken { count.withLock { $0 -= 1 } }
    }
  }
}
