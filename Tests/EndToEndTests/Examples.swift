/// Manifests for tests.
enum Examples {
  /// What `manifests/demo.jsonl` costs, added up by hand.
  static let demoCost = "36.00"

  /// A file of the project's `manifests` folder.
  static func path(_ name: String) -> String {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(folder)/manifests/\(name)"
  }

  /// A cheap job: ¥0.75.
  static func job(_ id: String, _ prompt: String = "slow turntable") -> String {
    """
    {"id":"\(id)","image_urls":["https://cdn.example.com/\(id).jpg"],"prompt":"\(prompt)",\
    "resolution":"720p","duration":5,"audio":false}

    """
  }

  /// One of many jobs that cover all prices, lengths and modes; of ten, one is refused and one
  /// fails for good.
  static func mixedJob(_ number: Int) -> String {
    let marker = number % 10 == 3 ? "[refuse] " : number % 10 == 7 ? "[policy] " : ""
    let resolution = number % 2 == 0 ? "720p" : "1080p"
    let audio = number % 4 < 2
    let source =
      number % 3 == 0
      ? #""metadata":{"reference_urls":["https://cdn.example.com/\#(number).mp4"]}"#
      : #""image_urls":["https://cdn.example.com/\#(number).jpg"]"#
    return """
      {"id":"job-\(number)",\(source),"prompt":"\(marker)number \(number)",\
      "resolution":"\(resolution)","duration":\([5, 10, 15][number % 3]),"audio":\(audio)}

      """
  }
}
