// The words of the failure table, in the languages in which the service writes its messages:
// English, simplified and traditional Chinese, Japanese, Korean and Russian.

extension FailurePhrases {
  /// A verdict on the content, whatever else the message contains.
  static let policyVerdicts = FailurePhrases(
    [
      // English, and codes
      "policy violation", "content violation", "guideline violation", "violat…polic",
      "violat…guideline", "violat…terms", "violat…rules", "violat…guardrail",
      "moderation blocked", "blocked by moderation", "blocked by content", "blocked by safety",
      "moderated", "rejected by moderation", "rejected by content", "content…flagged",
      "prompt…flagged", "image…flagged", "request was flagged", "input was flagged",
      "flagged as inappropriate", "flagged as sensitive", "flagged as unsafe", "nsfw",
      "data inspection failed",
      "inappropriate content", "contain inappropriate", "contains inappropriate",
      "inappropriate image", "inappropriate prompt", "inappropriate material",
      "prohibited content", "prohibited material", "prohibited item", "prohibited word",
      "prohibited term", "prohibited image", "prohibited by…polic", "content is prohibited",
      "forbidden content", "disallowed content", "content is not allowed", "content not allowed",
      "failure to pass the risk control", "infringement", "copyright",
      "public figure", "celebrit", "real person", "real people", "not safe for",
      // Simplified and traditional Chinese
      "违规", "违反", "违禁", "违法", "违背", "不合规", "未通过…审核", "审核未通过", "审核不通过",
      "审核…未通过", "审核…不通过", "审核拒绝", "不当内容", "不适当的内容", "不良信息", "不良内容",
      "禁止的内容", "禁止内容", "侵权", "版权", "涉黄", "涉政", "涉暴", "色情",
      "違規", "違反", "違禁", "違法", "違背", "不合規", "未通過…審核", "審核未通過", "審核不通過",
      "審核…未通過", "審核…不通過", "審核拒絕", "不當內容", "不適當的內容", "不良資訊", "不良內容",
      "禁止的內容", "禁止內容", "侵權", "版權",
      // Japanese
      "不適切なコンテンツ", "不適切な内容", "不適切な表現", "不適切な画像", "不適切な素材",
      "不適切な単語", "禁止されたコンテンツ", "禁止されているコンテンツ", "禁止コンテンツ",
      "禁止された内容", "禁止されている内容", "禁止ワード", "審査に通", "審査を通過",
      "著作権",
      // Korean
      "정책 위반", "정책을 위반", "정책에 위반", "정책에 위배", "정책에 어긋", "가이드라인을 위반",
      "가이드라인 위반", "약관을 위반", "약관 위반", "규정 위반", "규정을 위반", "규칙을 위반",
      "부적절한 콘텐츠", "부적절한 컨텐츠", "부적절한 내용", "부적절한 이미지", "부적절한 표현",
      "금지된 콘텐츠", "금지된 컨텐츠", "금지된 내용", "금지된 단어", "금지어", "유해 콘텐츠",
      "유해한 콘텐츠", "선정적", "저작권", "심의를 통과하지", "검수를 통과하지",
      // Russian
      "нарушает политик", "нарушает правил", "нарушает услови", "нарушающ…правил",
      "нарушение правил", "нарушение политик", "запрещенн", "недопустимый контент",
      "недопустимого контента", "недопустимое содерж", "неприемлем", "неподобающ", "непристойн",
      "не прошел модерац", "не прошла модерац", "не прошло модерац", "не прошли модерац",
      "отклонено модерац", "отклонен модерац", "авторск",
    ],
    except: [
      // Violations of database constraints and of memory protection.
      "约束", "約束", "制約", "제약", "ограничени…базы", "访问违规", "存取違規", "アクセス違反",
      "共有違反",
    ])

