import JobModel
import Pacing
import VideoService

/// What becomes of a task by the service's answer about it.
extension WatchedTasks {
  /// Takes an answer in.
  ///
  /// - Parameters:
  ///   - rate: queries a second that may be spent from now on.
  ///   - asksAnew: the answer was about the key, and there is another one by now.
  mutating func take(
    _ answer: StatusAnswer, of number: Int, sent: Duration, rate: Double, asksAnew: Bool
  ) {
    planner.allowance = rate
    queries -= 1
    entries[number]?.isAsked = false
    note(answer, of: number, sent: sent)
    if asksAnew {
      reschedule(number, tools.clock.now)
    } else {
      digest(answer.outcome, of: number)
    }
  }

  /// Lets the planner learn from an answer.
  private mutating func note(_ answer: StatusAnswer, of number: Int, sent: Duration) {
    guard let entry = entries[number] else { return }
    entry.ticket.askedAt = sent
    switch answer.outcome {
    case .unfinished(let progress):
      planner.noteRunning(&entry.watch, progress: progress.fraction, sent: sent)
    case .completed:
      planner.noteEnd(
        entry.watch, found: tools.clock.now, length: answer.lengthSeconds.map { .seconds($0) })
      entry.hasEnded = true
    case .failed, .notFound, .mismatched, .throttled, .refused, .unavailable:
      // A failure comes at any time and says nothing of how long a video takes.
      planner.noteAsked(&entry.watch, sent: sent)
    }
  }

  private mutating func digest(_ outcome: StatusOutcome, of number: Int) {
    guard let entry = entries[number] else { return }
    let now = tools.clock.now
    switch outcome {
    case .completed, .failed, .unfinished: hasAnswered = true
    default: break
    }
    if outcome.isNoAnswer {
      entry.failures += 1
    } else {
      entry.failures = 0
      // Whoever was put off is asked again: the service is well.
      if unreachableSince != nil { planAnew { $0.failures > 0 } }
      unreachableSince = nil
    }
    switch outcome {
    case .completed(_, let video):
      finish(number, .completed(video))
    case .failed(_, let failure):
      let since = entry.failedSince ?? now
      entry.failedSince = since
      let recheck = since + tools.limits.failureRecheck
      if now >= recheck {
        finish(number, .failed(failure))
      } else {
        reschedule(number, now, at: recheck)
      }
    case .unfinished(let progress):
      entry.missingSince = nil
      entry.failedSince = nil
      if !progress.isKnownStatus, entry.strangeStatus != progress.status {
        entry.strangeStatus = progress.status
        effects.append(.say(.unknownStatus(entry.job, progress.status)))
      }
      reschedule(number, now)
    case .notFound(let message):
      let since = entry.missingSince ?? now
      entry.missingSince = since
      if now - since >= tools.limits.settle {
        finish(number, .unknownTask(message: message))
      } else {
        reschedule(number, now)
      }
    case .throttled:
      reschedule(number, now)
    case .refused(.notAllowed, let message) where isAboutOneTask():
      // Other tasks may be asked about with this key, so the refusal is about this one: as good as
      // unknown to it.
      digest(.notFound(message: message), of: number)
    case .refused(let cause, let message):
      // Without queries there is nothing left to wait for; the tasks go on by themselves.
      effects.append(.stop(.serviceRefuses(cause: cause.rawValue, message: message)))
      finish(number, .stillRunning)
    case .mismatched(let message), .unavailable(let message):
      effects.append(.say(.queryTrouble(message)))
      let since = unreachableSince ?? now
      unreachableSince = since
      if now - since >= tools.limits.giveUpAfter {
        effects.append(.stop(.unreachable(message: message)))
      }
      reschedule(number, now, putOff: true)
    }
  }

  /// How many tasks in a row may be refused before the key itself must be what is refused.
  private static let mostRefusals = 3

  /// Whether a refusal may be about the task, for example one of another account, and not about
  /// the key.
  private mutating func isAboutOneTask() -> Bool {
    if hasAnswered { return true }
    refusals += 1
    return refusals < min(Self.mostRefusals, entries.count)
  }
}
