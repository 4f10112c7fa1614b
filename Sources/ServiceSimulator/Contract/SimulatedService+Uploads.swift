import JSONText

extension SimulatedService {
  /// `POST /v1/uploads/images` and `/v1/uploads/videos`.
  func upload(_ request: ServiceRequest, _ kind: UploadKind) -> Reply {
    guard keys.holder(request.head.authorization) != nil else { return .keyRefused }
    guard let form = MultipartForm(request.body, contentType: request.head.contentType ?? "")
    else { return .uploadRefusal("Expected multipart/form-data") }
    guard let content = form.only("file") else {
      return .uploadRefusal("Expected one field named file")
    }
    guard form.parts.allSatisfy({ $0.name == "file" || $0.name == "purpose" }) else {
      return .uploadRefusal("Unknown form field")
    }
    guard !content.isEmpty else { return .uploadRefusal("\(kind.noun) is empty") }
    guard content.count <= kind.maximumBytes else {
      return .uploadRefusal("\(kind.noun) too large. Maximum size is \(kind.maximumText)")
    }
    guard let type = UploadType(content: content), type.kind == kind else {
      let allowed = kind == .image ? "JPEG, PNG, WebP, GIF" : "MP4, WebM, MOV"
      return .uploadRefusal("Unsupported \(kind.noun.lowercased()) type. Allowed: \(allowed)")
    }
    let (file, path) = uploads.withLock {
      $0.keep(Array(content), type: type, at: request.now / 1_000_000)
    }
    var json = JSONWriter()
    json.beginObject()
    json.member("success", true)
    json.member("message", "")
    json.key("data")
    json.beginObject()
    json.member("id", file.id)
    json.member("url", baseURL + path)
    json.member("mime_type", type.mimeType)
    json.member("size", content.count)
    json.endObject()
    json.endObject()
    return Reply(status: 200, body: json.bytes)
  }

  /// Whether a URL names an upload that a simulator once kept and this one does not have.
  func isLostUpload(_ url: String) -> Bool {
    guard url.hasPrefix("http://127.0.0.1:") || url.hasPrefix("http://localhost:"),
      let start = url.firstRange(of: "/files/uploads/")?.lowerBound
    else { return false }
    return uploads.withLock { $0.file(path: String(url[start...])) } == nil
  }
}
