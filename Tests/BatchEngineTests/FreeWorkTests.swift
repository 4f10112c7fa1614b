import Testing

@testable import BatchEngine

@Suite struct FreeWorkTests {
  /// What costs nothing begins a few at a time, as submissions do: each step keeps some tens of
  /// kilobytes.
  @Test func noMoreStepsBeginThanSubmissionsMayBeUnderWay() {
    var work = BatchRun.Work(Plan())
    work.found = (0..<1000).map { SubmissionQueue.Ticket(index: $0) }
    var begun: [SubmissionQueue.Ticket] = []
    while let ticket = work.takeFound() { begun.append(ticket) }
    #expect(begun.count == 96)
    #expect(begun.allSatisfy { $0.isFound })
    work.endFreeStep(of: &begun[0])
    work.endFreeStep(of: &begun[0])
    #expect(work.takeFound() != nil, "one place is free again")
    #expect(work.takeFound() == nil, "a step ends once")
    var other = SubmissionQueue.Ticket(index: 1001)
    work.endFreeStep(of: &other)
    #expect(work.takeFound() == nil, "a submission was none of these")
  }
}
