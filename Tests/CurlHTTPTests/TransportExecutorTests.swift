import HTTPCore
import Locking
import Synchronization
import TestSupport
import Testing

@testable import CurlHTTP

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1)))
struct TransportExecutorTests {
  /// The thread that runs this.
  private static func thread() -> UInt {
    #if canImport(Glibc)
      UInt(pthread_self())
    #else
      UInt(bitPattern: pthread_self())
    #endif
  }

  /// The thread on which an executor's calls are made.
  private static func thread(of executor: TransportExecutor) async -> UInt {
    await withCheckedContinuation { continuation in
      _ = executor.call(at: .now) { continuation.resume(returning: thread()) }
    }
  }

  @Test func aTaskRunsOnTheTransportsThread() async throws {
    let transports = [try CurlTransport.make(), try CurlTransport.make()]
    var threads: Set<UInt> = [Self.thread()]
    for transport in transports {
      let thread = await Self.thread(of: transport.executor)
      #expect(threads.insert(thread).inserted, "each transport has a thread of its own")
      let seen = await withTaskExecutorPreference(transport.executor) {
        await withTaskGroup(of: [UInt].self) { group in
          for _ in 0..<20 {
            group.addTask {
              let before = Self.thread()
              await Task.yield()
              return [before, Self.thread()]
            }
          }
          return await group.reduce(into: [Self.thread()]) { $0 += $1 }
        }
      }
      #expect(seen == Array(repeating: thread, count: 41))
    }
  }

