/// Decides which exchange may begin: a first-come queue for each origin, under a limit for
/// each and one for all.
///
/// An origin that is at its limit holds up nobody else.
struct ConnectionSlots<Waiter> {
  private struct Origin {
    var active = 0
    var waiting: [Waiter] = []
    /// The first of `waiting` that still waits; those before it have gone.
    var next = 0

    var hasWaiter: Bool { next < waiting.count }
  }

  private let perOrigin: Int
  private let inAll: Int
  private var activeInAll = 0
  private var origins: [String: Origin] = [:]
  /// Origins with waiters, in the order in which they are asked next.
  private var turns: [String] = []

  init(perOrigin: Int, inAll: Int) {
    self.perOrigin = perOrigin
    self.inAll = inAll
  }

  mutating func add(_ waiter: Waiter, origin name: String) {
    var origin = origins.removeValue(forKey: name) ?? Origin()
    if !origin.hasWaiter { turns.append(name) }
    origin.waiting.append(waiter)
    origins[name] = origin
  }

  /// The next one that may begin; it holds its slot until `release`. `nil` when nobody may.
  mutating func next() -> Waiter? {
    guard activeInAll < inAll else { return nil }
    guard
      let turn = turns.firstIndex(where: { (origins[$0]?.active ?? 0) < perOrigin }),
      var origin = origins.removeValue(forKey: turns[turn])
    else { return nil }
    let name = turns.remove(at: turn)
    let waiter = origin.waiting[origin.next]
    origin.next += 1
    origin.active += 1
    if origin.hasWaiter {
      turns.append(name)
      if origin.next > 256, origin.next * 2 > origin.waiting.count {
        origin.waiting.removeFirst(origin.next)
        origin.next = 0
      }
    } else {
      origin.waiting = []
      origin.next = 0
    }
    origins[name] = origin
    activeInAll += 1
    return waiter
  }

  mutating func release(origin name: String) {
    guard var origin = origins.removeValue(forKey: name) else { return }
    precondition(origin.active > 0, "a connection slot was released twice")
    origin.active -= 1
    activeInAll -= 1
    if origin.active > 0 || origin.hasWaiter { origins[name] = origin }
  }

  /// Takes out one that still waits.
  ///
  /// - Returns: whether it was there.
  mutating func withdraw(origin name: String, where matches: (Waiter) -> Bool) -> Bool {
    guard var origin = origins[name] else { return false }
    guard let index = origin.waiting[origin.next...].firstIndex(where: matches) else {
      return false
    }
    origin.waiting.remove(at: index)
    if !origin.hasWaiter {
      turns.removeAll { $0 == name }
      origin.waiting = []
      origin.next = 0
    }
    origins[name] = origin.active > 0 || origin.hasWaiter ? origin : nil
    return true
  }

  /// Takes out all that still wait.
  mutating func withdrawAll() -> [Waiter] {
    let waiters = turns.flatMap { name in
      origins[name].map { Array($0.waiting[$0.next...]) } ?? []
    }
    turns = []
    origins = origins.filter { $0.value.active > 0 }
    for name in origins.keys {
      origins[name]?.waiting = []
      origins[name]?.next = 0
    }
    return waiters
  }
}
