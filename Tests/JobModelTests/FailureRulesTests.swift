import Testing

@testable import JobModel

@Suite struct FailureRulesTests {
  /// A message of the service with its code, as it may appear in production.
  struct Message: Sendable {
    var code: String?
    var text: String

    init(_ text: String, code: String? = "generation_failed") {
      self.code = code
      self.text = text
    }
  }

  /// Final: the service refuses the content.
  static let policy: [Message] = [
    // The vendor's own sentences.
    Message("Generation failed: Content violates the content policy"),
    Message("生成失败: 内容违反了内容政策"),
    Message("生成失敗: 內容違反了內容政策"),
    Message("Генерация не удалась: Контент нарушает политику контента"),
    // Codes alone.
    Message("no", code: "content_policy_violation"), Message("", code: "moderation_blocked"),
    Message("", code: "DataInspectionFailed"), Message("", code: "sensitive_content"),
    Message("", code: "InputImageSensitiveContentDetected.PrivacyInformation"),
    Message("", code: "OutputVideoSensitiveContentDetected"), Message("", code: "content-filter"),
    Message("", code: "IPInfringementSuspect"), Message("", code: "SENSITIVE_CONTENT_DETECTED"),
    // English
    Message("CONTENT POLICY VIOLATION"), Message("Image was MODERATED", code: "x"),
    Message("Your request was blocked by our moderation system."),
    Message("Input data may contain inappropriate content."),
    Message("Output data may contain inappropriate content. Request id: 4f1c"),
    Message("The input image contains sensitive information and cannot be used"),
    Message("Sensitive content detected, please try again later"),
    Message("The prompt contains sensitive words"), Message("input new_sensitive", code: "1026"),
    Message("Failure to pass the risk control system", code: "1301"),
    Message("This video contains prohibited content"), Message("prohibited material"),
    Message("The prompt violates our usage policies"),
    Message("Prompt was flagged as unsafe by the safety filter"),
    Message("The image may contain a real person"),
    Message("Rejected: NSFW content detected"),
    Message("The request is suspected of copyright infringement"),
    // Simplified Chinese
    Message("内容违规"), Message("提示词违规，请修改后重试"), Message("输入图片包含敏感内容"),
    Message("内容敏感"), Message("未通过审核"), Message("图片未通过平台内容安全审核"),
    Message("内容审核失败"), Message("审核不通过"), Message("违反社区准则"), Message("提示词含有违禁词"),
    Message("输入内容可能包含不当内容"), Message("触发风控策略"), Message("涉嫌侵权，任务已终止"),
    Message("内容违规，服务异常"),
    // Traditional Chinese
    Message("內容違規"), Message("提示詞包含敏感詞"), Message("圖片未通過內容審核"),
    Message("違反使用政策"), Message("內容審核未通過，請修改後重試"), Message("涉嫌侵權"),
    // Japanese
    Message("生成に失敗しました: コンテンツがコンテンツポリシーに違反しています"),
    Message("コンテンツ ポリシー違反のため生成できません"),
    Message("プロンプトに不適切な表現が含まれています"), Message("利用規約に違反する内容です"),
    Message("センシティブな内容が検出されました"), Message("禁止されているコンテンツです"),
    Message("画像がモデレーションにより拒否されました"), Message("著作権を侵害する可能性があります"),
    // Korean
    Message("생성 실패: 콘텐츠가 콘텐츠 정책을 위반했습니다"),
    Message("콘텐츠정책위반으로 생성할 수 없습니다"), Message("민감한 콘텐츠가 감지되었습니다"),
    Message("프롬프트에 부적절한 내용이 포함되어 있습니다"), Message("이용약관을 위반한 요청입니다"),
    Message("금지된 콘텐츠입니다"), Message("저작권 침해가 의심됩니다"),
    // Russian
    Message("КОНТЕНТ НАРУШАЕТ ПОЛИТИКУ КОНТЕНТА"),
    Message("Запрос отклонён: нарушение политики использования"),
    Message("Обнаружен запрещённый контент"), Message("Обнаружено ЗАПРЕЩЕННОЕ содержимое"),
    Message("Изображение не прошло модерацию"), Message("Запрос содержит чувствительный контент"),
    Message("Контент нарушает правила сообщества"), Message("Недопустимый контент в запросе"),
  ]

