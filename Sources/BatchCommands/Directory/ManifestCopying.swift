import DurableFiles
import JobModel
import ManifestReading

/// Checks a manifest and makes the run's own copy of it, in one pass.
struct ManifestCopying {
  private static let flushBytes = 256 << 10

  let console: Console
  let files: any FileOperations
  let skipsInvalid: Bool
  /// For what repeated requests cost.
  let prices: PriceTable

  /// Reads a manifest and writes its copy under a temporary name beside `path`; the caller
  /// publishes or discards it.
  ///
  /// - Throws: ``CommandFailure``, after all complaints were shown, when the manifest has a
  ///   mistake; ``ManifestError`` when it can't be read.
  func copy(_ manifest: String, to path: String) throws -> DurableFile {
    let opening = try ManifestOpening(path: manifest)
    let file = try DurableFile(path: path, files: files)
    do {
      try file.write(CheckedManifest.header(source: manifest))
      var gathered: [UInt8] = []
      var reader = ManifestReader(opening.options(skipInvalid: skipsInvalid))
      let verdict = try reader.read(descriptor: opening.descriptor) { entry in
        gathered += CheckedManifest.line(for: entry)
        if gathered.count >= Self.flushBytes {
          try file.write(gathered)
          gathered = []
        }
      }
      let talk = ManifestTalk(console: console, manifest: opening.displayName, prices: prices)
      talk.show(verdict)
      try talk.require(verdict, skipsInvalid: skipsInvalid)
      let end = CheckedManifest.end(entries: verdict.entries, digest: verdict.digest)
      try file.write(gathered + end)
      return file
    } catch {
      file.discard()
      throw error
    }
  }
}
