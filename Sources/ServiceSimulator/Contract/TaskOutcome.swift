/// The end of a simulated task; decided when it is created and written into its id.
enum TaskOutcome: UInt8, CaseIterable, Sendable {
  case completed = 0
  /// A failure that may pass on another attempt.
  case generationFailed = 1
  case contentPolicy = 2
  case invalidInput = 3
  /// Ends with the status `cancelled`.
  case cancelled = 4
  /// Ends with the status `expired`.
  case expired = 5
  /// Ends with the status `error` and a code that is a number.
  case internalError = 6
  /// A content policy failure in other languages, the same code as in English.
  case policySimplifiedChinese = 7
  case policyTraditionalChinese = 8
  case policyRussian = 9
  case policyJapanese = 10
  case policyKorean = 11
  /// A failure that may pass although its message has the word "invalid".
  case invalidResponse = 12

  /// The outcome of that name in a prompt mark, such as `[policy]`, and in a fault rule.
  init?(name: some StringProtocol) {
    guard let outcome = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = outcome
  }

  var name: String {
    switch self {
    case .completed: "completed"
    case .generationFailed: "fail"
    case .contentPolicy: "policy"
    case .invalidInput: "invalid"
    case .cancelled: "cancelled"
    case .expired: "expired"
    case .internalError: "error"
    case .policySimplifiedChinese: "policy-zh"
    case .policyTraditionalChinese: "policy-zh-hant"
    case .policyRussian: "policy-ru"
    case .policyJapanese: "policy-ja"
    case .policyKorean: "policy-ko"
    case .invalidResponse: "invalid-response"
    }
  }

  var isFailure: Bool { self != .completed }

  var finalStatus: String {
    switch self {
    case .completed: "completed"
    case .cancelled: "cancelled"
    case .expired: "expired"
    case .internalError: "error"
    default: "failed"
    }
  }

  /// The `error` member of the status answer; nil for a completed task.
  var error: (code: ErrorCode, message: String)? {
    switch self {
    case .completed: nil
    case .generationFailed:
      (.generationFailed, "Generation failed: upstream worker stopped unexpectedly")
    case .contentPolicy:
      (.generationFailed, "Generation failed: Content violates the content policy")
    case .policySimplifiedChinese: (.generationFailed, "生成失败: 内容违反了内容政策")
    case .policyTraditionalChinese: (.generationFailed, "生成失敗: 內容違反了內容政策")
    case .policyRussian:
      (.generationFailed, "Генерация не удалась: Контент нарушает политику контента")
    case .policyJapanese:
      (.generationFailed, "生成に失敗しました: コンテンツがコンテンツポリシーに違反しています")
    case .policyKorean: (.generationFailed, "생성 실패: 콘텐츠가 콘텐츠 정책을 위반했습니다")
    case .invalidResponse: (.generationFailed, "invalid response from worker")
    case .invalidInput:
      (.text("invalid_input"), "Invalid input: the image could not be read")
    case .cancelled: (.text("task_cancelled"), "The task was cancelled by the platform")
    case .expired: (.text("task_expired"), "The task waited too long in the queue")
    case .internalError: (.number(5_000), "系统繁忙，请稍后再试")
    }
  }
}

extension ErrorCode {
  fileprivate static let generationFailed = text("generation_failed")
}