  /// Final: the request or a source is invalid.
  static let invalid: [Message] = [
    // Codes alone.
    Message("no", code: "InvalidParameter"), Message("", code: "invalid_request"),
    Message("", code: "invalid_input"), Message("", code: "INVALID_ARGUMENT"),
    Message("", code: "InvalidImage.FileFormat"), Message("", code: "InvalidURL"),
    Message("", code: "MissingParameter"), Message("", code: "unsupported_image_format"),
    // English
    Message("Invalid input: the image could not be read"),
    Message("Invalid image: cannot be decoded", code: "x"),
    Message("Upstream error: InvalidParameter: duration must be 5, 10 or 15"),
    Message("The parameter `duration` specified in the request is not valid"),
    Message("invalid value for duration"), Message("The image URL is invalid"),
    Message("image_url is invalid"), Message("Unsupported image format: image/heic"),
    Message("cannot identify image file"), Message("Failed to decode image"),
    Message("The image is too small: at least 240 px"), Message("prompt is too long"),
    Message("Prompt exceeds 1500 characters"), Message("Reference video is too long"),
    Message("Missing required field: image_urls"), Message("Aspect ratio is not supported"),
    // Simplified Chinese
    Message("参数错误"), Message("参数 duration 无效"), Message("无效的参数：duration"),
    Message("请求参数不合法"), Message("不支持的图片格式"), Message("图片格式不支持"),
    Message("图片过大"), Message("无效的图片链接"), Message("图像损坏，无法解码"), Message("提示词过长"),
    Message("无效的 URL"),
    // Traditional Chinese
    Message("參數錯誤"), Message("無效的參數"), Message("不支援的圖片格式"), Message("圖片過大"),
    Message("影片過長"), Message("提示詞過長"), Message("網址無效"),
    // Japanese
    Message("無効なパラメータです"), Message("不正なリクエストです"), Message("画像が破損しています"),
    Message("サポートされていない画像形式です"), Message("プロンプトが長すぎます"),
    Message("無効な URL"), Message("入力が無効です"),
    // Korean
    Message("잘못된 매개변수입니다"), Message("유효하지 않은 이미지입니다"),
    Message("지원되지 않는 이미지 형식입니다"), Message("이미지가 손상되었습니다"),
    Message("프롬프트가 너무 깁니다"), Message("잘못된 요청입니다"),
    // Russian
    Message("Недопустимый параметр: duration"), Message("НЕВЕРНЫЙ ПАРАМЕТР"),
    Message("Некорректный запрос"), Message("Неподдерживаемый формат изображения"),
    Message("Изображение повреждено"), Message("Недействительная ссылка на изображение"),
    Message("Слишком длинный промпт"), Message("Повреждённое изображение"),
  ]

