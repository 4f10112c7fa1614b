import JobModel

// Values for tests, in which a test names only what it is about.

extension Timestamp {
  /// So many seconds after 2026-11-23T02:00:00Z.
  package static func make(_ seconds: Int64 = 0) -> Timestamp {
    Timestamp(milliseconds: 1_795_399_200_000 + seconds * 1000)
  }
}

extension VideoRequest {
  package static func make(
    mode: VideoMode = .imageToVideo, sources: [String] = ["https://cdn.example.com/a.jpg"],
    prompt: String? = "slow turntable", resolution: Resolution = .p720,
    duration: ClipLength = .five, audio: Bool = false, watermark: Bool? = nil,
    metadata: [RawMember]? = nil
  ) -> VideoRequest {
    VideoRequest(
      mode: mode, sources: sources, prompt: prompt, resolution: resolution, duration: duration,
      audio: audio, watermark: watermark, metadata: metadata)
  }
}

extension RequestOutline {
  package static func make(
    mode: VideoMode = .imageToVideo, resolution: Resolution = .p720,
    duration: ClipLength = .five, audio: Bool = false, watermark: Bool? = nil,
    sourcesSum: UInt32 = 1, promptSum: UInt32 = 2, metadataSum: UInt32 = 3
  ) -> RequestOutline {
    RequestOutline(
      mode: mode, resolution: resolution, duration: duration, audio: audio,
      watermark: watermark, sourcesSum: sourcesSum, promptSum: promptSum,
      metadataSum: metadataSum)
  }

  /// The outline of a request, with sums of zero.
  package static func make(of request: VideoRequest) -> RequestOutline {
    .make(
      mode: request.mode, resolution: request.resolution, duration: request.duration,
      audio: request.audio, watermark: request.watermark, sourcesSum: 0, promptSum: 0,
      metadataSum: 0)
  }
}

extension Fingerprint {
  /// 32 digits that depend on a number.
  package static func make(_ number: Int = 1) -> Fingerprint {
    let digits = String(number, radix: 16)
    return Fingerprint(String(repeating: "0", count: max(0, 32 - digits.count)) + digits)
  }
}

extension Job {
  package static func make(
    id: String = "job-1", line: Int = 1, request: VideoRequest = .make(),
    files: [LocalFile] = [], labels: RawJSON? = nil, sourceVersion: String? = nil,
    fingerprint: Fingerprint = .make()
  ) -> Job {
    Job(
      id: JobID(id), line: line, request: request, files: files, labels: labels,
      sourceVersion: sourceVersion, fingerprint: fingerprint, outline: .make(of: request))
  }
}

extension Attempt.Intent {
  package static func make(
    number: Int = 1, key: String? = nil, carriesKey: Bool = true, account: String = "account-1",
    run: String = "run-1", fingerprint: Fingerprint = .make(), outline: RequestOutline = .make(),
    amount: Money? = Money(micros: 750_000), reason: String = "new", givesUp: Bool = false,
    uptime: Uptime? = nil
  ) -> Attempt.Intent {
    Attempt.Intent(
      number: number, key: SubmissionKey(key ?? "key-\(number)"), carriesKey: carriesKey,
      account: account, run: run, fingerprint: fingerprint, outline: outline, amount: amount,
      reason: reason, givesUp: givesUp, uptime: uptime)
  }
}

extension JobFailure {
  package static func make(
    code: String? = "generation_failed", message: String = "the model gave up",
    httpStatus: Int? = nil, canPass: Bool = true
  ) -> JobFailure {
    JobFailure(code: code, message: message, httpStatus: httpStatus, canPass: canPass)
  }
}

extension RemoteVideo {
  package static func make(
    url: String = "https://files.example.com/v.mp4", expiresAt: Timestamp? = .make(86_400),
    completedAt: Timestamp? = .make(60)
  ) -> RemoteVideo {
    RemoteVideo(url: url, expiresAt: expiresAt, completedAt: completedAt)
  }
}

extension VideoFile {
  package static func make(
    path: String = "videos/job-1.mp4", sizeBytes: Int64 = 50_000,
    sha256: String = String(repeating: "ab", count: 32), width: Int = 1280, height: Int = 720,
    lengthMilliseconds: Int = 5040, audio: Bool = false, warnings: [String] = [],
    modifiedAt: Timestamp? = nil
  ) -> VideoFile {
    VideoFile(
      path: path, sizeBytes: sizeBytes, sha256: sha256, width: width, height: height,
      lengthMilliseconds: lengthMilliseconds, audio: audio, warnings: warnings,
      modifiedAt: modifiedAt)
  }
}

extension KeptVideo {
  package static func make(
    file: VideoFile = .make(), attempt: Int = 1, task: String = "video_1",
    fingerprint: Fingerprint = .make(), submittedAt: Timestamp = .make(),
    remote: RemoteVideo = .make()
  ) -> KeptVideo {
    KeptVideo(
      file: file, attempt: attempt, task: TaskID(task), fingerprint: fingerprint,
      submittedAt: submittedAt, remote: remote)
  }
}

extension Charge {
  package static func make(
    attempt: Int = 1, task: String? = "video_1",
    priceClass: PriceClass = PriceClass(resolution: .p720, audio: false), seconds: Int = 5,
    amount: Money? = Money(micros: 750_000), at: Timestamp = .make(), run: String = "run-1",
    reason: String = "new", isCertain: Bool = true
  ) -> Charge {
    Charge(
      attempt: attempt, task: task.map { TaskID($0) }, priceClass: priceClass, seconds: seconds,
      amount: amount, at: at, run: run, reason: reason, isCertain: isCertain)
  }
}