  @Test func aTaskOnTheThreadGetsItsAnswersThere() async throws {
    let server = try RawServer { $0.serve(body: "ok") }
    let transport = try CurlTransport.make()
    let thread = await Self.thread(of: transport.executor)
    let answers = await withTaskExecutorPreference(transport.executor) {
      await withTaskGroup(of: String.self) { group in
        for index in 0..<30 {
          group.addTask {
            let request =
              index.isMultiple(of: 2)
              ? HTTPRequest.get(server.url) : .submission(to: server.url)
            let text = await transport.send(request).success?.text
            return Self.thread() == thread ? text ?? "none" : "elsewhere"
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(answers == Array(repeating: "ok", count: 30))
  }

  @Test func aTaskOnTheThreadReceivesADownload() async throws {
    let server = try RawServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(64 * 65_536)\r\n\r\n")
      for _ in 0..<64 { connection.write(RecordingReceiver.pattern) }
    }
    let transport = try CurlTransport.make()
    let receiver = RecordingReceiver { await Task.yield() }
    let limits = HTTPLimits(responseBytes: 1 << 40)
    let result = await withTaskExecutorPreference(transport.executor) {
      await transport.receive(.get(server.url, limits: limits), by: receiver)
    }
    #expect(result.success?.status == 200)
    #expect(receiver.record.bytes == 64 * 65_536)
    #expect(receiver.record.isIntact)
  }

  @Test func aCancelledTaskOnTheThreadEndsItsExchange() async throws {
    let hasRequest = Gate()
    let server = try RawServer { connection in
      _ = connection.readRequest()
      hasRequest.open()
      connection.hang()
    }
    let transport = try CurlTransport.make()
    let exchange = Task(executorPreference: transport.executor) {
      await transport.send(.get(server.url))
    }
    await hasRequest.wait()
    exchange.cancel()
    #expect(await exchange.value.failure?.kind == .cancelled)
  }

  @Test func aCallComesAtItsInstantAndNoEarlier() async throws {
    let transport = try CurlTransport.make()
    // The thread waits for the last of them when the first comes in.
    let instants = [30, 20, 10, 0, -10].map { ContinuousClock.now + .milliseconds($0) }
    let moments = await withTaskGroup(of: (Int, ContinuousClock.Instant).self) { group in
      for (place, instant) in instants.enumerated() {
        group.addTask {
          await withCheckedContinuation { continuation in
            _ = transport.executor.call(at: instant) {
              continuation.resume(returning: (place, .now))
            }
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(moments.count == instants.count)
    for (place, moment) in moments { #expect(moment >= instants[place]) }
  }

  @Test func callsOfOneMomentComeInTheirOrder() async throws {
    let transport = try CurlTransport.make()
    let executor = transport.executor
    let order = Locked<[Int]>([])
    let start = ContinuousClock.now + .milliseconds(5)
    await withCheckedContinuation { continuation in
      for number in [3, 0, 2, 4, 1] {
        _ = executor.call(at: start + .microseconds(number)) {
          order.withLock { $0.append(number) }
        }
      }
      _ = executor.call(at: start + .milliseconds(1)) { continuation.resume() }
    }
    #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test func aCancelledCallIsNotMade() async throws {
    let transport = try CurlTransport.make()
    let executor = transport.executor
    let isMade = Locked(false)
    let now = ContinuousClock.now
    let cancel = executor.call(at: now + .milliseconds(10)) { isMade.withLock { $0 = true } }
    cancel()
    await withCheckedContinuation { continuation in
      _ = executor.call(at: now + .milliseconds(20)) { continuation.resume() }
    }
    cancel()
    #expect(!isMade.withLock { $0 })
  }

  /// The time that an executor's thread has computed.
  private static func work(of executor: TransportExecutor) async -> Duration {
    await withCheckedContinuation { continuation in
      _ = executor.call(at: .now) {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        continuation.resume(returning: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
      }
    }
  }

  @Test func theThreadSleepsWhenItsOnlyCallWasCancelled() async throws {
    let transport = try CurlTransport.make()
    let executor = transport.executor
    let before = await Self.work(of: executor)
    executor.call(at: .now + .milliseconds(1)) {}()
    // The instant passes, and nobody is called.
    try await Task.sleep(for: .milliseconds(60))
    let after = await Self.work(of: executor)
    #expect(after - before < .milliseconds(10))
  }

  @Test func whatIsLeftAfterTheTransportRunsElsewhere() async throws {
    var transport: CurlTransport? = try CurlTransport.make()
    let executor = try #require(transport).executor
    let (isWaiting, mayGoOn) = (Gate(), Gate())
    let task = Task(executorPreference: executor) {
      isWaiting.open()
      await mayGoOn.wait()
      await Task.yield()
      return 7
    }
    await isWaiting.wait()
    transport = nil
    mayGoOn.open()
    #expect(await task.value == 7)
    #expect(await withTaskExecutorPreference(executor) { 8 } == 8)
    // A call is made elsewhere, and to cancel it is no mistake.
    await withCheckedContinuation { continuation in
      executor.call(at: .now) { continuation.resume() }()
    }
    #expect(transport == nil)
  }

  @Test func noStepIsLostWhileTheTransportEnds() async throws {
    for round in 0..<50 {
      let transport = Locked<CurlTransport?>(try CurlTransport.make())
      let executor = try #require(transport.withLock { $0 }).executor
      let count = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<20 {
          group.addTask(executorPreference: executor) {
            for _ in 0..<10 { await Task.yield() }
            return 1
          }
        }
        for _ in 0..<round { await Task.yield() }
        transport.withLock { $0 = nil }
        return await group.reduce(0, +)
      }
      #expect(count == 20)
    }
  }

  @Test func aTransportCanEndOnItsOwnThread() async throws {
    for isTask in [true, false] {
      let transport = Locked<CurlTransport?>(try CurlTransport.make())
      let executor = try #require(transport.withLock { $0 }).executor
      if isTask {
        await withTaskExecutorPreference(executor) { transport.withLock { $0 = nil } }
      } else {
        await withCheckedContinuation { continuation in
          _ = executor.call(at: .now) {
            transport.withLock { $0 = nil }
            continuation.resume()
          }
        }
      }
      #expect(transport.withLock { $0 == nil })
      #expect(await withTaskExecutorPreference(executor) { 8 } == 8)
    }
  }

  private final class Counts: Sendable {
    /// Steps and calls under way.
    let inside = Atomic(0)
    let overlaps = Atomic(0)
    let steps = Atomic(0)
    let calls = Atomic(0)

    func enter() {
      if inside.add(1, ordering: .relaxed).oldValue > 0 { overlaps.add(1, ordering: .relaxed) }
    }

    func leave() { inside.subtract(1, ordering: .relaxed) }
  }

  @Test func manyThreadsMayGiveWorkAtOnce() async throws {
    let transport = try CurlTransport.make()
    let executor = transport.executor
    let counts = Counts()
    let server = try RawServer { $0.serve(body: "ok") }
    await withTaskGroup { group in
      for giver in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            let wait = Duration.microseconds((giver * 977 + number * 331) % 3000)
            let cancelled = executor.call(at: .now + .seconds(3600)) {
              Issue.record("a cancelled call was made")
            }
            async let step: Void = withTaskExecutorPreference(executor) {
              counts.enter()
              counts.steps.add(1, ordering: .relaxed)
              counts.leave()
            }
            await withCheckedContinuation { continuation in
              _ = executor.call(at: .now + wait) {
                counts.enter()
                counts.calls.add(1, ordering: .relaxed)
                counts.leave()
                continuation.resume()
              }
            }
            await step
            cancelled()
            if number.isMultiple(of: 10) {
              #expect(await transport.send(.get(server.url)).success?.text == "ok")
            }
          }
        }
      }
    }
    #expect(counts.steps.load(ordering: .relaxed) == 400)
    #expect(counts.calls.load(ordering: .relaxed) == 400)
    #expect(counts.overlaps.load(ordering: .relaxed) == 0, "one thread does one thing at a time")
  }

  @Test func callsOutliveTheTransport() async throws {
    let made = Locked<[Int]>([])
    var transport: CurlTransport? = try CurlTransport.make()
    let executor = try #require(transport?.executor)
    for number in 0..<3 {
      _ = executor.call(at: .now + .milliseconds(number)) { made.withLock { $0.append(number) } }
    }
    transport = nil
    #expect(transport == nil)
    while made.withLock({ $0.count }) < 3 { await Task.yield() }
    #expect(Set(made.withLock { $0 }) == [0, 1, 2], "each is made once")
  }
}
