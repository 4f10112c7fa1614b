import BatchEngine
import DurableFiles
import JobModel
import Pacing
import TestSupport
import Testing

/// Whole runs over an in-memory service: what must hold whatever happens.
@Suite struct NightTests {
  @Test func calmNightMakesEveryVideoAndPaysOnce() async throws {
    let night = Night(seed: 1, jobs: Night.jobs(60))
    var options = Night.Options()
    options.limits.concurrency = 10
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 60)
    let (plan, state) = try night.plan()
    #expect(plan.kept == 60)
    #expect(plan.items.isEmpty)
    let paid = Money.sum(state.jobs.values.map(\.cost))
    #expect(paid == night.service.tasks.map(\.price).reduce(.zero, +))
  }
}
