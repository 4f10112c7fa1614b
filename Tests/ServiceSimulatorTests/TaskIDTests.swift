import Testing

@testable import ServiceSimulator

@Suite struct TaskIDTests {
  private static func facts(
    outcome: TaskOutcome = .completed, serial: UInt64 = 7, audio: Bool = true, seconds: Int = 5
  ) -> TaskFacts {
    TaskFacts(
      createdMilliseconds: 1_795_435_200_123, workMilliseconds: 75_250, outcome: outcome,
      shape: VideoShape(resolution: .p720, milliseconds: seconds * 1_000, hasAudio: audio),
      isReferenceVideo: serial % 2 == 0, hasWatermark: serial % 5 == 0, account: 0xBEEF,
      serial: serial)
  }

  @Test func everyFactSurvivesTheRoundTrip() throws {
    for outcome in TaskOutcome.allCases {
      for seconds in [5, 10, 15] {
        for serial: UInt64 in [0, 1, 2, 5, 0xFF_FFFF_FFFF] {
          let facts = Self.facts(
            outcome: outcome, serial: serial, audio: serial % 3 == 0, seconds: seconds)
          #expect(TaskID.decode(TaskID.encode(facts)) == facts)
        }
      }
    }
  }

  @Test func theFormOfAnIDNeverChanges() {
    // Directories keep these ids; a later version must still understand them.
    #expect(
      TaskID.encode(Self.facts()) == "task_200T4226ZSXG0095Y84BXVR0000001R0ASSZ6RG")
  }

  @Test func noOtherTextIsAnID() {
    let id = TaskID.encode(Self.facts())
    let bytes = Array(id.utf8)
    for position in bytes.indices {
      for replacement in "0Zz_é".utf8 where replacement != bytes[position] {
        var changed = bytes
        changed[position] = replacement
        #expect(TaskID.decode(String(decoding: changed, as: UTF8.self)) == nil)
      }
      #expect(TaskID.decode(String(decoding: bytes[..<position], as: UTF8.self)) == nil)
    }
    #expect(TaskID.decode(id + "0") == nil)
    #expect(TaskID.decode(id.lowercased()) == nil)
    #expect(TaskID.decode("video_" + id.drop { $0 != "_" }.dropFirst()) == nil)
  }

  @Test func aTaskIsQueuedThenWorksThenEnds() {
    let facts = Self.facts()
    let start = facts.createdMilliseconds
    #expect(facts.stage(at: start - 1) == .queued)
    #expect(facts.stage(at: start + 1_999) == .queued)
    #expect(facts.stage(at: start + 2_000) == .inProgress(progress: 1))
    #expect(facts.stage(at: start + 38_625) == .inProgress(progress: 50))
    #expect(facts.stage(at: start + 75_249) == .inProgress(progress: 99))
    #expect(facts.stage(at: start + 75_250) == .ended)
  }
}
