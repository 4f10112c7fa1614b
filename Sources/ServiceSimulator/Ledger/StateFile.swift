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
/// that a kill cut short is dropped at the next start. Not made for power cuts.
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
    let bytes = readAll(descriptor)
    var entries: [LedgerEntry] = []
    var validEnd = 0
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      guard let entry = parse(rest[..<end]) else { break }
      entries.append(entry)
      rest = rest[(end + 1)...]
      validEnd = end + 1
    }
    if validEnd < bytes.count, retried({ ftruncate(descriptor, off_t(validEnd)) }) != 0 {
      let cause = errno
      _ = systemClose(descriptor)
      throw .stateFile(path: path, cause: cause)
    }
    return (StateFile(descriptor: descriptor), entries)
  }

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
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = retried { systemWrite(descriptor, part) }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
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

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { space in
        let count = retried { read(descriptor, space.baseAddress, space.count) }
        if count > 0 { bytes.append(contentsOf: space[..<count]) }
        return count
      }
      if count <= 0 { return bytes }
    }
  }
}

private func systemOpen(_ path: String) -> Int32 {
  open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
