import HTTPCore
import JSONText
import JobModel

/// Decides what an answer to a submission means: the contract's error table, row by row.
enum SubmitClassification {
  static func classify(
    _ result: Result<HTTPResponse, HTTPFailure>, key: SubmissionKey?
  ) -> SubmitOutcome {
    switch result {
    case .failure(let failure) where failure.phase == .neverSent:
      return .neverReached(message: failure.message)
    case .failure(let failure):
      return .inDoubt(reason: failure.message)
    case .success(let response):
      return classify(ServiceAnswer(response), key: key)
    }
  }

  private static func classify(_ answer: ServiceAnswer, key: SubmissionKey?) -> SubmitOutcome {
    switch answer.status {
    case 200..<300:
      return accepted(answer, key: key)
    case 401:
      return .stop(.keyRefused, message: answer.summary)
    case 402:
      return .stop(.balance, message: answer.summary)
    case 403:
      return .stop(.notAllowed, message: answer.summary)
    case 300..<400, 404, 405:
      return .stop(.wrongAddress, message: answer.summary)
    case 408, 409, 499:
      return .inDoubt(reason: answer.summary)
    case 429:
      return .throttled(message: answer.summary)
    case 400..<500:
      return .rejected(answer.failure(canPass: false))
    case 503 where answer.errorCode == "rate_limit_unavailable":
      return .throttled(message: answer.summary)
    default:
      return .inDoubt(reason: answer.summary)
    }
  }

  /// A success with a task id is this submission's task, whatever key it repeats. A success that
  /// can't be understood leaves the outcome open: there may be a task.
  private static func accepted(_ answer: ServiceAnswer, key: SubmissionKey?) -> SubmitOutcome {
    guard let json = answer.json else {
      return .unreadable(reason: answer.summary)
    }
    guard let id = answer.task else {
      return .unreadable(reason: "HTTP \(answer.status) without a usable task id")
    }
    let repeated = json["client_business_id"]?.string.map { SubmissionKey($0) }
    return .accepted(
      AcceptedTask(
        id: id, repeatsKey: key != nil && repeated == key,
        repeatsOtherKey: key != nil && repeated != nil && repeated != key))
  }
}
