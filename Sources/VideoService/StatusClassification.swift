import HTTPCore
import JSONText
import JobModel

/// Decides what an answer to a status query means.
enum StatusClassification {
  /// What was asked for.
  enum Subject {
    case task(TaskID)
    /// The task of a submission, looked up by the submission's key.
    case key(SubmissionKey)
  }

  /// - Parameter date: when the answer was sent, by the service's clock.
  static func classify(
    _ result: Result<HTTPResponse, HTTPFailure>, subject: Subject, date: Timestamp?
  ) -> (outcome: StatusOutcome, lengthSeconds: Int64?) {
    switch result {
    case .failure(let failure):
      return (.unavailable(message: failure.message), nil)
    case .success(let response):
      let answer = ServiceAnswer(response)
      return (classify(answer, subject, date), length(answer.json))
    }
  }

  /// The time between the service's own two moments.
  private static func length(_ json: JSONObject?) -> Int64? {
    guard let end = ServiceAnswer.time(json?["completed_at"]),
      let begin = ServiceAnswer.time(json?["created_at"]), end >= begin
    else { return nil }
    return (end.milliseconds - begin.milliseconds) / 1000
  }

  private static func classify(
    _ answer: ServiceAnswer, _ subject: Subject, _ date: Timestamp?
  ) -> StatusOutcome {
    switch answer.status {
    case 200..<300:
      return status(answer, subject, date)
    case 401:
      return .refused(.keyRefused, message: answer.summary)
    case 402:
      return .refused(.balance, message: answer.summary)
    case 403:
      return .refused(.notAllowed, message: answer.summary)
    case 404:
      // A proxy's or a web framework's 404 page is no answer about a task.
      return answer.hasErrorObject
        ? .notFound(message: answer.summary) : .unavailable(message: answer.summary)
    case 429:
      return .throttled(message: answer.summary)
    default:
      return .unavailable(message: answer.summary)
    }
  }

  private static func status(
    _ answer: ServiceAnswer, _ subject: Subject, _ date: Timestamp?
  ) -> StatusOutcome {
    guard let json = answer.json,
      let id = answer.task,
      let word = json["status"]?.string
    else { return .mismatched(message: "\(answer.summary), without task id or status") }
    if !isAnswer(json, with: id, to: subject) {
      return .mismatched(message: "the answer is about another task")
    }
    switch word.lowercased() {
    case "completed":
      // Without a URL there is nothing to fetch yet; it may come.
      return completed(json, id, date)
        ?? .unfinished(progress(json, id, "completed, without a video URL", known: false))
    case "failed", "cancelled", "canceled", "expired", "error":
      return .failed(id, failure(answer, word))
    case "queued", "in_progress", "pending", "submitted", "processing", "running":
      return .unfinished(progress(json, id, word, known: true))
    default:
      return .unfinished(progress(json, id, bounded(word, to: 60), known: false))
    }
  }

  private static func isAnswer(
    _ json: JSONObject, with id: TaskID, to subject: Subject
  ) -> Bool {
    switch subject {
    case .task(let task):
      return id == task
    case .key(let key):
      guard let repeated = json["client_business_id"]?.string else { return true }
      return SubmissionKey(repeated) == key
    }
  }

  /// Moments that contradict the task's creation, such as 0, are ignored.
  private static func completed(
    _ json: JSONObject, _ id: TaskID, _ date: Timestamp?
  ) -> StatusOutcome? {
    let urls = (json["result"]?["data"]?.array ?? []).compactMap { $0["url"]?.string }
    guard let url = urls.first, (1...8192).contains(url.utf8.count) else {
      return nil
    }
    let createdAt = ServiceAnswer.time(json["created_at"]) ?? Timestamp(seconds: 0)
    func moment(_ name: String) -> Timestamp? { ServiceAnswer.time(json[name]) }
    let video = RemoteVideo(
      url: url, expiresAt: moment("expires_at").flatMap { $0 > createdAt ? $0 : nil },
      completedAt: moment("completed_at").flatMap { $0 < createdAt ? nil : $0 } ?? date)
    return .completed(id, video)
  }

  private static func failure(_ answer: ServiceAnswer, _ word: String) -> JobFailure {
    let message = answer.errorMessage ?? "the task ended as \(word)"
    return JobFailure(
      code: answer.errorCode, message: message,
      canPass: FailureRules.canPass(code: answer.errorCode, message: message))
  }

  private static func progress(
    _ json: JSONObject, _ id: TaskID, _ word: String, known: Bool
  ) -> TaskProgress {
    TaskProgress(
      task: id, status: word, isKnownStatus: known, fraction: fraction(json["progress"]),
      createdAt: ServiceAnswer.time(json["created_at"]))
  }

  /// Progress comes as `65`, `"65"` or `"65%"`.
  private static func fraction(_ value: JSONValue?) -> Double? {
    let percent =
      value?.number?.double
      ?? value?.string.flatMap { Double($0.hasSuffix("%") ? String($0.dropLast()) : $0) }
    guard let percent, (0...100).contains(percent) else { return nil }
    return percent / 100
  }
}