  /// The topic of content policy, unless the check itself has failed.
  static let policyTopics = FailurePhrases(
    [
      // English, and codes
      "content policy", "content policies", "content moderation", "moderation", "content filter",
      "content safety", "usage polic", "usage guideline", "community guideline", "safety polic",
      "safety system", "safety filter", "responsible ai", "risk control", "data inspection",
      "sensitive content", "sensitive information", "sensitive word", "sensitive term",
      "sensitive material", "sensitive image", "sensitive text", "sensitive video",
      "sensitive topic", "sensitive input", "sensitive prompt", "contains sensitive",
      "contain sensitive", "content is sensitive", "prompt is sensitive", "image is sensitive",
      "text is sensitive", "output sensitive", "input sensitive", "new sensitive",
      // Simplified and traditional Chinese
      "敏感", "审核", "内容政策", "内容策略", "内容安全", "使用政策", "社区准则", "社区规范", "风控",
      "審核", "內容政策", "內容策略", "內容安全", "社群守則", "社群規範", "風控",
      // Japanese
      "コンテンツポリシー", "コンテンツ・ポリシー", "ポリシーに違反", "ポリシー違反", "利用規約",
      "利用ポリシー", "使用ポリシー", "ガイドラインに違反", "ガイドライン違反", "モデレーション",
      "センシティブ", "コンテンツ審査", "内容審査", "検閲",
      // Korean
      "콘텐츠 정책", "컨텐츠 정책", "사용 정책", "이용 약관", "민감한", "민감 콘텐츠", "모더레이션",
      "콘텐츠 심의", "콘텐츠 검수", "콘텐츠 검토", "검열",
      // Russian
      "политик", "модерац", "чувствительн", "деликатн", "цензур",
    ],
    except: [
      // Upper and lower case.
      "case sensitive", "大小写", "大小寫", "大文字", "대소문자", "регистр",
      // A check that is still running, or did not answer.
      "审核中", "審核中", "timeout", "timed out", "time out", "service…unavailable",
      "temporarily unavailable", "currently unavailable", "check…unavailable",
      "moderation…unavailable", "overloaded", "too many requests", "rate limit", "is busy",
      "internal error", "internal server error", "service error", "connection",
      "failed to reach", "could not reach", "not responding", "temporary", "failed to download",
      "unable to download",
      "超时", "超時", "逾時", "服务…不可用", "服務…不可用", "服务暂", "服務暫", "繁忙", "忙碌", "异常",
      "異常", "过载", "過載", "服务错误", "服務錯誤", "系统错误", "系統錯誤", "内部错误", "內部錯誤",
      "连接失败", "連線失敗",
      "タイムアウト", "サービス…利用できません", "混雑", "一時的", "内部エラー", "接続",
      "시간 초과", "시간이 초과", "타임아웃", "서비스를 사용할 수 없", "서비스를 이용할 수 없", "혼잡",
      "일시적", "내부 오류", "연결",
      "истекло время", "время ожидания", "тайм-аут", "таймаут", "сервис…недоступ", "временно",
      "перегруж", "внутренняя ошибка", "соединени",
    ])

  /// An invalid input or source. A bare word for "invalid" is no match: a worker's response or
  /// state may be invalid as well.
  static let invalidInput = FailurePhrases(
    englishInputs + chineseInputs + japaneseInputs + koreanInputs + russianInputs,
    except: [
      // Data that a worker made, and errors of its operating system and devices.
      "from worker", "from the worker", "from upstream", "from the upstream", "from backend",
      "from the backend", "from server", "from the server", "from model", "from the model",
      "output video", "output image", "generated video", "generated image", "errno", "os error",
      "cuda", "tensor", "file descriptor", "file handle", "file system", "filesystem",
    ])

  /// The pattern of each phrase, with every noun in place of its asterisk.
  private static func phrases(_ patterns: [String], _ nouns: [String]) -> [String] {
    patterns.flatMap { pattern in
      let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
      return nouns.map { noun in parts.joined(separator: noun) }
    }
  }

  private static let englishInputs =
    phrases(
      [
        "invalid *", "* is invalid", "*s are invalid", "*s is invalid", "* is not valid",
        "*s are not valid", "* not valid", "not a valid *", "unsupported *", "* not supported",
        "* is not supported", "missing *", "* is missing", "* is required",
      ],
      [
        "input", "parameter", "param", "prompt", "image", "image url", "video url", "input video",
        "input file", "file format", "file type", "media", "aspect ratio", "resolution",
        "duration", "reference image", "reference video", "source image", "source video",
        "first frame",
      ])
    + phrases(
      [
        "* too large", "* is too large", "* too small", "* is too small", "* too long",
        "* is too long", "* too short", "* is too short", "* exceeds", "corrupt *", "corrupted *",
        "* is corrupt", "decode *", "decode the *", "decode input *", "* cannot be decoded",
        "* could not be decoded", "* could not be read", "identify *", "broken *", "* is broken",
      ],
      ["image", "image file", "input image", "input video", "reference video", "prompt", "file"])
    + [
      "invalid request", "invalid argument", "invalid url", "invalid file", "invalid video",
      "invalid value for", "invalid field", "invalid source", "url is invalid", "url is not valid",
      "request is invalid", "parameter…is invalid", "parameter…is not valid",
      "parameter…are not valid", "parameter…must be", "must be one of", "must be between",
      "missing required", "required parameter", "unsupported format", "unsupported media",
    ]

