import JSONText
import JobModel

/// The run's own copy of a manifest that was found right, read entry by entry and in any order.
///
/// JSON Lines: a header, an entry a line in manifest order, and an end line, without which the
/// copy was cut:
///
/// ```json
/// {"type":"manifest","format":1,"source":"nightly.jsonl"}
/// {"type":"job","id":"a","line":1,"fingerprint":"…","request":{"model":"wan2.6-flash",…}}
/// {"type":"invalid","id":"b","line":2,"complaints":["duration: expected 5, 10 or 15, got 7"]}
/// {"type":"end","entries":2,"sha256":"…"}
/// ```
///
/// Memory: 8 bytes an entry. Reading blocks.
package struct CheckedManifest: JobSource {
  /// The version of the copy's format.
  package static let format = 1
  /// The original manifest's name as the user gave it.
  package let source: String
  /// The number of entries.
  package let count: Int

  private let path: String
  private let file: OpenFile
  /// Where each line begins, and at last where the file ends.
  private let starts: [Int64]

  /// Opens a copy, finds its lines and checks its first and last one.
  ///
  /// - Throws: `notFound`, `newerCopy`, `damagedCopy`, or what the system says.
  package init(path: String) throws(ManifestError) {
    self.path = path
    do throws(SystemInput.Failure) {
      file = try OpenFile(path: path)
      starts = try Self.findLines(file)
    } catch {
      if SystemFailure.isNotFound(error.code) { throw .notFound(path: path) }
      throw .system(path: path, doing: "read", code: error.code)
    }
    guard starts.count > 1 else {
      throw .damagedCopy(path: path, line: 1, problem: "it is empty")
    }
    let lines = starts.count - 1
    let header = try Self.members(ofLine: 0, starts, file, path: path)
    guard header["type"]?.string == "manifest", let format = header["format"]?.int else {
      throw .damagedCopy(path: path, line: 1, problem: "its first line is not the header")
    }
    guard format == Self.format else { throw .newerCopy(path: path, format: Int(format)) }
    let end = try Self.members(ofLine: lines - 1, starts, file, path: path)
    guard lines > 1, end["type"]?.string == "end", let entries = end["entries"]?.int,
      end["sha256"]?.string != nil
    else {
      throw .damagedCopy(path: path, line: lines, problem: "its end is missing")
    }
    guard entries == lines - 2 else {
      throw .damagedCopy(
        path: path, line: lines, problem: "it has \(lines - 2) of \(entries) entries")
    }
    source = header["source"]?.string ?? ""
    count = lines - 2
  }

  /// Reads the entry at a place of manifest order, from 0 to ``count``, exclusive; blocks.
  ///
  /// - Throws: `damagedCopy`, or `system` where it can't be read.
  package func entry(at index: Int) throws -> ManifestEntry {
    try entries(in: index..<index + 1)[0]
  }

  /// Reads entries that follow each other, all at once; blocks.
  ///
  /// The places are from 0 to ``count``, exclusive; any other is a programming error. The range may
  /// be empty.
  ///
  /// - Throws: `damagedCopy` with the first wrong line, or `system` where it can't be read.
  package func entries(in range: Range<Int>) throws -> [ManifestEntry] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "no such entries")
    if range.isEmpty { return [] }
    let lines = range.lowerBound + 1..<range.upperBound + 1
    let bytes = try Self.read(lines: lines, starts, file, path: path)
    let start = starts[lines.lowerBound]
    return try bytes.withUnsafeBufferPointer { bytes in
      try lines.map { line in
        let (first, next) = (Int(starts[line] - start), Int(starts[line + 1] - start))
        do {
          return try CheckedEntry.read(UnsafeBufferPointer(rebasing: bytes[first..<next - 1]))
        } catch {
          throw ManifestError.damagedCopy(
            path: path, line: line + 1, problem: "the line can't be understood (\(error))")
        }
      }
    }
  }

  private static func members(
    ofLine line: Int, _ starts: [Int64], _ file: OpenFile, path: String
  ) throws(ManifestError) -> JSONValue {
    let bytes = try read(lines: line..<line + 1, starts, file, path: path)
    do throws(JSONTextError) {
      return try JSONValue.parse(bytes)
    } catch {
      throw .damagedCopy(path: path, line: line + 1, problem: error.description)
    }
  }

  /// The bytes of lines, with all line ends but the last.
  private static func read(
    lines: Range<Int>, _ starts: [Int64], _ file: OpenFile, path: String
  ) throws(ManifestError) -> [UInt8] {
    let start = starts[lines.lowerBound]
    let length = Int(starts[lines.upperBound] - start) - 1
    let bytes: [UInt8]
    do throws(SystemInput.Failure) {
      bytes = try SystemInput.read(file.descriptor, at: start, count: length)
    } catch {
      throw .system(path: path, doing: "read", code: error.code)
    }
    guard bytes.count == length else {
      throw .damagedCopy(
        path: path, line: lines.lowerBound + 1, problem: "the file has become shorter")
    }
    return bytes
  }

  /// The places after each LF; a file that does not end in one is cut, and has no last line.
  private static func findLines(_ file: OpenFile) throws(SystemInput.Failure) -> [Int64] {
    var starts: [Int64] = [0]
    var offset: Int64 = 0
    while true {
      let chunk = try SystemInput.read(file.descriptor, at: offset, count: 256 << 10)
      if chunk.isEmpty { return starts }
      chunk.withUnsafeBufferPointer { bytes in
        var place = 0
        while let length = LineEnd.next(in: bytes, from: place, to: bytes.count) {
          place += length + 1
          starts.append(offset + Int64(place))
        }
      }
      offset += Int64(chunk.count)
    }
  }
}

/// A descriptor that is closed when nobody uses it any more.
private final class OpenFile: Sendable {
  let descriptor: Int32

  init(path: String) throws(SystemInput.Failure) {
    descriptor = try SystemInput.open(path, waits: false)
  }

  deinit {
    SystemInput.close(descriptor)
  }
}
