import HTTPCore

extension NightService {
  func status(of name: String) async -> Result<HTTPResponse, HTTPFailure> {
    let isKey = name.hasPrefix("wb-")
    let left = clock.now
    state.withLock { state in
      state.queries += 1
      if !isKey {
        if let last = state.askedAt[name], left - last < state.pollInterval {
          state.complaints.append("\(name) was asked for again after \(left - last)")
        }
        state.askedAt[name] = left
      }
      if !isKey, !state.isDurable(name) {
        state.complaints.append("\(name) was asked for before it was on the disk")
      }
    }
    guard await pass() else { return lost(.maybeSent, .cancelled) }
    let now = clock.now
    let reply = state.withLock { state in
      if state.chance(state.rules.queryTrouble) { return trouble(name, &state) }
      let place = state.tasks.firstIndex {
        $0.visibleAt <= now && (isKey ? $0.key == name : $0.id == name)
      }
      guard let place else { return answer(404, Self.error("task_not_found", "任务不存在")) }
      let task = state.tasks[place]
      guard task.endsAt <= now else { return unfinished(task, &state) }
      if task.fate == .video, now < task.failedUntil {
        return answer(
          200,
          #"{"id":"\#(task.id)","status":"failed","error":{"code":"generation_failed","#
            + #""message":"Generation failed: worker lost"}}"#)
      }
      guard task.fate == .video else {
        state.tasks[place].isToldGone = true
        let message =
          task.fate == .passingFailure ? "the GPU was lost" : "Content violates the content policy"
        return answer(
          200,
          #"{"id":"\#(task.id)","status":"failed","error":{"code":"generation_failed","#
            + #""message":"\#(message)"}}"#)
      }
      return answer(
        200,
        #"{"id":"\#(task.id)","status":"completed","progress":"100%",\#(times(of: task, state.rules))"#
          + #""result":{"data":[{"url":"https://files.example/\#(task.id).mp4"}]}}"#)
    }
    guard await pass() else { return lost(.maybeSent, .cancelled) }
    return reply
  }

  /// The moments of a finished task; those of a service that tells no expiry are left out.
  private func times(of task: RemoteTask, _ rules: NightRules) -> String {
    func seconds(_ instant: Duration) -> Int64 {
      serviceSeconds + Int64((instant - clock.inner.now) / .seconds(1))
    }
    let known =
      #""created_at":\#(seconds(task.createdAt)),"completed_at":\#(seconds(task.endsAt)),"#
    return switch rules.expiry {
    case .right: known + #""expires_at":\#(seconds(task.expiresAt)),"#
    case .zero: known + #""expires_at":0,"#
    case .beforeCreation: known + #""expires_at":\#(seconds(task.createdAt) - 60),"#
    case .text: known + #""expires_at":"2026-11-23T02:00:00Z","#
    case .missing: ""
    }
  }

  private func unfinished(
    _ task: RemoteTask, _ state: inout State
  ) -> Result<HTTPResponse, HTTPFailure> {
    let words = ["queued", "in_progress", "processing", "pondering"]
    let progress = ["65", "\"65%\"", "null", "\"?\""]
    return answer(
      200,
      #"{"id":"\#(task.id)","status":"\#(words.randomElement(using: &state.random) ?? "")","#
        + #""progress":\#(progress.randomElement(using: &state.random) ?? "0")}"#)
  }

  private func trouble(
    _ name: String, _ state: inout State
  ) -> Result<HTTPResponse, HTTPFailure> {
    switch Int.random(in: 0..<7, using: &state.random) {
    case 0: answer(429, "", Self.retryAfter(&state.random))
    case 1: answer(500, Self.error("internal", "oops"))
    case 2: answer(502, Self.page)
    case 3: answer(404, Self.page)
    case 4:
      answer(200, #"{"id":"another","status":"failed","client_business_id":"wb-another"}"#)
    case 5: lost(.neverSent, .connect)
    default: lost()
    }
  }

  func receive(
    _ request: HTTPRequest, by receiver: any HTTPBodyReceiver
  ) async -> Result<HTTPResponseHead, HTTPFailure> {
    clock.note()
    defer { clock.note() }
    if request.headers.contains(where: { $0.name == "Authorization" }) {
      complain("a download with the key")
    }
    let id = String(request.url.dropFirst("https://files.example/".count).dropLast(4))
    guard await pass() else { return .failure(Self.cancelled) }
    let now = clock.now
    let reply = state.withLock { state in
      state.downloads += 1
      return download(id, now, &state)
    }
    guard await receiver.begin(reply.head) else {
      return .failure(HTTPFailure(phase: .maybeSent, kind: .stoppedByReceiver, message: "enough"))
    }
    let half = reply.body.count / 2
    for piece in [reply.body[..<half], reply.body[half...]] where !piece.isEmpty {
      guard await pass() else { return .failure(Self.cancelled) }
      guard await receiver.take(Array(piece)) else {
        return .failure(
          HTTPFailure(phase: .maybeSent, kind: .stoppedByReceiver, message: "enough"))
      }
      if reply.isCut {
        return .failure(
          HTTPFailure(phase: .maybeSent, kind: .connectionLost, message: "the line broke"))
      }
    }
    return .success(reply.head)
  }

  private static let cancelled = HTTPFailure(
    phase: .maybeSent, kind: .cancelled, message: "cancelled")

  /// The content of a container that the inspector does not know, different for each task.
  static func foreign(_ id: String) -> [UInt8] {
    [0x1A, 0x45, 0xDF, 0xA3] + Array(id.utf8) + [UInt8](repeating: 7, count: 2000)
  }

  private struct File {
    var head: HTTPResponseHead
    var body: [UInt8] = []
    var isCut = false
  }

  private func download(_ id: String, _ now: Duration, _ state: inout State) -> File {
    func plain(_ status: Int) -> File { File(head: HTTPResponseHead(status: status)) }
    if now < state.filesAreBusyUntil { return plain(503) }
    if let target = state.redirects[id] {
      return File(head: HTTPResponseHead(status: 302, headers: [HTTPField("Location", target)]))
    }
    guard let place = state.tasks.firstIndex(where: { $0.id == id }) else { return plain(404) }
    let task = state.tasks[place]
    if task.fate != .video || task.endsAt > now {
      state.complaints.append("\(id) was fetched before it was a video")
    }
    if task.expiresAt <= now {
      state.tasks[place].isToldGone = true
      return plain(403)
    }
    func file(_ bytes: [UInt8]) -> File {
      let length = HTTPField("Content-Length", "\(bytes.count)")
      return File(head: HTTPResponseHead(status: 200, headers: [length]), body: bytes)
    }
    if state.filesAreRefusedUntil > now { return plain(404) }
    switch state.rules.files {
    case .same?: return file(Self.foreign(id))
    case .changing?: return file(Self.foreign("\(id) \(state.downloads)"))
    case .page?: return file(Array(Self.page.utf8))
    case nil: break
    }
    guard state.chance(state.rules.downloadTrouble) else { return file(task.movie) }
    switch Int.random(in: 0..<6, using: &state.random) {
    case 0: return plain(404)
    case 1: return plain(500)
    case 2: return plain(403)
    case 3: return file(Array("<html>soon</html>".utf8))
    case 4: return file(Array(task.movie.dropLast(9)))
    default:
      var whole = file(task.movie)
      whole.isCut = true
      return whole
    }
  }
}
