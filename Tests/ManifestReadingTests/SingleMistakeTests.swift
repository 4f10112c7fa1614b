import ManifestReading
import Testing

/// One mistake in one line each, with the message a person reads.
struct SingleMistakeTests {
  /// A manifest of one line, `§` standing for a right `image_urls`; then, indented, the expected
  /// complaints from the column on. Relative paths begin in a directory that does not exist.
  static let table = #"""
    {"id":"x",§
      45: invalid JSON: the line ends where ',' or '}' should stand; a job is one JSON object on one line; jq -c makes it so (job "x")
    {"id":"x",§,}
      46: invalid JSON: expected a key in double quotes, found '}'; take out the comma before it (job "x")
    {'id':"x"}
      2: invalid JSON: expected a key in double quotes or '}', found '''; JSON has straight double quotes around keys and text
    {id:"x"}
      2: invalid JSON: expected a key in double quotes or '}', found 'i'
    {"id":"x" §}
      11: invalid JSON: expected ',' or '}', found '"'; put a comma before it (job "x")
    {"id" "x"}
      7: invalid JSON: expected ':', found '"'
    {"id":"x",§,"audio":True}
      54: invalid JSON: expected a value, found the word True; write true (job "x")
    {"id":"x",§,"audio":tru}
      54: invalid JSON: expected a value, found the word tru; text stands in double quotes (job "x")
    {"id":"x",§,"prompt":None}
      55: invalid JSON: expected a value, found the word None; leave the field out instead (job "x")
    {"id":"x",§,"prompt":"\x"}
      56: invalid JSON: a backslash cannot stand before 'x' (job "x")
    {"id":"x",§,"prompt":"\ud800"}
      56: invalid JSON: half of a surrogate pair in a \u escape (job "x")
    {"id":"x",§,"prompt":"\u12g4"}
      60: invalid JSON: expected a hexadecimal digit, found 'g' (job "x")
    {"id":"x",§,"prompt":"open}
      61: invalid JSON: the line ends inside a string; a job is one JSON object on one line, a line break in a text is \n (job "x")
    {"id":"x",§,"duration":05}
      57: invalid JSON: a number cannot begin with a superfluous 0 (job "x")
    {"id":"x",§,"duration":5.}
      59: invalid JSON: expected a digit, found '}' (job "x")
    {"id":"x",§,"duration":+5}
      57: invalid JSON: expected a value, found '+' (job "x")
    {"id":"x",§,"duration":NaN}
      57: invalid JSON: expected a value, found the word NaN; text stands in double quotes (job "x")
    {"id":"x",§,"audio":true},
      59: invalid JSON: ',' follows the object; take out the comma: lines are not separated by commas (job "x")
    {"id":"x",§,"audio":true} {"id":"y"}
      60: invalid JSON: '{' follows the object; each job stands on a line of its own (job "x")
    {"id":"x",§,"audio":true} // note
      60: invalid JSON: '/' follows the object; each job stands on a line of its own (job "x")
    # note
      1: expected one JSON object, found '#'; JSON has no comments
    id,prompt
      1: the file is a table; make a manifest of it first, with wanbatch convert
    sku;"Image_URLs";text
      1: the file is a table; make a manifest of it first, with wanbatch convert
    hello, world
      1: expected one JSON object, found the word hello; a job is one JSON object on one line
    <!DOCTYPE html>
      1: the file is HTML or XML; a manifest has one JSON object a line
    [{"id":"x",§},
      1: the line begins a JSON array that goes on in the next line; write each element on a line of its own, without the brackets and the commas: jq -c '.[]' makes it so
    {
      1: a JSON value is spread over several lines here; write each job as one object on one line; jq -c makes it so
    "x"
      1: expected one JSON object, got a string
    5
      1: expected one JSON object, got a number
    null
      1: expected one JSON object, got null
    [{"id":"x"}]
      1: expected one JSON object, got an array; write each element on a line of its own, without the brackets and the commas
    {}
      1: image_urls: is missing; give image_urls with one image, or metadata.reference_urls with videos
    {"id":"x",§,"prompt":"a","prompt":"b"}
      59: key "prompt" stands here for the second time; keep one of the two (job "x")
    {"id":"x",§,"labels":{"a":1,"\u0061":2}}
      62: key "a" stands here for the second time; keep one of the two (job "x")
    {"id":"x",§,"prompt":[}}
      56: invalid JSON: expected a value or ']', found '}' (job "x")
    {"id":"x",§,"labels":{"a":1,}}
      62: invalid JSON: expected a key in double quotes, found '}'; take out the comma before it (job "x")
    {"id":"x",§,"metadata":{"k":[1,]}}
      65: invalid JSON: expected a value, found ']'; take out the comma before it (job "x")
    {"id":"x",§,"model":"wan2.5"}
      54: model: expected "wan2.6-flash", got "wan2.5"; this program knows no other model; the field may be left out (job "x")
    {"id":"x",§,"model":7}
      54: model: expected "wan2.6-flash", got 7 (job "x")
    {"id":"x",§,"model":null}
      54: model: expected "wan2.6-flash", got null; leave the field out instead (job "x")
    {"id":"x","image_urls":"https://a.b/c.png"}
      24: image_urls: expected an array of strings, got "https://a.b/c.png"; put it in brackets: ["…"] (job "x")
    {"id":"x","image_urls":[]}
      24: image_urls: is empty; give one image (job "x")
    {"id":"x","image_urls":["https://a.b/1","https://a.b/2","https://a.b/3"]}
      41: image_urls: expected exactly 1 image, got 3; write a line for each video (job "x")
    {"id":"x","image_urls":[null]}
      25: image_urls[0]: expected a URL or a file path, got null (job "x")
    {"id":"x","image_urls":null}
      24: image_urls: expected an array of strings, got null; leave the field out instead (job "x")
    {"id":"x","image_urls":[5]}
      25: image_urls[0]: expected a URL or a file path, got 5 (job "x")
    {"id":"x","image_urls":[{"url":"https://a.b/c"}]}
      25: image_urls[0]: expected a URL or a file path, got an object; write the URL itself, in double quotes (job "x")
    {"id":"x","image_urls":["~/c.png"]}
      25: image_urls[0]: "~/c.png": no such file: /nowhere/~/c.png; ~ has no meaning here: write the path in full (job "x")
    {"id":"x","imageUrls":["https://a.b/c"]}
      11: imageUrls: unknown field; did you mean image_urls? (job "x")
    {"id":"x","metadata":{"reference_url":["https://a.b/c"]}}
      23: metadata.reference_url: names no sources; did you mean metadata.reference_urls? (job "x")
    {"id":"x","image_urls":["https://a.b/c"], "audio":true}
      42: invalid JSON: expected a key in double quotes, found U+00A0; it looks like a space and is none; take it out (job "x")
    {"id":"x"，"image_urls":["https://a.b/c"]}
      10: invalid JSON: expected ',' or '}', found '，'; JSON has the narrow signs , : { } [ ] (job "x")
    {"id":"x","prompt":"a	b"}
      22: invalid JSON: a control character in a string; write it as \t (job "x")
    {"id":"x","image_urls":[["https://a.b/c"]]}
      25: image_urls[0]: expected a URL or a file path, got an array (job "x")
    {"id":"x","image_urls":{"0":"a"}}
      24: image_urls: expected an array of strings, got an object (job "x")
    {"id":"x","image_urls":[""]}
      25: image_urls[0]: is empty; give a URL or a file path (job "x")
    {"id":"x","image_urls":["data:image/png;base64,AAAA"]}
      25: image_urls[0]: is a data URL, which the service refuses; give a public URL, or the path of a file, which is uploaded (job "x")
    {"id":"x","image_urls":["DATA:,x"]}
      25: image_urls[0]: is a data URL, which the service refuses; give a public URL, or the path of a file, which is uploaded (job "x")
    {"id":"x","image_urls":["ftp://a.b/c.png"]}
      25: image_urls[0]: ftp: URLs can't be fetched by the service; give an http or https URL, or a file path (job "x")
    {"id":"x","image_urls":["file:///home/c.png"]}
      25: image_urls[0]: file: URLs can't be fetched by the service; write the file's path alone, without file:// (job "x")
    {"id":"x","image_urls":["s3://bucket/c.png"]}
      25: image_urls[0]: s3: URLs can't be fetched by the service; give an http or https URL, or a file path (job "x")
    {"id":"x","image_urls":["https://"]}
      25: image_urls[0]: is a URL without a host; expected something like https://example.com/a (job "x")
    {"id":"x","image_urls":["HTTP:///c.png"]}
      25: image_urls[0]: is a URL without a host; expected something like https://example.com/a (job "x")
    {"id":"x","image_urls":["https:a.b/c.png"]}
      25: image_urls[0]: is a URL without a host; expected something like https://example.com/a (job "x")
    {"id":"x","image_urls":["https://a.b/c d.png"]}
      25: image_urls[0]: has a space in its URL; write it as %20, or take it out (job "x")
    {"id":"x","image_urls":["https://a.b/c\nd"]}
      25: image_urls[0]: has a control character in its URL; take it out (job "x")
    {"id":"x","image_urls":[" https://a.b/c.png"]}
      25: image_urls[0]: begins with a space; take it out (job "x")
    {"id":"x","image_urls":["photos/c.png"]}
      25: image_urls[0]: "photos/c.png": no such file: /nowhere/photos/c.png (job "x")
    {"id":"x","image_urls":["cdn.example.com/c.png"]}
      25: image_urls[0]: "cdn.example.com/c.png": no such file: /nowhere/cdn.example.com/c.png; if it is a URL, begin it with https:// (job "x")
    {"id":"x","image_urls":["a\u0000b"]}
      25: image_urls[0]: has a NUL character; give a URL or a file path (job "x")
    {"id":"x","image_urls":["https://user@:80/c"]}
      25: image_urls[0]: is a URL without a host; expected something like https://example.com/a (job "x")
    {"id":"x",§,"prompt":5}
      55: prompt: expected a string, got 5 (job "x")
    {"id":"x",§,"prompt":null}
      55: prompt: expected a string, got null; leave the field out instead (job "x")
    {"id":"x",§,"prompt":["a"]}
      55: prompt: expected a string, got an array (job "x")
    {"id":"x",§,"resolution":"480p"}
      59: resolution: expected "720p" or "1080p", got "480p" (job "x")
    {"id":"x",§,"resolution":"720P"}
      59: resolution: expected "720p" or "1080p", got "720P"; write "720p" (job "x")
    {"id":"x",§,"resolution":"1080"}
      59: resolution: expected "720p" or "1080p", got "1080"; write "1080p" (job "x")
    {"id":"x",§,"resolution":720}
      59: resolution: expected "720p" or "1080p", got 720; write it in double quotes, with a p (job "x")
    {"id":"x",§,"resolution":null}
      59: resolution: expected "720p" or "1080p", got null; leave the field out instead (job "x")
    {"id":"x",§,"resolution":{}}
      59: resolution: expected "720p" or "1080p", got an object (job "x")
    {"id":"x",§,"duration":7}
      57: duration: expected 5, 10 or 15, got 7 (job "x")
    {"id":"x",§,"duration":"5"}
      57: duration: expected 5, 10 or 15, got "5"; write the number without quotes (job "x")
    {"id":"x",§,"duration":"long"}
      57: duration: expected 5, 10 or 15, got "long" (job "x")
    {"id":"x",§,"duration":5.5}
      57: duration: expected 5, 10 or 15, got 5.5 (job "x")
    {"id":"x",§,"duration":1e400}
      57: duration: expected 5, 10 or 15, got 1e400 (job "x")
    {"id":"x",§,"duration":-5}
      57: duration: expected 5, 10 or 15, got -5 (job "x")
    {"id":"x",§,"duration":null}
      57: duration: expected 5, 10 or 15, got null; leave the field out instead (job "x")
    {"id":"x",§,"duration":[5]}
      57: duration: expected 5, 10 or 15, got an array (job "x")
    {"id":"x",§,"duration":true}
      57: duration: expected 5, 10 or 15, got true (job "x")
    {"id":"x",§,"duration":5000000000000000000000}
      57: duration: expected 5, 10 or 15, got 5000000000000000000000 (job "x")
    {"id":"x",§,"audio":"true"}
      54: audio: expected true or false, got "true"; write the word in lower case, without quotes (job "x")
    {"id":"x",§,"audio":1}
      54: audio: expected true or false, got 1 (job "x")
    {"id":"x",§,"audio":null}
      54: audio: expected true or false, got null; leave the field out instead (job "x")
    {"id":"x",§,"watermark":"no"}
      58: watermark: expected true or false, got "no" (job "x")
    {"id":"x",§,"watermark":null}
      58: watermark: expected true or false, got null; leave the field out instead (job "x")
    {"id":"x",§,"metadata":null}
      57: metadata: expected an object, got null; leave the field out instead (job "x")
    {"id":"x",§,"metadata":[]}
      57: metadata: expected an object, got an array (job "x")
    {"id":"x",§,"metadata":"x"}
      57: metadata: expected an object, got "x" (job "x")
    {"id":"x","metadata":{"reference_urls":[]}}
      40: metadata.reference_urls: is empty; give at least one video (job "x")
    {"id":"x","metadata":{"reference_urls":"https://a.b/c"}}
      40: metadata.reference_urls: expected an array of strings, got "https://a.b/c"; put it in brackets: ["…"] (job "x")
    {"id":"x","metadata":{"reference_urls":["https://a.b/c",5]}}
      57: metadata.reference_urls[1]: expected a URL or a file path, got 5 (job "x")
    {"id":"x","metadata":{"reference_urls":null}}
      40: metadata.reference_urls: expected an array of strings, got null; leave the field out instead (job "x")
    {"id":"x","metadata":{"reference_urls":["https://a.b/1","data:x"]}}
      57: metadata.reference_urls[1]: is a data URL, which the service refuses; give a public URL, or the path of a file, which is uploaded (job "x")
    {"id":"x",§,"metadata":{"reference_urls":["https://a.b/v.mp4"]}}
      75: metadata.reference_urls: image_urls and metadata.reference_urls can't stand together; keep one of them (job "x")
    {"id":"x","prompt":"a cat"}
      1: image_urls: is missing: a prompt alone makes no video; give image_urls with one image, or metadata.reference_urls with videos (job "x")
    {"id":"x","duration":5}
      1: image_urls: is missing; give image_urls with one image, or metadata.reference_urls with videos (job "x")
    {"id":"x","metadata":{"k":1}}
      1: image_urls: is missing; give image_urls with one image, or metadata.reference_urls with videos (job "x")
    {"id":"",§}
      7: id: is empty; expected 1 to 512 bytes
    {"id":5,§}
      7: id: expected a string, got 5; put it in double quotes
    {"id":null,§}
      7: id: expected a string, got null; leave the field out instead
    {"id":"x",§,"labels":"a"}
      55: labels: expected an object, got "a" (job "x")
    {"id":"x",§,"labels":null}
      55: labels: expected an object, got null; leave the field out instead (job "x")
    {"id":"x",§,"labels":["a"]}
      55: labels: expected an object, got an array (job "x")
    {"id":"x",§,"source_version":5}
      63: source_version: expected a string, got 5; put it in double quotes (job "x")
    {"id":"x",§,"source_version":null}
      63: source_version: expected a string, got null; leave the field out instead (job "x")
    {"id":"x",§,"client_business_id":"x"}
      46: client_business_id: is set by this program for every submission; leave it out; a name of your own is the id (job "x")
    {"custom_id":"x","body":{§,"client_business_id":"x"}}
      61: body.client_business_id: is set by this program for every submission; leave it out; a name of your own is an id (job "x")
    {"id":"x",§,"resolutoin":"720p"}
      46: resolutoin: unknown field; did you mean resolution? (job "x")
    {"id":"x",§,"image_url":"a"}
      46: image_url: unknown field; did you mean image_urls? (job "x")
    {"id":"x",§,"Duration":5}
      46: Duration: unknown field; did you mean duration? (job "x")
    {"id":"x",§,"reference_urls":["https://a.b/v"]}
      46: reference_urls: stands inside metadata; write metadata.reference_urls (job "x")
    {"id":"x",§,"zzz":1}
      46: zzz: unknown field; known here: model, image_urls, prompt, resolution, duration, audio, watermark, metadata, id, labels, source_version, custom_id, method, url, body, defaults (job "x")
    {"id":"x",§,"aspect_ratio":"16:9"}
      46: aspect_ratio: is no parameter of wan2.6-flash; the picture has the shape of its source, and resolution sets its height; leave the field out (job "x")
    {"id":"x",§,"size":"1x1"}
      46: size: is no parameter of wan2.6-flash; the picture has the shape of its source, and resolution sets its height; leave the field out (job "x")
    {"id":"x",§,"negative_prompt":"a"}
      46: negative_prompt: is no parameter of wan2.6-flash; say in the prompt what is to be seen; leave the field out (job "x")
    {"id":"x",§,"seed":1}
      46: seed: is no parameter of wan2.6-flash; results can't be repeated by a seed; leave the field out (job "x")
    {"id":"x",§,"n":2}
      46: n: is no parameter of wan2.6-flash; each job is one video: write a line for each, with an id of its own (job "x")
    {"id":"x",§,"style":"a"}
      46: style: is no parameter of wan2.6-flash; leave the field out (job "x")
    {"id":"x",§,"webhook_url":"a"}
      46: webhook_url: is no parameter of wan2.6-flash; finished videos are fetched by asking for them; leave the field out (job "x")
    {"id":"x",§,"seconds":5}
      46: seconds: unknown field; did you mean duration? (job "x")
    {"id":"x",§,"a\u001b[31m":1}
      46: a�[31m: unknown field; known here: model, image_urls, prompt, resolution, duration, audio, watermark, metadata, id, labels, source_version, custom_id, method, url, body, defaults (job "x")
    {"id":"x",§,"":1}
      46: "": unknown field; known here: model, image_urls, prompt, resolution, duration, audio, watermark, metadata, id, labels, source_version, custom_id, method, url, body, defaults (job "x")
    {"custom_id":"x","body":{§},"prompt":"p"}
      71: prompt: stands beside body; move it into body (job "x")
    {"custom_id":"x","id":"y","body":{§}}
      23: id: is called custom_id in a line with body; keep custom_id alone (job "y")
    {"id":"y","body":{§}}
      7: id: is called custom_id in a line with body; write custom_id (job "y")
    {"custom_id":"x","method":"POST"}
      1: body: is missing; it holds what is sent to the service (job "x")
    {"custom_id":"x",§}
      14: custom_id: belongs to a line with body; in this line it is called id (job "x")
    {"method":"POST",§}
      11: method: belongs to a line with body; leave it out here
    {"custom_id":"x","method":"GET","body":{§}}
      27: method: expected "POST", got "GET" (job "x")
    {"custom_id":"x","method":5,"body":{§}}
      27: method: expected "POST", got 5 (job "x")
    {"custom_id":"x","url":"/v1/chat/completions","body":{§}}
      24: url: expected "/v1/videos/generations", got "/v1/chat/completions" (job "x")
    {"custom_id":"x","body":null}
      25: body: expected an object, got null (job "x")
    {"custom_id":"x","body":[]}
      25: body: expected an object, got an array (job "x")
    {"custom_id":"x","body":{}}
      25: body.image_urls: is missing; give image_urls with one image, or metadata.reference_urls with videos (job "x")
    {"custom_id":"x","body":{"prompt":"p"}}
      25: body.image_urls: is missing: a prompt alone makes no video; give image_urls with one image, or metadata.reference_urls with videos (job "x")
    {"custom_id":"x","body":{§,"id":"y"}}
      61: body.id: stands beside body; move it out, as custom_id (job "x")
    {"custom_id":"x","body":{§,"labels":{}}}
      61: body.labels: stands beside body; move it out of body (job "x")
    {"custom_id":"x","body":{§,"duration":7}}
      72: body.duration: expected 5, 10 or 15, got 7 (job "x")
    {"custom_id":"x","body":{§,"seed":1}}
      61: body.seed: is no parameter of wan2.6-flash; results can't be repeated by a seed; leave the field out (job "x")
    {"custom_id":"x","body":{§,"body":{}}}
      61: body.body: can't stand here; it belongs at the top of a line (job "x")
    {"custom_id":"x","body":{§,"promt":"a"}}
      61: body.promt: unknown field; did you mean prompt? (job "x")
    {"custom_id":"x","body":{§,"metadata":{"reference_urls":["https://a.b/v"]}}}
      90: body.metadata.reference_urls: image_urls and metadata.reference_urls can't stand together; keep one of them (job "x")
    {"custom_id":"x","bdy":{§}}
      18: bdy: unknown field; did you mean body? (job "x")
    {"custom_id":"","body":{§}}
      14: custom_id: is empty; expected 1 to 512 bytes
    {"custom_id":"x","response_format":1,"body":{§}}
      18: response_format: is no parameter of wan2.6-flash; leave the field out (job "x")
    {"defaults":5}
      13: defaults: expected an object, got 5
    {"defaults":{"id":"x"}}
      14: defaults.id: can't be a default; every job has an id of its own
    {"defaults":{"duration":7}}
      25: defaults.duration: expected 5, 10 or 15, got 7
    {"defaults":{"defaults":{}}}
      14: defaults.defaults: can't stand here; it belongs at the top of a line
    {"defaults":{"body":{}}}
      14: defaults.body: can't stand here; it belongs at the top of a line
    {"defaults":{},"id":"x"}
      13: defaults: stands together with other fields; give it a line of its own
    {"defaults":{"audio":true},§}
      13: defaults: stands together with other fields; give it a line of its own
    {"defaults":{"durration":5}}
      14: defaults.durration: unknown field; did you mean duration?
    {"defaults":{"labels":5}}
      23: defaults.labels: expected an object, got 5
    """#

  struct Case: CustomTestStringConvertible, Sendable {
    var line: String
    var complaints: [String] = []
    var testDescription: String { line }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for row in table.split(separator: "\n") {
      if row.hasPrefix("  ") {
        cases[cases.count - 1].complaints.append("m.jsonl:1:" + row.dropFirst(2))
      } else {
        let line = row.split(separator: "§", omittingEmptySubsequences: false)
          .joined(separator: #""image_urls":["https://a.b/c.png"]"#)
        cases.append(Case(line: line))
      }
    }
    return cases
  }()

  @Test(arguments: cases)
  func aMistakeIsExplained(_ mistake: Case) throws {
    let verdict = try Manifest.check(mistake.line)
    #expect(verdict.complaints.map(\.description) == mistake.complaints)
    #expect(verdict.jobs == 0)
    #expect(!verdict.isAcceptable(skipInvalid: false))
  }

  @Test func theTableIsLongEnoughToMeanSomething() {
    #expect(Self.cases.count >= 120)
  }

  /// A line that ends in the middle of a value is a mistake, and nothing behind it is read.
  @Test(arguments: [
    "\"", "\"1", "{", "[", "tru", "-", "1e",
  ])
  func lineMayEndAnywhereInAValue(_ value: String) throws {
    for name in ["duration", "resolution", "audio", "image_urls", "metadata", "prompt", "labels"] {
      let verdict = try Manifest.check(#"{"id":"a","\#(name)":"# + value)
      #expect(verdict.complaintCount == 1, "\(name) \(value)")
    }
  }
}
