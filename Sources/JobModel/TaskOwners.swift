/// Which job each task belongs to: a dictionary for a million tasks.
///
/// The ids lie in one array, in the order in which they came, and a table of numbers finds them:
/// 32 bits of a task's hash tell nearly all other tasks from it without a look at their texts,
/// which are all over the memory.
package struct TaskOwners: Sendable {
  private struct Entry {
    var task: TaskID
    var job: JobID
  }

  private var entries: [Entry] = []
  /// The hash above, and a place in ``entries`` counted from 1 below; 0 is free.
  private var slots: [UInt64] = []

  /// Knows no task yet.
  package init() {}

  /// The number of tasks, each counted once whoever has owned it.
  package var count: Int { entries.count }

  /// Makes room for so many tasks.
  mutating func reserve(_ count: Int) {
    entries.reserveCapacity(count)
    while slots.count < 2 * count { grow() }
  }

  /// The job that a task belongs to; `nil` for a task that is not known.
  package subscript(task: TaskID) -> JobID? {
    guard !slots.isEmpty, let place = find(task, Self.hash(of: task)).entry else { return nil }
    return entries[place].job
  }

  /// Says who owns a task, whoever it was before.
  mutating func set(_ task: TaskID, to job: JobID) {
    if entries.count * 2 >= slots.count { grow() }
    let hash = Self.hash(of: task)
    let found = find(task, hash)
    if let place = found.entry {
      entries[place].job = job
    } else {
      entries.append(Entry(task: task, job: job))
      slots[found.slot] = hash << 32 | UInt64(entries.count)
    }
  }

  private static func hash(of task: TaskID) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: task.hashValue))
  }

  /// The entry of a task, or else the free slot for it.
  private func find(_ task: TaskID, _ hash: UInt64) -> (entry: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash {
        let place = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if entries[place].task == task { return (place, slot) }
      }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  private mutating func grow() {
    let capacity = slots.isEmpty ? 16 : slots.count * 2
    precondition(capacity <= 1 << 32, "there are too many tasks")
    var larger = [UInt64](repeating: 0, count: capacity)
    for known in slots where known != 0 {
      var slot = Int(known >> 32) & (capacity - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
      larger[slot] = known
    }
    slots = larger
  }
}

extension TaskOwners: Sequence {
  /// Goes through the tasks in the order in which each of them came first.
  package func makeIterator() -> some IteratorProtocol<(key: TaskID, value: JobID)> {
    entries.lazy.map { (key: $0.task, value: $0.job) }.makeIterator()
  }
}

extension TaskOwners: Equatable, ExpressibleByDictionaryLiteral {
  /// Of a task that is named twice, the last job counts.
  package init(dictionaryLiteral elements: (TaskID, JobID)...) {
    for (task, job) in elements { set(task, to: job) }
  }

  /// Whatever the order.
  package static func == (left: TaskOwners, right: TaskOwners) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }
}
