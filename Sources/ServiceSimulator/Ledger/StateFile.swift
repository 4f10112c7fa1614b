import JSONText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps accepted tasks over restarts: one JSON line for each, written before it is answered.
///
/// A kill loses nothing that was answered, since the system holds what was written. A last line
/// that a kill cut short is dropped at the next start; any other file is refused and left as it is.
/// Not made for power cuts.
///
/// `{"id":"video_…","key":"1f0c…","business_id":"k-1","request":{"model":"wan2.6-flash",…}}`
struct StateFile: Sendable {
  private let descriptor: Int32

  /// Opens or creates the file and hands back the entries that it holds, in order.
  static func open(
    _ path: String
  ) throws(SimulatorError) -> (StateFile, [LedgerEntry]) {
    let descriptor = retried { systemOpen(path) }
    guard descriptor >= 0 else { throw .stateFile(path: path, cause: errno) }
    do throws(SimulatorError) {
      return (StateFile(descriptor: descriptor), try read(descriptor, path))
    } catch {
      _ = systemClose(descriptor)
      throw error
    }
  }

  /// Reads the entries, and drops a last line that was cut short.
  private static func read(
    _ descriptor: Int32, _ path: String
  ) throws(SimulatorError) -> [LedgerEntry] {
    guard let bytes = readAll(descriptor) else { throw .stateFile(path: path, cause: errno) }
    var entries: [LedgerEntry] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      guard let entry = parse(rest[..<end]) else {
        throw .foreignStateFile(path: path, line: entries.count + 1)
      }
      entries.append(entry)
      rest = rest[(end + 1)...]
    }
    guard !rest.isEmpty else { return entries }
    guard zip(rest, lineStart).allSatisfy(==) else {
      throw .foreignStateFile(path: path, line: entries.count + 1)
    }
    guard retried({ ftruncate(descriptor, off_t(rest.startIndex)) }) == 0 else {
      throw .stateFile(path: path, cause: errno)
    }
    return entries
  }

  /// What each line begins with.
  private static let lineStart = Array(#"{"id":""#.utf8)

  /// Whether the whole entry was written.
  func append(_ entry: LedgerEntry) -> Bool {
    var json = JSONWriter()
    json.beginObject()
    json.member("id", entry.id)
    json.member("key", entry.key)
    if let id = entry.businessID { json.member("business_id", id) }
    json.memberRaw("request", entry.request)
    json.endObject()
    let line = json.bytes + [0x0A]
    return line.withUnsafeBytes { bytes in
      handOver(bytes) { systemWrite(descriptor, $0) }
    }
  }

  func close() { _ = systemClose(descriptor) }

  private static func parse(_ line: ArraySlice<UInt8>) -> LedgerEntry? {
    do {
      let value = try JSONValue.parse(line)
      guard let id = value["id"]?.string, let facts = TaskID.decode(id),
        let key = value["key"]?.string, let request = value["request"]?.object
      else { return nil }
      return LedgerEntry(
        id: id, facts: facts, key: key, businessID: value["business_id"]?.string,
        request: compactText(.object(request)), bodyHash: bodyHash(request),
        prompt: request["prompt"]?.string ?? "")
    } catch {
      return nil
    }
  }

  /// - Returns: `nil` when it can't be read; `errno` says why.
  private static func readAll(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    while true {
      let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { space in
        let count = retried { systemRead(descriptor, space) }
        if count > 0 { bytes.append(contentsOf: space[..<count]) }
        return count
      }
      if count <= 0 { return count == 0 ? bytes : nil }
    }
  }
}

private func systemOpen(_ path: String) -> Int32 {
  open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemRead(_ descriptor: Int32, _ space: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, space.baseAddress, space.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
