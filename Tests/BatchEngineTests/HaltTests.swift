import DurableFiles
import Locking
import Testing

@testable import BatchEngine

@Suite struct HaltTests {
  static let refused = StopReason.serviceRefuses(cause: "key_refused", message: "m")
  static let interrupted = StopReason.interrupted(signal: 2)
  static let silent = StopReason.unreachable(message: "m")
  static let disk = StopReason.disk(FileError(operation: "write", path: "p", code: 28))

  @Test(
    arguments: [
      ([], nil), ([StopReason.budget], .budget), ([.budget, refused], refused),
      ([refused, .budget], refused), ([refused, .unfinished(paid: 1, pending: 1)], refused),
      ([.budget, interrupted], interrupted), ([refused, silent], silent),
      ([interrupted, disk], interrupted),
      ([disk, interrupted, .budget], disk), ([.budget, .budget], .budget),
    ] as [([StopReason], StopReason?)])
  func firstReasonCountsUnlessAGraverOneComes(
    _ reasons: [StopReason], _ expected: StopReason?
  ) {
    let halt = Halt()
    for reason in reasons { halt.stop(reason) }
    #expect(halt.reason == expected)
  }

  @Test(
    arguments: [
      (nil, true, true, false), (.budget, false, true, false), (refused, false, false, false),
      (interrupted, false, false, true), (silent, false, false, true),
      (disk, false, false, true), (.broken("x"), false, false, true),
    ] as [(StopReason?, Bool, Bool, Bool)])
  func reasonSaysWhatMayGoOn(
    _ reason: StopReason?, _ maySubmit: Bool, _ maySend: Bool, _ cutsWorkShort: Bool
  ) {
    let halt = Halt()
    if let reason { halt.stop(reason) }
    #expect(halt.maySubmit == maySubmit)
    #expect(halt.maySend == maySend)
    #expect(halt.cutsWorkShort == cutsWorkShort)
  }

  @Test func watchersAreToldOfEachStopAndLateOnesAtOnce() {
    let halt = Halt()
    let calls = Locked(0)
    halt.onStop { calls.withLock { $0 += 1 } }
    #expect(calls.withLock { $0 } == 0)
    halt.stop(.budget)
    halt.stop(.budget)
    #expect(calls.withLock { $0 } == 1)
    halt.stop(Self.interrupted)
    #expect(calls.withLock { $0 } == 2)
    halt.onStop { calls.withLock { $0 += 10 } }
    #expect(calls.withLock { $0 } == 12)
  }
}