  private static let chineseInputs =
    phrases(
      [
        "无效*", "无效的*", "非法*", "非法的*", "不合法的*", "*无效", "*非法", "*不合法", "*不正确",
        "*缺失", "缺少*", "*不能为空",
      ],
      ["参数", "输入", "请求", "提示词", "图片", "图像", "链接", "url", "图片链接", "图片地址"])
    + phrases(
      ["错误的*", "*错误", "*有误"], ["参数", "输入参数", "输入", "提示词", "图片", "图像"])
    + phrases(
      [
        "*过大", "*太大", "*过小", "*太小", "*过长", "*太长", "*损坏", "*已损坏", "*无法解析",
        "*无法识别", "*无法读取", "*格式错误", "*格式无效", "*格式不支持", "*格式不正确",
        "*格式不受支持", "不支持的*格式", "不支持该*格式", "不支持此*格式", "*尺寸不", "*分辨率不",
        "*超过限制", "*超出限制",
      ],
      ["图片", "图像", "视频", "文件", "提示词"])
    + phrases(
      [
        "無效*", "無效的*", "非法*", "非法的*", "不合法的*", "*無效", "*非法", "*不合法", "*不正確",
        "*缺失", "缺少*", "*不能為空",
      ],
      ["參數", "輸入", "請求", "提示詞", "圖片", "圖像", "影像", "連結", "網址", "url", "圖片網址"])
    + phrases(["錯誤的*", "*錯誤", "*有誤"], ["參數", "輸入", "提示詞", "圖片", "圖像"])
    + phrases(
      [
        "*過大", "*太大", "*過小", "*太小", "*過長", "*太長", "*損壞", "*已損壞", "*無法解析",
        "*無法識別", "*無法讀取", "*格式錯誤", "*格式無效", "*格式不支援", "*格式不正確",
        "*格式不受支援", "不支援的*格式", "不支援該*格式", "不支援此*格式", "*尺寸不", "*解析度不",
        "*超過限制", "*超出限制",
      ],
      ["圖片", "圖像", "影像", "影片", "檔案", "提示詞"])
    + [
      "参数…无效", "参数…不合法", "参数…不正确", "不支持的格式", "參數…無效", "參數…不合法",
      "參數…不正確", "不支援的格式",
    ]

  private static let japaneseInputs =
    phrases(
      [
        "無効な*", "不正な*", "*が無効", "*は無効", "*が不正", "*が正しくありません",
        "*が大きすぎ", "*が小さすぎ", "*が長すぎ", "*が短すぎ", "*が破損", "*が壊れ",
        "サポートされていない*", "対応していない*", "*はサポートされていません",
        "*に対応していません", "*を読み込めません", "*が指定されていません", "*は必須",
      ],
      [
        "パラメータ", "パラメーター", "入力", "リクエスト", "プロンプト", "画像", "画像url", "url",
        "入力画像", "入力動画", "参照動画", "参照画像", "画像形式", "動画形式", "ファイル形式",
        "画像サイズ", "解像度", "アスペクト比", "引数",
      ])
    + ["パラメータ…無効", "パラメーター…無効", "サポートされていない形式", "対応していない形式"]

  private static let koreanInputs =
    phrases(
      [
        "잘못된 *", "유효하지 않은 *", "지원되지 않는 *", "지원하지 않는 *", "손상된 *",
        "*가 유효하지", "*이 유효하지", "*은 유효하지", "*는 유효하지", "*가 잘못", "*이 잘못",
        "*가 너무 큽", "*이 너무 큽", "*가 너무 작", "*이 너무 작", "*가 너무 깁", "*이 너무 깁",
        "*가 너무 길", "*이 너무 길", "*가 손상", "*이 손상", "*를 읽을 수 없", "*을 읽을 수 없",
        "*가 누락", "*이 누락",
      ],
      [
        "매개변수", "매개 변수", "파라미터", "입력", "입력값", "요청", "프롬프트", "이미지",
        "이미지 url", "url", "입력 동영상", "입력 비디오", "참조 동영상", "참조 비디오",
        "이미지 형식", "동영상 형식", "비디오 형식", "파일 형식", "파일", "이미지 크기", "해상도",
      ])
    + ["지원되지 않는 형식", "지원하지 않는 형식", "매개변수…유효하지", "파라미터…유효하지"]

  private static let russianInputs =
    phrases(
      [
        "недопустим*", "неверн*", "некорректн*", "недействительн*", "неподдерживаем*",
        "неправильн*",
      ],
      [
        "ый параметр", "ый запрос", "ый ввод", "ый аргумент", "ый промпт", "ый url",
        "ый формат изображени", "ый формат видео", "ый формат файла", "ый файл",
        "ое изображени", "ое разрешени", "ое значение параметра", "ое входное", "ое видео",
        "ая ссылка", "ая длительност", "ые параметры", "ые входные", "ые данные запроса",
      ])
    + phrases(
      ["слишком большо*", "слишком маленьк*", "слишком длинн*", "поврежденн*"],
      ["ое изображени", "ий файл", "ой файл", "ый файл", "ое видео", "ый промпт"])
    + [
      "изображение слишком", "изображение повреж", "промпт слишком", "файл слишком",
      "формат изображения не поддерживается", "формат файла не поддерживается",
      "формат видео не поддерживается", "формат не поддерживается", "неподдерживаемый формат",
      "недопустимый формат", "параметр…недопустим", "параметр…неверн", "параметр…некорректн",
      "отсутствует обязательн", "не удалось декодировать изображени",
    ]
}
