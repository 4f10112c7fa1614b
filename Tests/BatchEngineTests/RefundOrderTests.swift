import DurableFiles
import HTTPCore
import JobJournal
import JobModel
import Pacing
import TestSupport
import Testing
import VideoService

@testable import BatchEngine

/// Money is free again only when the record that says why is on the disk: a crash in between would
/// leave two reservations where the cap allows one.
@Suite(.timeLimit(.minutes(1))) struct RefundOrderTests {
  /// Refuses every submission, and lets the disk fail from then on.
  private struct Refusing: HTTPTransport {
    let status: Int
    let files: FaultyFiles

    func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
      files.set(.failAll(.sync))
      return .success(
        HTTPResponse(
          head: HTTPResponseHead(status: status),
          body: Array(#"{"error":{"code":"no","message":"no","type":"t"}}"#.utf8)))
    }

    func receive(
      _ request: HTTPRequest, by receiver: any HTTPBodyReceiver
    ) async -> Result<HTTPResponseHead, HTTPFailure> {
      .failure(HTTPFailure(phase: .neverSent, kind: .unavailable, message: "no downloads here"))
    }
  }

  @Test(arguments: [422, 429, 402]) func moneyIsNotFreeBeforeTheRecordIs(status: Int) async throws {
    let (clock, halt, files) = (TestClock(), Halt(), FaultyFiles())
    let directory = TemporaryDirectory()
    let journal = try Journal.create(
      in: directory.path,
      header: JournalHeader(generation: 1, service: "tests", salt: "salt", at: .make()),
      files: files)
    let transport = Refusing(status: status, files: files)
    let client = VideoClient(
      endpoint: try #require(ServiceEndpoint("https://video.example")),
      key: try #require(APIKey("a-key-for-tests")), transport: transport)
    func limiter(_ kind: ServiceTier.RequestKind) -> RateLimiter {
      RateLimiter(
        bucket: TokenBucket(rate: 50, burst: 500, at: clock.now), kind: kind, mayRise: false,
        clock: clock)
    }
    var limits = RunLimits()
    let price = Money(micros: 750_000)
    limits.maxCost = price
    let tools = EngineTools(
      limits: limits, prices: .published,
      access: ServiceAccess(.init(client: client, account: "account-1")),
      ledger: JobLedger(journal: journal, clock: clock, halt: halt, spacing: .zero) { _ in },
      halt: halt, count: SubmissionCount(limits: limits, halt: halt),
      windowOpensAt: { _ in nil }, clock: clock, submitLimiter: limiter(.submit),
      queryLimiter: limiter(.query), random: RandomSource(SeededGenerator(seed: 1)),
      freshRun: Run(id: "run-1", settings: []), executor: nil, say: { _ in })
    let budget = Budget(cap: price, spent: .zero)
    let submitting = Submitting(
      tools: tools, budget: budget,
      uploads: SourceUploads(
        tools: tools, disk: BlockingWork(label: "disk"),
        probe: URLProbe(transport: transport, allowsPrivateAddresses: false)),
      window: SubmitWindow(
        clock: clock, random: tools.random, delay: limits.resubmitDelay,
        giveUpAfter: limits.giveUpAfter))
    await #expect(throws: StopReason.self) {
      _ = try await submitting.submit(
        .make(id: "a", request: .make(resolution: .p720)), reason: "new", tries: 0, place: nil,
        turn: nil)
    }
    budget.close()
    #expect(await !budget.reserve(price, for: JobID("b")), "the record is not on the disk")
  }
}
