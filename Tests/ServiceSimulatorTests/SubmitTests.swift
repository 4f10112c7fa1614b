import JSONText
import Testing

@testable import ServiceSimulator

@Suite struct SubmitTests {
  static let image = #""image_urls":["https://example.com/a.jpg"]"#
  static let reference = #""metadata":{"reference_urls":["http://example.com/a.mp4"]}"#

  @Test(arguments: [
    (image, "2.50"), (reference, "2.50"),
    (#"\#(image),"resolution":"720p","duration":5,"audio":false"#, "0.75"),
    (#"\#(image),"resolution":"720p","duration":15,"audio":true"#, "4.50"),
    (#"\#(image),"resolution":"1080p","duration":10,"audio":false"#, "2.50"),
    (#"\#(image),"resolution":"1080p","duration":15"#, "7.50"),
    (#"\#(image),"prompt":"","watermark":true,"metadata":{"x":[1e400]}"#, "2.50"),
  ])
  func whatTheContractAllowsIsAcceptedAndPriced(_ members: String, _ amount: String) throws {
    let fixture = try SimulatorFixture()
    let answer = try fixture.submit(#"{"model":"wan2.6-flash",\#(members)}"#)
    #expect(answer.status == 200)
    #expect(answer.json["object"]?.string == "generation.task")
    #expect(answer.json["model"]?.string == "wan2.6-flash")
    #expect(answer.json["status"]?.string == "queued")
    #expect(answer.json["progress"]?.int == 0)
    #expect(answer.json["created_at"]?.int == HandClock.start)
    #expect(answer.json["metadata"]?.object?.members.isEmpty == true)
    let task = try fixture.ledger()["tasks"]?.array?.first
    #expect(task?["amount"]?.number?.text == amount)
    #expect(task?["id"]?.string == answer.json["id"]?.string)
  }

  @Test(arguments: [
    #"{}"#, #"{"model":"wan2.6-flash"}"#, #"{"model":"wan2.6-flash","prompt":"alone"}"#,
    #"{\#(image)}"#, #"{"model":"wan2.6",\#(image)}"#, #"{"model":1,\#(image)}"#,
    #"{"model":"wan2.6-flash",\#(image),\#(reference)}"#,
    #"{"model":"wan2.6-flash",\#(image),"seed":1}"#,
    #"{"model":"wan2.6-flash",\#(image),"aspect_ratio":"16:9"}"#,
    #"{"model":"wan2.6-flash",\#(image),"id":"x"}"#,
    #"{"model":"wan2.6-flash",\#(image),"labels":{}}"#,
    #"{"model":"wan2.6-flash",\#(image),"resolution":"480p"}"#,
    #"{"model":"wan2.6-flash",\#(image),"resolution":"1080P"}"#,
    #"{"model":"wan2.6-flash",\#(image),"duration":7}"#,
    #"{"model":"wan2.6-flash",\#(image),"duration":"5"}"#,
    #"{"model":"wan2.6-flash",\#(image),"duration":5.0}"#,
    #"{"model":"wan2.6-flash",\#(image),"audio":"true"}"#,
    #"{"model":"wan2.6-flash",\#(image),"audio":null}"#,
    #"{"model":"wan2.6-flash",\#(image),"watermark":1}"#,
    #"{"model":"wan2.6-flash",\#(image),"prompt":["a"]}"#,
    #"{"model":"wan2.6-flash",\#(image),"metadata":[]}"#,
    #"{"model":"wan2.6-flash",\#(image),"metadata":null}"#,
    #"{"model":"wan2.6-flash",\#(image),"client_business_id":""}"#,
    #"{"model":"wan2.6-flash",\#(image),"client_business_id":5}"#,
    #"{"model":"wan2.6-flash",\#(image),"metadata":{"client_business_id":""}}"#,
    #"{"model":"wan2.6-flash","image_urls":[]}"#,
    #"{"model":"wan2.6-flash","image_urls":"https://example.com/a.jpg"}"#,
    #"{"model":"wan2.6-flash","image_urls":["https://a/1.jpg","https://a/2.jpg"]}"#,
    #"{"model":"wan2.6-flash","image_urls":["data:image/png;base64,AAAA"]}"#,
    #"{"model":"wan2.6-flash","image_urls":["a.jpg"]}"#,
    #"{"model":"wan2.6-flash","image_urls":["ftp://a/b.jpg"]}"#,
    #"{"model":"wan2.6-flash","image_urls":["https:///b.jpg"]}"#,
    #"{"model":"wan2.6-flash","image_urls":["https://a/b c.jpg"]}"#,
    #"{"model":"wan2.6-flash","metadata":{"reference_urls":[]}}"#,
    #"{"model":"wan2.6-flash","metadata":{"reference_urls":[1]}}"#,
    #"{"model":"wan2.6-flash",\#(image),\#(image)}"#,
    #"[{"model":"wan2.6-flash",\#(image)}]"#, #"{"model":"wan2.6-flash",\#(image)"#, "",
  ])
  func whatTheContractForbidsIsRefusedAndCostsNothing(_ body: String) throws {
    let fixture = try SimulatorFixture()
    let answer = try fixture.submit(body)
    #expect(answer.status == 400)
    #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
    #expect(try fixture.ledger()["totals"]?["charged"]?.number?.text == "0.00")
  }

  @Test func depthIsBoundedAndHarmless() throws {
    let fixture = try SimulatorFixture()
    func submit(depth: Int) throws -> Int {
      let nest =
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return try fixture.submit(
        #"{"model":"wan2.6-flash",\#(Self.image),"metadata":{"x":\#(nest)}}"#
      ).status
    }
    #expect(try submit(depth: 120) == 200)
    #expect(try submit(depth: 200_000) == 400)
  }

  @Test func aRefusedPromptIs422() throws {
    let fixture = try SimulatorFixture()
    let answer = try fixture.submit(
      #"{"model":"wan2.6-flash",\#(Self.image),"prompt":"a [refuse] b"}"#)
    #expect(answer.status == 422)
    #expect(answer.errorCode == "content_policy_violation")
    #expect(try fixture.ledger()["totals"]?["tasks"]?.int == 0)
  }

  @Test func keysAreRequiredKnownAndNeverShown() throws {
    let fixture = try SimulatorFixture {
      $0.apiKeys = [.init(key: SimulatorFixture.key), .init(key: "other-key", account: "other")]
    }
    for path in ["/v1/balance", "/v1/user/balance", "/v1/videos/generations/x"] {
      for key in [nil, "wrong", SimulatorFixture.key + "x"] {
        let answer = try fixture.get(path, key: key)
        #expect(answer.status == 401, "\(path)")
        #expect(answer.errorCode == "invalid_api_key")
      }
    }
    #expect(try fixture.submit(key: "wrong").status == 401)
    let id = try fixture.task()
    // Another account's task is as good as none.
    #expect(try fixture.status(id, key: "other-key").status == 404)
    #expect(try fixture.status(id).status == 200)
    for path in ["/simulator/ledger", "/simulator/log", "/simulator/faults"] {
      let text = try fixture.get(path).text
      #expect(!text.contains(SimulatorFixture.key) && !text.contains("other-key"))
    }
  }

  @Test func methodsAndPathsThatDoNotExistAreToldApart() throws {
    let fixture = try SimulatorFixture()
    for (method, path, status) in [
      ("GET", "/v1/videos/generations", 405), ("PUT", "/v1/videos/generations", 405),
      ("POST", "/v1/balance", 405), ("DELETE", "/v1/videos/generations/x", 405),
      ("GET", "/v1/uploads/images", 405), ("POST", "/v1/v1/videos/generations", 404),
      ("GET", "/", 404), ("GET", "/v1/videos/generations/", 404),
      ("GET", "/v1/videos/generations/a/b", 404), ("GET", "/v1/videos/generations/%zz", 404),
    ] {
      let answer = try fixture.request(method, path, body: method == "GET" ? nil : [])
      #expect(answer.status == status, "\(method) \(path)")
    }
    #expect(try fixture.get("/v1/videos/generations").header("Allow") == "POST")
  }

  @Test func aBodyMustBeDeclaredAsJSON() throws {
    let fixture = try SimulatorFixture()
    let answer = try fixture.request(
      "POST", "/v1/videos/generations", headers: ["Content-Type: text/plain"],
      body: Array(SimulatorFixture.image.utf8))
    #expect(answer.status == 400)
  }

  @Test(arguments: [SimulatorOptions.BusinessIDs.honoured, .ignored, .refused])
  func businessIDsAreHonouredIgnoredOrRefused(_ policy: SimulatorOptions.BusinessIDs) throws {
    let fixture = try SimulatorFixture {
      $0.businessIDs = policy
      $0.lookupDelaySeconds = 3
    }
    let body = #"{"model":"wan2.6-flash",\#(Self.image),"client_business_id":"n°1/é"}"#
    let answer = try fixture.submit(body)
    #expect(answer.status == (policy == .refused ? 400 : 200))
    let isHonoured = policy == .honoured
    #expect(answer.json["client_business_id"]?.string == (isHonoured ? "n°1/é" : nil))
    let path = "n%C2%B01%2F%C3%A9"
    #expect(try fixture.status(path).status == 404)
    fixture.clock.advance(seconds: 3)
    let found = try fixture.status(path)
    #expect(found.status == (isHonoured ? 200 : 404))
    #expect(found.json["id"]?.string == (isHonoured ? answer.json["id"]?.string : nil))
    // The decomposed spelling is another key.
    #expect(try fixture.status("n%C2%B01%2Fe%CC%81").status == 404)
  }

  /// The key that the answers repeat, and the only one of three that finds the task.
  @Test(
    arguments: [
      (.honoured, image, "top", "top"),
      (.metadataFirst, image, "inner", "inner"), (.imageOnly, image, "top", "top"),
      (.imageOnly, reference, nil, nil), (.referenceOnly, image, nil, nil),
      (.referenceOnly, reference, "top", "top"),
      (.rewritten, image, "user-1-top", "user-1-top"),
      (.echoRewritten, image, "user-1-top", "top"),
    ] as [(SimulatorOptions.BusinessIDs, String, String?, String?)])
  func businessIDsAreStoredAndRepeatedAsThePolicySays(
    _ policy: SimulatorOptions.BusinessIDs, _ source: String, _ repeated: String?,
    _ stored: String?
  ) throws {
    let fixture = try SimulatorFixture { $0.businessIDs = policy }
    let members =
      source == Self.image
      ? #"\#(source),"metadata":{"client_business_id":"inner"}"#
      : #""metadata":{"reference_urls":["http://a/b.mp4"],"client_business_id":"inner"}"#
    let answer = try fixture.submit(
      #"{"model":"wan2.6-flash",\#(members),"client_business_id":"top"}"#
    ).json
    #expect(answer["client_business_id"]?.string == repeated)
    for key in ["top", "inner", "user-1-top"] {
      let found = try fixture.status(key)
      #expect(found.status == (key == stored ? 200 : 404), "\(key)")
      if key == stored { #expect(found.json["client_business_id"]?.string == repeated) }
    }
    let id = answer["id"]?.string ?? ""
    #expect(try fixture.status(id).json["client_business_id"]?.string == repeated)
    #expect(try fixture.ledger()["tasks"]?.array?.first?["business_id"]?.string == stored)
  }

  @Test func keyInMetadataAloneIsAccepted() throws {
    let fixture = try SimulatorFixture()
    _ = try fixture.submit(
      #"{"model":"wan2.6-flash",\#(Self.image),"metadata":{"client_business_id":"inner"}}"#)
    #expect(try fixture.status("inner").json["client_business_id"]?.string == "inner")
  }
}
