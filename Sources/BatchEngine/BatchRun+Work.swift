import JobModel

extension BatchRun {
  /// What a child of the group came back with.
  enum Finished: Sendable {
    case slot(SubmissionQueue.Ticket, JobRunner.End)
    /// Tasks that have ended, or are not waited for any more.
    case endings([Poller.Ending])
    case download(SubmissionQueue.Ticket, JobRunner.End, took: Duration, bytes: Int64?)
    case turn(SubmissionQueue.Ticket)
    case downloadTurn(SubmissionQueue.Ticket, JobRunner.Download)
    /// There is room again in the lobby.
    case room
    case poller
    case cutShort
  }

  /// What is waiting and what is under way.
  struct Work {
    let queue: SubmissionQueue
    /// How many jobs are in the queue: nobody else takes from it.
    private(set) var queued: Int
    /// Paid work found at the start, which is taken up before anything is submitted, whatever the
    /// bound on tasks.
    var found: [SubmissionQueue.Ticket] = []
    /// Steps of such work under way: a look-up may take minutes, and holds no submission up.
    private var freeSteps = 0
    /// As many as may be submitted at a time: each keeps some tens of kilobytes.
    private static let mostFreeSteps = Lobby.capacity
    var downloads = EarliestFirst<(ticket: SubmissionQueue.Ticket, what: JobRunner.Download)>()
    /// Slots that are held, each from a job's submission to the end of its task.
    var slots = 0
    /// Whether the jobs at the end may go in another order than the manifest's.
    var mayReorder = true
    /// How many jobs may be left before their order is thought about once more.
    var nextOrdering = Int.max
    /// How eagerly ends are looked for.
    var urgency = 1.0
    var downloading = 0
    /// How much room a video needs, and how long it takes to fetch: little is assumed before
    /// anything is known.
    var videoBytes: Int64 = 1_000_000
    var downloadTime = Duration.seconds(1)
    /// The room on the disk, and when it was asked for last.
    var freeBytes: Int64?
    var roomAskedAt: Duration?
    /// Children that only wait for a job's next turn.
    var turns = 0
    /// Jobs in doubt for which there was no witness; they get one more chance.
    var unproven: [SubmissionQueue.Ticket] = []
    var hasRetriedUnproven = false
    /// Jobs that take over what an id that left has under way, by that id.
    var awaiting: [JobID: SubmissionQueue.Ticket] = [:]

    init(_ plan: Plan) {
      var fresh: [SubmissionQueue.Waiting] = []
      fresh.reserveCapacity(plan.submissionCount)
      // Taken from the end: to find out about doubts takes minutes, and holds up nothing else.
      var doubts: [SubmissionQueue.Ticket] = []
      for item in plan.items {
        var ticket = SubmissionQueue.Ticket(index: item.index)
        switch item.decision {
        case .submit:
          fresh.append(
            SubmissionQueue.Waiting(
              index: Int32(item.index), kind: Int32(item.kind?.number ?? 0)))
          continue
        case .await(let id):
          awaiting[id] = ticket
          continue
        case .reconcile:
          doubts.append(ticket)
          continue
        case .adopt(let id, let video):
          ticket.donor = Donors.Donor(id: id, video: video)
        default:
          break
        }
        found.append(ticket)
      }
      found = doubts + found
      queue = SubmissionQueue(fresh)
      queued = fresh.count
    }

    mutating func take() async -> SubmissionQueue.Ticket? {
      guard queued > 0 else { return nil }
      queued -= 1
      return await queue.take()
    }

    /// The next of the paid work, if it may begin.
    mutating func takeFound() -> SubmissionQueue.Ticket? {
      guard freeSteps < Self.mostFreeSteps, var ticket = found.popLast() else { return nil }
      freeSteps += 1
      ticket.isFound = true
      ticket.isInFreeStep = true
      return ticket
    }

    /// Notes that a step is over; of other work it is none of these.
    mutating func endFreeStep(of ticket: inout SubmissionQueue.Ticket) {
      guard ticket.isInFreeStep else { return }
      ticket.isInFreeStep = false
      freeSteps -= 1
    }

    mutating func putBack(_ ticket: SubmissionQueue.Ticket) async {
      queued += 1
      await queue.putBack(ticket)
    }

    var isIdle: Bool { slots == 0 && downloading == 0 && turns == 0 && downloads.isEmpty }
  }
}