  /// The same request may succeed another time.
  static let transient: [Message] = [
    Message("", code: nil), Message("", code: "500"), Message("", code: "internal_error"),
    // English
    Message("invalid response from worker"), Message("Invalid JSON from worker"),
    Message("invalid upstream response"), Message("Invalid state transition: running → queued"),
    Message("invalid API key of the upstream channel"), Message("invalid image from worker"),
    Message("The generated video is invalid"), Message("[Errno 22] Invalid argument"),
    Message("CUDA error: invalid argument"), Message("invalid file descriptor"),
    Message("invalid value encountered in multiply"), Message("invalid checksum"),
    Message("Invalid data found when processing output"), Message("list index out of range"),
    Message("case-sensitive content type mismatch"), Message("file names are case-sensitive"),
    Message("time-sensitive information has expired"), Message("insensitive content"),
    Message("inappropriate ioctl for device"), Message("operation prohibited"),
    Message("violates unique constraint \"tasks_pkey\""), Message("Segmentation violation"),
    Message("The moderation service timed out"), Message("Content moderation: service unavailable"),
    Message("content policy check: internal error"), Message("moderation: connection refused"),
    Message("Generation failed: upstream worker stopped unexpectedly"), Message("timed out"),
    Message("GPU lost"), Message("capacity exceeded", code: "quota"),
    Message("request exceeds the concurrency limit"), Message("bad gateway"),
    Message("failed to download the image: timeout"), Message("worker node was flagged unhealthy"),
    Message("invalid character '<' looking for beginning of value"),
    Message("invalid memory address or nil pointer dereference"), Message("reference count error"),
    Message("permission denied: policy engine restarted"),
    // Simplified Chinese
    Message("繁忙，请稍后再试"), Message("生成失败，请重试"), Message("系统错误"), Message("请求错误"),
    Message("任务超时"), Message("内容审核服务超时"), Message("审核服务异常"), Message("内容审核中"),
    Message("工作节点返回无效响应"), Message("响应格式错误"), Message("文件名区分大小写敏感"),
    Message("违反唯一约束"), Message("下载图片失败"), Message("无效的状态"), Message("输入/输出错误"),
    // Traditional Chinese
    Message("系統忙碌中，請稍後再試"), Message("任務逾時"), Message("內容審核服務逾時"),
    Message("無效的回應"), Message("違反唯一性約束"), Message("存取違規"), Message("大小寫敏感"),
    // Japanese
    Message("サーバーが混雑しています。しばらくしてからもう一度お試しください"),
    Message("生成に失敗しました"), Message("タイムアウトしました"), Message("無効な応答です"),
    Message("ワーカーから不正なレスポンスが返されました"), Message("アクセス違反が発生しました"),
    Message("一意制約違反"), Message("モデレーションがタイムアウトしました"),
    // Korean
    Message("서버가 혼잡합니다. 잠시 후 다시 시도해 주세요"), Message("생성에 실패했습니다"),
    Message("시간 초과"), Message("잘못된 응답"), Message("작업자의 유효하지 않은 응답"),
    Message("고유 제약 조건 위반"), Message("콘텐츠 검토 시간 초과"), Message("재시도 정책 오류"),
    // Russian
    Message("Генерация не удалась"), Message("Сервер перегружен, попробуйте позже"),
    Message("Истекло время ожидания"), Message("Неверный ответ обработчика"),
    Message("Недопустимое состояние задачи"), Message("Доступ запрещён"),
    Message("Имя чувствительно к регистру"), Message("Сервис модерации временно недоступен"),
    Message("Нарушение ограничения уникальности"),
  ]

  private func cause(_ message: Message, canPass: Bool = true) -> FailureCause.Kind {
    FailureCause(JobFailure(code: message.code, message: message.text, canPass: canPass)).kind
  }

  @Test(arguments: policy) func contentPolicyIsFinal(_ message: Message) {
    #expect(!FailureRules.canPass(code: message.code, message: message.text))
    #expect(cause(message) == .contentPolicy)
  }

  @Test(arguments: invalid) func invalidInputIsFinal(_ message: Message) {
    #expect(!FailureRules.canPass(code: message.code, message: message.text))
    #expect(cause(message) == .invalidRequest)
  }

  @Test(arguments: transient) func otherFailureIsTransient(_ message: Message) {
    #expect(FailureRules.canPass(code: message.code, message: message.text))
    #expect(cause(message) == .transient)
  }

  @Test func refusalWithoutAKnownPhraseIsAnInvalidRequest() {
    #expect(cause(Message("no"), canPass: false) == .invalidRequest)
  }

  @Test(arguments: [
    ("file_changed", FailureCause.Kind.localFile), ("file_unreadable", .localFile),
    ("upload_refused", .upload), ("upload_failed", .upload),
  ])
  func ownCodeDecidesWhateverTheMessage(code: String, kind: FailureCause.Kind) {
    #expect(cause(Message("内容违规: invalid image", code: code)) == kind)
  }

  @Test func everyKindHasATitleAndAdvice() {
    for kind in FailureCause.Kind.allCases {
      let rule = FailureRules.rule(for: kind)
      #expect(!rule.title.isEmpty && !rule.advice.isEmpty)
    }
  }

  @Test func quotesSpacesAndLineBreaksMakeNoDifference() {
    for text in ["content\n policy", "“Content”\u{A0}policy", "CONTENT_policy", "ContentPolicy"] {
      #expect(cause(Message(text)) == .contentPolicy, "\(text)")
    }
  }
}
