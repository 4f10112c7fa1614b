import Testing

@testable import ServiceSimulator

@Suite struct UploadTests {
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 13, 10, 45, 45]
  static let samples: [(UploadType, [UInt8])] = [
    (.png, png), (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0]), (.gif, Array("GIF89a..".utf8)),
    (.webp, Array("RIFF\u{0}\u{0}\u{0}\u{0}WEBPVP8 ".utf8)),
    (.mp4, [0, 0, 0, 24] + Array("ftypisom\u{0}\u{0}\u{0}\u{0}".utf8)),
    (.mov, [0, 0, 0, 20] + Array("ftypqt  \u{0}\u{0}\u{0}\u{0}".utf8)),
    (.webm, [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm....".utf8)),
  ]

  private func upload(
    _ fixture: SimulatorFixture, _ path: String, _ content: [UInt8], field: String = "file",
    extra: String = ""
  ) throws -> LoopbackClient.Answer {
    var body = Array("\(extra)--xYz\r\nContent-Disposition: form-data; ".utf8)
    body += Array("name=\"\(field)\"; filename=\"a\"\r\nContent-Type: image/png\r\n\r\n".utf8)
    body += content + Array("\r\n--xYz--\r\n".utf8)
    return try fixture.request(
      "POST", path, headers: ["Content-Type: multipart/form-data; boundary=xYz"], body: body)
  }

  @Test func everyTypeIsKeptAndServedBack() throws {
    let fixture = try SimulatorFixture()
    for (type, content) in Self.samples {
      let isImage = type.kind == .image
      let answer = try upload(
        fixture, isImage ? "/v1/uploads/images" : "/v1/uploads/videos", content)
      #expect(answer.status == 200)
      #expect(answer.json["success"]?.bool == true)
      #expect(answer.json["message"]?.string == "")
      let data = answer.json["data"]
      #expect(data?["mime_type"]?.string == type.mimeType)
      #expect(data?["size"]?.int == Int64(content.count))
      #expect(data?["id"]?.string?.hasPrefix("upload_") == true)
      let url = data?["url"]?.string ?? ""
      #expect(url.hasPrefix(fixture.simulator.baseURL) && url.hasSuffix(type.fileExtension))
      let path = String(url.dropFirst(fixture.simulator.baseURL.count))
      let file = try fixture.get(path, key: nil)
      #expect(file.body == content)
      #expect(file.header("Content-Type") == type.mimeType)
      let other = try upload(
        fixture, isImage ? "/v1/uploads/videos" : "/v1/uploads/images", content)
      #expect(other.status == 400)
      #expect(other.json["success"]?.bool == false)
    }
  }

  @Test(arguments: [("images", 10_000_000), ("videos", 50_000_000)])
  func sizeIsBoundedToTheByte(_ kind: String, _ maximum: Int) throws {
    let fixture = try SimulatorFixture()
    let start = kind == "images" ? Self.png : Self.samples[4].1
    func content(_ count: Int) -> [UInt8] {
      start + [UInt8](repeating: 0x2D, count: count - start.count)
    }
    #expect(try upload(fixture, "/v1/uploads/\(kind)", content(maximum)).status == 200)
    let refused = try upload(fixture, "/v1/uploads/\(kind)", content(maximum + 1))
    #expect(refused.status == 400)
    #expect(refused.json["success"]?.bool == false)
    #expect(refused.json["message"]?.string?.contains("too large") == true)
  }

  @Test func whatIsNoFileIsRefused() throws {
    let fixture = try SimulatorFixture()
    let path = "/v1/uploads/images"
    #expect(try upload(fixture, path, []).status == 400)
    #expect(try upload(fixture, path, Array("<html>".utf8)).status == 400)
    #expect(try upload(fixture, path, Self.png, field: "image").status == 400)
    let purpose = "--xYz\r\nContent-Disposition: form-data; name=purpose\r\n\r\ngeneration\r\n"
    #expect(try upload(fixture, path, Self.png, extra: purpose).status == 200)
    let unknown = "--xYz\r\nContent-Disposition: form-data; name=other\r\n\r\nx\r\n"
    #expect(try upload(fixture, path, Self.png, extra: unknown).status == 400)
    let plain = try fixture.request(
      "POST", path, headers: ["Content-Type: image/png"], body: Self.png)
    #expect(plain.status == 400)
    #expect(try fixture.request("POST", path, key: nil, body: Self.png).status == 401)
  }

  @Test func aForgottenUploadCannotBeSubmitted() throws {
    let fixture = try SimulatorFixture()
    let url =
      try upload(fixture, "/v1/uploads/images", Self.png).json["data"]?["url"]?.string ?? ""
    func submit(_ url: String) throws -> Int {
      try fixture.submit(#"{"model":"wan2.6-flash","image_urls":["\#(url)"]}"#).status
    }
    #expect(try submit(url) == 200)
    #expect(try submit("http://127.0.0.1:1/files/uploads/1/1_00000000.png") == 400)
  }

  @Test(arguments: [
    "", "--b", "--b\r\n", "--b\r\nX: y\r\n\r\nz\r\n--b--", "--b\r\n\r\nz\r\n--b--",
    "x--b\r\nContent-Disposition: form-data; name=a\r\n\r\nz\r\n--b--",
    "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nz",
    "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nz\r\n--b",
  ])
  func aBrokenFormIsNoForm(_ body: String) {
    #expect(MultipartForm(Array(body.utf8), contentType: "multipart/form-data; boundary=b") == nil)
  }
}
