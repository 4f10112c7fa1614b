import Testing

@testable import ServiceSimulator

@Suite struct ResultFileTests {
  private func completed(_ fixture: SimulatorFixture) throws -> (id: String, path: String) {
    let id = try fixture.task(more: #","resolution":"720p","audio":true"#)
    fixture.clock.advance(seconds: 10)
    return (id, try fixture.filePath(id))
  }

  @Test func aFileNeedsNoKeyAndAKeyIsNoticed() throws {
    let fixture = try SimulatorFixture()
    let (id, path) = try completed(fixture)
    let file = try fixture.get(path, key: nil)
    #expect(file.status == 200)
    #expect(file.header("Content-Type") == "video/mp4")
    #expect(file.header("Accept-Ranges") == "bytes")
    #expect(file.body == Movie.expected(.p720, 5, audio: true, id: id))
    #expect(try fixture.ledger()["files_asked_with_key"]?.int == 0)
    _ = try fixture.get(path)
    #expect(try fixture.ledger()["files_asked_with_key"]?.int == 1)
    let head = try fixture.request("HEAD", path, key: nil)
    #expect(head.header("Content-Length") == "\(file.body.count)")
  }

  @Test func rangesGiveThePartThatIsAskedFor() throws {
    let fixture = try SimulatorFixture()
    let (_, path) = try completed(fixture)
    let whole = try fixture.get(path, key: nil)
    let etag = whole.header("ETag") ?? ""
    let size = whole.body.count
    for (headers, range) in [
      (["Range: bytes=100-199"], 100..<200), (["Range: bytes=100-"], 100..<size),
      (["Range: bytes=-10"], (size - 10)..<size), (["Range: bytes=0-0"], 0..<1),
      (["Range: bytes=5-99999999"], 5..<size),
      (["Range: bytes=100-199", "If-Range: \(etag)"], 100..<200),
    ] {
      let part = try fixture.get(path, headers: headers, key: nil)
      #expect(part.status == 206)
      #expect(part.body == Array(whole.body[range]))
      #expect(
        part.header("Content-Range")
          == "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)")
    }
    for headers in [
      ["Range: bytes=1-2", "If-Range: \"old\""], ["Range: bytes=2-1"], ["Range: bytes=1-2,4-5"],
      ["Range: lines=1-2"], ["Range: bytes=a-b"], ["Range: bytes=-"],
    ] {
      let answer = try fixture.get(path, headers: headers, key: nil)
      #expect(answer.status == 200, "\(headers)")
      #expect(answer.body == whole.body)
    }
    let beyond = try fixture.get(path, headers: ["Range: bytes=\(size)-"], key: nil)
    #expect(beyond.status == 416)
    #expect(beyond.header("Content-Range") == "bytes */\(size)")
  }

  @Test func aFileIsThereFromCompletionToExpiry() throws {
    let fixture = try SimulatorFixture { $0.urlLifetimeSeconds = 60 }
    let id = try fixture.task()
    #expect(try fixture.get("/files/videos/\(id).mp4", key: nil).status == 404)
    fixture.clock.advance(seconds: 69.9)
    let path = try fixture.filePath(id)
    #expect(try fixture.get(path, key: nil).status == 200)
    fixture.clock.advance(seconds: 0.1)
    #expect(try fixture.get(path, key: nil).status == 403)
    let late = try fixture.status(id).json
    #expect(late["status"]?.string == "completed")
    #expect(late["expires_at"]?.int == HandClock.start + 70)
    let failed = try fixture.task(prompt: "[fail]")
    fixture.clock.advance(seconds: 10)
    #expect(try fixture.get("/files/videos/\(failed).mp4", key: nil).status == 404)
  }
}
