extension SimulatedService {
  /// `GET /files/videos/{id}.mp4`; needs no key, and must not be sent one.
  func video(_ request: ServiceRequest, _ id: String, _ fault: FaultAction?) -> Reply {
    guard let facts = TaskID.decode(id), facts.stage(at: request.milliseconds) == .ended,
      !facts.outcome.isFailure
    else { return .notFound }
    guard request.milliseconds < expiryMilliseconds(facts) else {
      return Reply(
        status: 403, contentType: "application/xml",
        body: Array("<Error><Code>AccessDenied</Code><Message>expired</Message></Error>".utf8))
    }
    var shape = facts.shape
    var etag = id
    var headers = [(name: "Accept-Ranges", value: "bytes")]
    var honoursRange = true
    var damage: FaultAction.FileFault?
    if case .file(let fileFault) = fault {
      switch fileFault {
      case .cut, .corrupt, .webM: damage = fileFault
      case .ignoresRange:
        honoursRange = false
        headers = []
      case .changes: etag += "-\(request.now)"
      case .resolution(let resolution): shape.resolution = resolution
      case .silent: shape.hasAudio = false
      case .length(let milliseconds): shape.milliseconds = milliseconds
      }
    }
    var bytes = videos.file(shape, hue: Int(facts.serial / 3 % 3), label: id)
    var contentType = "video/mp4"
    switch damage {
    case .cut: bytes.removeLast(bytes.count / 2)
    case .corrupt:
      for index in stride(from: 4, to: min(bytes.count, 400), by: 3) { bytes[index] ^= 0x5A }
    case .webM(let changes):
      let seed = changes ? UInt64.random(in: 0...UInt64.max) : facts.serial
      if changes { etag += "-\(seed)" }
      bytes = webMFile(seed: seed)
      contentType = "video/webm"
    default: break
    }
    headers.append(("ETag", "\"\(etag)\""))
    let file = Reply(status: 200, headers: headers, contentType: contentType, body: bytes)
    return honoursRange ? file.cut(to: request.head.range, if: request.head.ifRange) : file
  }

  /// An upload, given back to anybody who knows its address.
  func uploadedFile(_ request: ServiceRequest, _ path: String) -> Reply {
    guard let upload = uploads.withLock({ $0.file(path: path) }) else { return .notFound }
    let headers = [
      (name: "Accept-Ranges", value: "bytes"), (name: "ETag", value: "\"\(upload.id)\""),
    ]
    let file = Reply(
      status: 200, headers: headers, contentType: upload.type.mimeType, body: upload.bytes)
    return file.cut(to: request.head.range, if: request.head.ifRange)
  }
}

/// A WebM header, a segment of unknown size and bytes that follow from the seed; 4 KiB in all.
private func webMFile(seed: UInt64) -> [UInt8] {
  var bytes: [UInt8] = [
    0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 1, 0x42, 0xF7, 0x81, 1, 0x42, 0xF2, 0x81, 4,
    0x42, 0xF3, 0x81, 8, 0x42, 0x82, 0x84,
  ]
  bytes += "webm".utf8
  bytes += [0x42, 0x87, 0x81, 2, 0x42, 0x85, 0x81, 2]
  bytes += [0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
  var generator = SeededGenerator(seed: seed)
  while bytes.count < 4_096 { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
  return bytes
}

extension Reply {
  /// The part that a `Range` asks for: 206, 416, or the whole where it does not apply.
  fileprivate func cut(to range: String?, if condition: String?) -> Reply {
    guard let range else { return self }
    if let condition {
      let etag = headers.first { $0.name == "ETag" }?.value ?? ""
      guard condition.utf8.elementsEqual(etag.utf8) else { return self }
    }
    switch ByteRange.parse(range, size: body.count) {
    case .whole: return self
    case .unsatisfiable:
      var reply = Reply.error(416, "range_not_satisfiable", "The file is shorter than that")
      reply.headers.append(("Content-Range", "bytes */\(body.count)"))
      return reply
    case .part(let part):
      var reply = self
      reply.status = 206
      reply.body = Array(body[part])
      let span = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(body.count)"
      reply.headers.append(("Content-Range", span))
      return reply
    }
  }
}
