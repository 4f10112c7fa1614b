import JobJSON
import JobModel
import TestSupport
import Testing

@testable import JobJournal

/// What the short way reads must be what the long way reads; what it does not know, it leaves.
@Suite struct SnapshotReadingTests {
  private struct Read: Equatable {
    var number: Int
    var record: BatchRecord
  }

  private func shortly(_ line: [UInt8]) -> Read? {
    line.withUnsafeBufferPointer {
      SnapshotReading.read($0, sharing: RecordText()).map {
        Read(number: $0.number, record: $0.record)
      }
    }
  }

  private func atLength(_ line: [UInt8]) -> Read? {
    line.withUnsafeBufferPointer { bytes in
      do {
        let members = try RecordText().read(bytes)
        return Read(number: try members.integer("n"), record: try RecordCoding.read(members))
      } catch {
        return nil
      }
    }
  }

  /// A line without its line feed, with the right checksum.
  private static func line(_ record: BatchRecord, number: Int = 7) -> [UInt8] {
    JournalLine.frame(number: number, members: RecordCoding.members(record)).dropLast()
  }

  /// The same bytes with the checksum that belongs to them.
  private static func reframed(_ line: [UInt8]) -> [UInt8] {
    let object = line.dropLast(JournalLine.suffixBytes)
    guard let comma = object.firstIndex(of: UInt8(ascii: ",")) else { return line }
    let number = String(decoding: object[..<comma].dropFirst(5), as: UTF8.self)
    guard let number = Int(number) else { return line }
    return JournalLine.frame(number: number, members: Array(object[(comma + 1)...])).dropLast()
  }

  private static func finished(
    stem: String? = "sku-001", latest: Attempt? = fetched, charges: [Charge] = [.make()],
    video: KeptVideo? = .make(file: .make(modifiedAt: .make(7))), older: [KeptVideo] = [],
    withdrawn: Int = 0
  ) -> BatchRecord {
    BatchRecord(
      at: .make(9),
      event: .snapshot(
        JobID("sku-001"),
        JobState(
          stem: stem, latest: latest, charges: charges, video: video, older: older,
          withdrawn: withdrawn, obstacle: nil)))
  }

  private static let fetched = Attempt(
    intent: .make(number: 2), phase: .fetched(TaskID("video_1")), submittedAt: .make(5),
    changedAt: .make(6))
  private static let watermarked = Attempt(
    intent: .make(
      carriesKey: false,
      outline: .make(
        mode: .referenceVideo, resolution: .p1080, duration: .fifteen, audio: true,
        watermark: true, sourcesSum: .max, promptSum: 0), amount: nil, reason: ""),
    phase: .fetched(TaskID("")), submittedAt: .make(5), changedAt: .make(6))

  /// What the short way is for.
  private static let usual = [
    finished(), finished(stem: nil), finished(latest: watermarked), finished(withdrawn: 2),
    finished(charges: []),
    finished(charges: [.make(), .make(attempt: 2, task: nil, amount: nil, isCertain: false)]),
    finished(video: nil), finished(video: .make()), finished(latest: nil),
    finished(video: .make(remote: .make(expiresAt: nil, completedAt: nil))),
    finished(video: .make(file: .make(sha256: "no digest"))),
    finished(older: [.make(), .make(attempt: 3, task: "video_3")]),
  ]

  @Test(arguments: usual.indices) func aFinishedJobIsReadShortly(place: Int) {
    let line = Self.line(Self.usual[place])
    #expect(shortly(line) == Read(number: 7, record: Self.usual[place]))
    #expect(shortly(line) == atLength(line))
  }

  /// Members that are rare, and texts that are not plain.
  private static let unusual =
    [
      finished(video: .make(attempt: -1)), finished(video: .make(file: .make(warnings: ["small"]))),
      finished(stem: "caf\u{E9}"), finished(stem: "a\"b"), finished(stem: "a\nb"),
    ]
    + (Sample.records + [finished(withdrawn: 3)]).filter {
      guard case .snapshot(_, let state) = $0.event, state != JobState() else { return true }
      if case .fetched? = state.latest?.phase { return true }
      return state.latest != nil
    }

