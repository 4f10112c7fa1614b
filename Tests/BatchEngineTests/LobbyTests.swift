import Locking
import TestSupport
import Testing

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1))) struct LobbyTests {
  private let lobby = Lobby()
  private let clock = TestClock()

  private func fill() -> [Lobby.Place] { (0..<Lobby.capacity).map { _ in lobby.enter() } }

  @Test func roomIsWhatNobodyHas() {
    var places = fill()
    #expect(!lobby.hasRoom)
    places.removeLast()
    #expect(lobby.hasRoom, "a place that nobody has any more is free")
    places[0].leave()
    places[0].leave()
    places.removeFirst()
    let again = [lobby.enter(), lobby.enter()]
    #expect(!lobby.hasRoom, "a place becomes free once")
    #expect(again.count + places.count == Lobby.capacity)
  }

  /// All that are in it may wait for something slow that is not their submission: whoever leaves
  /// then is the only sign that another may enter.
  @Test func whoWaitsForRoomIsWokenWhenSomebodyLeaves() async {
    let places = fill()
    let isThere = Locked(false)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await lobby.waitForRoom(clock: clock)
        isThere.withLock { $0 = true }
      }
      for _ in 0..<100 { await Task.yield() }
      #expect(!isThere.withLock { $0 })
      places[3].leave()
      await group.waitForAll()
    }
    #expect(lobby.hasRoom)
    #expect(places.count == Lobby.capacity)
  }

  @Test func leavingALobbyWithRoomWakesNobody() async {
    let (first, second) = (lobby.enter(), lobby.enter())
    first.leave()
    let waiter = Task { [lobby, clock] in
      await lobby.waitForRoom(clock: clock)
      return Task.isCancelled
    }
    second.leave()
    for _ in 0..<100 { await Task.yield() }
    waiter.cancel()
    #expect(await waiter.value, "it waited until it was cancelled")
  }
}
