import JobModel

/// The steps of jobs that children of the group do.
extension BatchRun {
  /// Submits a job; its slot is held from now on.
  func start(
    _ ticket: SubmissionQueue.Ticket, _ work: inout Work, _ group: inout TaskGroup<Finished>
  ) {
    work.slots += 1
    group.addTask { [self, queue = work.queue] in
      let (end, ticket) = await step(of: ticket, queue: queue) { job throws(StopReason) in
        var ticket = ticket
        ticket.job = job
        let end = try await runner.bring(&ticket, job)
        return (end, ticket)
      }
      return .slot(ticket, end)
    }
  }

  /// Goes on with a job whose task has ended; its slot is held until that is done.
  func conclude(_ ending: Poller.Ending, _ group: inout TaskGroup<Finished>) {
    group.addTask { [self] in
      let (end, ticket) = await step(of: ending.ticket) { job throws(StopReason) in
        var ticket = ending.ticket
        let end = try await runner.conclude(ending.how, &ticket, job)
        return (end, ticket)
      }
      return .slot(ticket, end)
    }
  }

  /// Fetches a job's video; its download slot is held until then.
  func download(
    _ what: JobRunner.Download, for ticket: SubmissionQueue.Ticket, _ work: inout Work,
    _ group: inout TaskGroup<Finished>
  ) {
    work.downloading += 1
    group.addTask { [self] in
      let start = tools.clock.now
      var bytes: Int64?
      let (end, ticket) = await step(of: ticket) { job throws(StopReason) in
        var ticket = ticket
        ticket.triedDownloads.insert(what.attempt)
        let end = try await runner.fetch(what, of: job, &ticket)
        bytes = tools.ledger.state(of: job.id)?.video?.file.sizeBytes
        return (end, ticket)
      }
      return .download(ticket, end, took: tools.clock.now - start, bytes: bytes)
    }
  }

  /// Reads a ticket's job and does a step of it; what stops the run leaves the job settled.
  ///
  /// - Parameter queue: that the ticket comes from, when others of it follow.
  private func step(
    of ticket: SubmissionQueue.Ticket, queue: SubmissionQueue? = nil,
    _ perform: (Job) async throws(StopReason) -> (JobRunner.End, SubmissionQueue.Ticket)
  ) async -> (end: JobRunner.End, ticket: SubmissionQueue.Ticket) {
    do throws(StopReason) {
      if let job = ticket.job { return try await perform(job) }
      guard let job = try await reader.job(at: ticket.index, queue: queue) else {
        return (.settled, ticket)
      }
      return try await perform(job)
    } catch {
      tools.halt.stop(error)
      return (.settled, ticket)
    }
  }
}
