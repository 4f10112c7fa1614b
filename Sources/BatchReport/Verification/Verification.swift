import JobModel

/// The outcome of checking an output directory's files against its journal.
package struct Verification: Sendable {
  /// What should be there, and what the journal says by itself.
  package let inventory: Inventory
  /// Videos that are whole, and their bytes.
  package private(set) var whole = 0
  /// Their size by the journal, which is that of the files.
  package private(set) var wholeBytes: Int64 = 0
  private var found: [Finding] = []

  /// Begins with the findings of the inventory; no file is looked at yet.
  package init(_ inventory: Inventory) {
    self.inventory = inventory
  }

  /// Takes in what was found where a video should be.
  package mutating func take(_ verdict: FileVerdict, of item: Inventory.Item) {
    func add(_ kind: Finding.Kind, _ message: String) {
      found.append(
        Finding(
          kind, job: item.job, task: item.video.task, path: item.video.file.path,
          amount: item.amount, message: message))
    }
    switch verdict {
    case .whole:
      whole += 1
      wholeBytes += item.video.file.sizeBytes
    case .missing: add(.missing, "the file is not there")
    case .damaged(let damage): add(.damaged, damage)
    case .misdescribed(let difference): add(.misdescribed, difference)
    case .unverified(let reason): add(.unverified, reason)
    case .unreadable(let reason): add(.unreadable, reason)
    }
  }

  /// Takes in a file that is in one of the directories of videos, with its path relative to the
  /// output directory.
  package mutating func take(fileAt path: String) {
    if let finding = inventory.judge(path) { found.append(finding) }
  }

  /// Takes in a directory of videos that can't be listed: what is in it beyond the journal is unknown.
  package mutating func take(unreadable directory: String, _ reason: String) {
    found.append(Finding(.unreadable, path: directory, message: reason))
  }

  /// Everything there is to say: problems first, each kind by job and path.
  package var findings: [Finding] {
    let order = Dictionary(
      uniqueKeysWithValues: Finding.Kind.allCases.enumerated().map { ($1, $0) })
    return (inventory.findings + found).sorted { left, right in
      let ranks = (order[left.kind] ?? 0, order[right.kind] ?? 0)
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      let ids = (left.job ?? JobID(""), right.job ?? JobID(""))
      if ids.0 != ids.1 { return ids.0 < ids.1 }
      return (left.path ?? "").utf8.lexicographicallyPrecedes((right.path ?? "").utf8)
    }
  }

  /// Whether files and journal agree.
  package var isSound: Bool {
    !(inventory.findings + found).contains { $0.kind.isProblem }
  }

  /// How many findings of a kind there are so far.
  package func count(_ kind: Finding.Kind) -> Int {
    (inventory.findings + found).count { $0.kind == kind }
  }
}