  @Test(arguments: unusual.indices) func whatIsOfAnotherFormIsLeft(place: Int) {
    #expect(shortly(Self.line(Self.unusual[place])) == nil)
  }

  @Test func randomStatesAreReadAlike() {
    for seed in UInt64(1)...60 {
      var job = RandomJob(seed: seed)
      for _ in 0..<12 {
        _ = job.step()
        let line = Self.line(BatchRecord(at: .make(), event: .snapshot(JobID("a"), job.state)))
        if let read = shortly(line) { #expect(read == atLength(line), "seed \(seed)") }
      }
    }
  }

  /// With the checksum put right, so that only the form is left to tell.
  @Test(arguments: [0, 2, 5, 11]) func aChangedByteIsReadAlikeOrLeft(place: Int) {
    let line = Self.line(Self.usual[place])
    for index in 5..<line.count - JournalLine.suffixBytes {
      for byte in [line[index] ^ 1, UInt8(ascii: "0"), UInt8(ascii: "\""), UInt8(ascii: ","), 0x80]
      {
        var changed = line
        changed[index] = byte
        changed = Self.reframed(changed)
        guard let read = shortly(changed) else { continue }
        #expect(read == atLength(changed), "byte \(index) is \(byte)")
      }
    }
  }

  @Test func aLineThatLacksOrRepeatsBytesIsReadAlikeOrLeft() {
    let line = Self.line(Self.usual[0])
    for start in 5..<line.count - JournalLine.suffixBytes {
      for count in [1, 3, 10] where start + count < line.count - JournalLine.suffixBytes {
        let part = line[start..<start + count]
        let shorter = Self.reframed(Array(line[..<start] + line[(start + count)...]))
        let longer = Self.reframed(Array(line[..<start] + part + line[start...]))
        for changed in [shorter, longer] {
          guard let read = shortly(changed) else { continue }
          #expect(read == atLength(changed), "\(count) bytes at \(start)")
        }
      }
    }
  }

  @Test(arguments: [
    ("\"withdrawn\":0", "\"withdrawn\":00"), ("\"bytes\":50000", "\"bytes\":9223372036854775808"),
    ("\"bytes\":50000", "\"bytes\":999999999999999999"), ("\"amount\":0.75", "\"amount\":00.75"),
    ("\"amount\":0.75", "\"amount\":0."), ("\"amount\":0.75", "\"amount\":0.7500000"),
    ("\"amount\":0.75", "\"amount\":1234567890.5"), ("\"duration\":5.040", "\"duration\":5.04"),
    ("\"duration\":5.040", "\"duration\":5.0400"), ("\"duration\":5.040", "\"duration\":05.040"),
    ("\"duration\":5,", "\"duration\":6,"), ("\"width\":1280", "\"width\":1280.0"),
    ("\"older\":[]", "\"older\":[,]"), ("\"older\":[]", "\"older\":[],\"older\":[]"),
    ("\"charges\":[", "\"charges\":[,"), ("2026-11-23T02:00:05.000Z", "2026-02-30T02:00:05.000Z"),
  ]) func numbersAndSignsAreReadAlikeOrLeft(original: String, replacement: String) {
    let parts = Self.split(Self.line(Self.usual[0]), at: Array(original.utf8))
    #expect(parts != nil, "\(original)")
    let changed = Self.reframed((parts?.0 ?? []) + Array(replacement.utf8) + (parts?.1 ?? []))
    if let read = shortly(changed) { #expect(read == atLength(changed)) }
  }

  private static func split(_ line: [UInt8], at part: [UInt8]) -> ([UInt8], [UInt8])? {
    line.indices.first { line[$0...].starts(with: part) }.map {
      (Array(line[..<$0]), Array(line[($0 + part.count)...]))
    }
  }
}
