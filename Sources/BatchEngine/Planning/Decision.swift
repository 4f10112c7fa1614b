import DurableFiles
import JobModel

/// What is to be done about a job now. `plan` prints it, `run` carries it out.
///
/// What is rare is indirect: a plan has one of these for each of perhaps a million jobs.
package enum Decision: Sendable, Equatable {
  /// The video is here: nothing to do.
  case keep
  /// A submission may exist: find out before anything else.
  case reconcile(reason: String)
  /// A paid task has not ended: wait for it.
  case poll(TaskID)
  /// The video is paid for and exists at the service: fetch it, for nothing.
  case fetch(TaskID, reason: String)
  /// The file of a kept video is lost here and may still be had at the service: fetch it again,
  /// for nothing.
  indirect case recall(KeptVideo, reason: String)
  /// An older video of the same request is kept here: take it back, for nothing.
  indirect case takeBack(KeptVideo)
  /// A complete file of the same request is here that is not verified: look at it again, and try to
  /// download it again while its URL lives. It is never paid for again.
  indirect case reinspect(KeptVideo)
  /// An id that left the manifest has a video of the same request: take it over, for nothing.
  indirect case adopt(from: JobID, KeptVideo)
  /// The same request failed for good: nothing to do.
  indirect case keepFailure(JobFailure)
  /// It can't be told whether the video is here: nothing is done until that is mended.
  indirect case unreadable(FileError)
  /// Another id that left the manifest has a task of the same request under way: wait for it.
  case await(JobID)
  /// Submit it, and pay.
  case submit(reason: String)

  /// A decision without its particulars.
  ///
  /// Raw values are the words of `plan --json`; the sum row there names them in this order.
  package enum Kind: String, Sendable, CaseIterable {
    case keep, reconcile, poll, fetch, recall
    case takeBack = "take_back"
    case reinspect
    case adopt
    case keepFailure = "keep_failure"
    case unreadable
    case wait
    case submit
  }

  /// The decision without its particulars; ``await(_:)`` is ``Kind/wait``.
  package var kind: Kind {
    switch self {
    case .keep: .keep
    case .reconcile: .reconcile
    case .poll: .poll
    case .fetch: .fetch
    case .recall: .recall
    case .takeBack: .takeBack
    case .reinspect: .reinspect
    case .adopt: .adopt
    case .keepFailure: .keepFailure
    case .unreadable: .unreadable
    case .await: .wait
    case .submit: .submit
    }
  }

  var needsWork: Bool { kind != .keep && kind != .keepFailure }

  /// Whether it is about money that has left, or may have: that is done for every job, selected
  /// or not.
  var bringsHomeWhatIsPaid: Bool { [.reconcile, .poll, .fetch].contains(kind) }
}

/// What the disk says about a video that should be there.
package enum FileCheck: Sendable, Equatable {
  /// There as it was fetched, by its size and its time, or else by its content.
  case whole
  /// Certainly not there.
  case missing
  /// There, but not as it was fetched; says how.
  case damaged(String)
  /// The disk does not say.
  indirect case unreadable(FileError)
}
