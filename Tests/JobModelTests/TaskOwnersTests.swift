import JobModel
import TestSupport
import Testing

@testable import JobModel

@Suite struct TaskOwnersTests {
  @Test(arguments: [0, 1, 7, 5000]) func itAnswersAsADictionaryDoes(reserved: Int) {
    var owners = TaskOwners()
    owners.reserve(reserved)
    var expected: [TaskID: JobID] = [:]
    var random = SeededGenerator(seed: 1)
    for step in 0..<4000 {
      let task = TaskID("video_\(Int.random(in: 0..<1000, using: &random))")
      let job = JobID("job-\(step)")
      #expect(owners[task] == expected[task])
      owners.set(task, to: job)
      expected[task] = job
    }
    #expect(owners.count == expected.count)
    #expect(owners.allSatisfy { expected[$0.key] == $0.value })
    #expect(owners[TaskID("video_1000")] == nil)
  }

  @Test func itIsTheSameInWhateverOrder() {
    let (a, b) = ((TaskID("v1"), JobID("a")), (TaskID("v2"), JobID("b")))
    let owners: TaskOwners = [a.0: a.1, b.0: b.1]
    #expect(owners == [b.0: b.1, a.0: a.1])
    #expect(owners != [a.0: b.1, b.0: b.1])
    #expect(owners != [a.0: a.1])
    #expect(TaskOwners().count == 0 && TaskOwners()[a.0] == nil)
  }
}
