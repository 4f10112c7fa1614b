import BatchEngine
import DurableFiles
import JobModel
import Locking
import ManifestReading

/// Checks a manifest, makes the run's own copy of it and plans the run, in one pass.
struct ManifestCopying {
  private static let entriesAtATime = 500

  let console: Console
  let files: any FileOperations
  let skipsInvalid: Bool
  /// For what repeated requests cost.
  let prices: PriceTable

  /// What is done with entries by any processor: their lines of the copy, and what to do about
  /// each.
  private struct Piece: Sendable {
    let lines: [UInt8]
    let decided: [DecidedEntry]

    init(_ entries: [ManifestEntry], _ decider: EntryDecider) {
      lines = CheckedManifest.lines(for: entries)
      decided = entries.map { decider.decide($0) }
    }
  }

  /// Reads a manifest and writes its copy under a temporary name beside `path`; the caller
  /// publishes or discards it.
  ///
  /// - Parameter builder: takes in the entries; means something when nothing is thrown.
  /// - Throws: ``CommandFailure``, after all complaints were shown, when the manifest has a
  ///   mistake; ``ManifestError`` when it can't be read.
  func copy(
    _ manifest: String, to path: String, planning builder: inout PlanBuilder
  ) throws -> DurableFile {
    let opening = try ManifestOpening(path: manifest)
    let file = try DurableFile(path: path, files: files)
    do {
      try file.write(CheckedManifest.header(source: manifest))
      var reader = ManifestReader(opening.options(skipInvalid: skipsInvalid))
      let decider = builder.decider
      var work = OrderedWork<Piece>(label: "wanbatch.manifest-copy")
      var gathered: [ManifestEntry] = []
      func take(until isEnough: (borrowing OrderedWork<Piece>) -> Bool) throws {
        while !isEnough(work), let piece = work.next() {
          try file.write(piece.lines)
          for decided in piece.decided { builder.add(decided) }
        }
      }
      func handOver() throws {
        try take { !$0.isFull }
        work.start { [gathered] in Piece(gathered, decider) }
        gathered.removeAll(keepingCapacity: true)
      }
      let verdict = try reader.read(descriptor: opening.descriptor) { entry in
        gathered.append(entry)
        if gathered.count == Self.entriesAtATime { try handOver() }
      }
      try handOver()
      try take { $0.isEmpty }
      let talk = ManifestTalk(console: console, manifest: opening.displayName, prices: prices)
      talk.show(verdict)
      try talk.require(verdict, skipsInvalid: skipsInvalid)
      try file.write(CheckedManifest.end(entries: verdict.entries, digest: verdict.digest))
      return file
    } catch {
      file.discard()
      throw error
    }
  }
}
