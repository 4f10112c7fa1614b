import JobModel

/// The records that an orderly run leaves of a job.
enum JournalRecords {
  /// Of a job that is made up.
  static func job(_ number: Int, at time: Timestamp) -> [BatchRecord] {
    let digits = String(number, radix: 16)
    let sum = String(repeating: "0", count: 32 - digits.count) + digits
    let outline = RequestOutline(
      mode: .imageToVideo, resolution: .p720, duration: .five, audio: false, watermark: nil,
      sourcesSum: UInt32(truncatingIfNeeded: number), promptSum: 7, metadataSum: 0)
    return job(
      JobID("sku-\(number)"), number, Fingerprint(sum), outline, sizeBytes: 1_892_345, at: time)
  }

  /// Of a job of a manifest, whose video has a given size and was written at `time`.
  static func job(
    _ id: JobID, _ number: Int, _ fingerprint: Fingerprint, _ outline: RequestOutline,
    sizeBytes: Int64, at time: Timestamp
  ) -> [BatchRecord] {
    let digits = String(number, radix: 16)
    let sum = String(repeating: "0", count: 32 - digits.count) + digits
    let intent = Attempt.Intent(
      number: 1, key: SubmissionKey("wb-\(sum)"), carriesKey: true, account: "0011223344556677",
      run: "8899aabbccddeeff", fingerprint: fingerprint, outline: outline,
      amount: PriceTable.published.price(of: outline.priceClass, length: outline.duration),
      reason: "new")
    let video = RemoteVideo(
      url: "https://files.example.com/videos/\(sum).mp4", expiresAt: time.adding(milliseconds: 1),
      completedAt: time)
    let file = VideoFile(
      path: "videos/\(id).mp4", sizeBytes: sizeBytes, sha256: sum + sum, width: 1280,
      height: 720, lengthMilliseconds: 5040, audio: false, modifiedAt: time)
    let events: [JobEvent] = [
      .named(stem: id.text), .intended(intent),
      .accepted(attempt: 1, TaskID("video_\(sum)")), .completed(attempt: 1, video),
      .fetched(attempt: 1, file, replaced: nil),
    ]
    return events.map { BatchRecord(at: time, event: .job(id, $0)) }
  }
}
