/// Decides which exchange may begin: a first-come queue for each origin, under a limit for
/// each and one for all.
///
/// An origin that is at its limit holds up nobody else.
struct ConnectionSlots<Origin: Hashable, Waiter> {
  /// Those of one origin; known as long as one of them waits or holds a slot.
  fileprivate final class Line {
    let origin: Origin
    var active = 0
    var waiting: [Waiter] = []
    /// The first of `waiting` that still waits; those before it have gone.
    var next = 0

    init(_ origin: Origin) { self.origin = origin }

    var hasWaiter: Bool { next < waiting.count }

    func dropGone() {
      waiting.removeFirst(next)
      next = 0
    }
  }

  /// The right to a connection; to be given back once.
  struct Slot {
    fileprivate let line: Line
  }

  private let perOrigin: Int
  private let inAll: Int
  private var activeInAll = 0
  private var lines: [Origin: Line] = [:]
  /// Lines with waiters, in the order in which they are asked next.
  private var turns: [Line] = []

  init(perOrigin: Int, inAll: Int) {
    self.perOrigin = perOrigin
    self.inAll = inAll
  }

  mutating func add(_ waiter: Waiter, origin: Origin) {
    let line = line(of: origin)
    if !line.hasWaiter { turns.append(line) }
    line.waiting.append(waiter)
  }

  private mutating func line(of origin: Origin) -> Line {
    if let line = lines[origin] { return line }
    let line = Line(origin)
    lines[origin] = line
    return line
  }

  /// The next one that may begin, with its slot. `nil` when nobody may.
  mutating func next() -> (waiter: Waiter, slot: Slot)? {
    guard activeInAll < inAll, let turn = turns.firstIndex(where: { $0.active < perOrigin })
    else { return nil }
    let line = turns.remove(at: turn)
    let waiter = line.waiting[line.next]
    line.next += 1
    line.active += 1
    if line.hasWaiter {
      turns.append(line)
      if line.next > 256, line.next * 2 > line.waiting.count { line.dropGone() }
    } else {
      line.dropGone()
    }
    activeInAll += 1
    return (waiter, Slot(line: line))
  }

  mutating func release(_ slot: Slot) {
    precondition(slot.line.active > 0, "a connection slot was released twice")
    slot.line.active -= 1
    activeInAll -= 1
    forgetIfUnused(slot.line)
  }

  private mutating func forgetIfUnused(_ line: Line) {
    if line.active == 0, !line.hasWaiter { lines[line.origin] = nil }
  }

  /// Takes out one that still waits.
  ///
  /// - Returns: whether it was there.
  mutating func withdraw(origin: Origin, where matches: (Waiter) -> Bool) -> Bool {
    guard let line = lines[origin],
      let index = line.waiting[line.next...].firstIndex(where: matches)
    else { return false }
    line.waiting.remove(at: index)
    if !line.hasWaiter {
      turns.removeAll { $0 === line }
      line.dropGone()
      forgetIfUnused(line)
    }
    return true
  }

  /// Takes out all that still wait.
  mutating func withdrawAll() -> [Waiter] {
    let waiters = turns.flatMap { $0.waiting[$0.next...] }
    for line in turns {
      line.next = line.waiting.count
      line.dropGone()
      forgetIfUnused(line)
    }
    turns = []
    return waiters
  }
}
