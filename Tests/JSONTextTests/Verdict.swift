import JSONText

/// What the reader says about a whole text.
struct Verdict: Equatable {
  let error: JSONTextError?

  init(parsing bytes: [UInt8], maximumDepth: Int = JSONReader.depthLimit) {
    self.init { () throws(JSONTextError) in
      _ = try JSONValue.parse(bytes, maximumDepth: maximumDepth)
    }
  }

  init(skipping bytes: [UInt8], maximumDepth: Int = JSONReader.depthLimit) {
    self.init { () throws(JSONTextError) in
      try bytes.withUnsafeBufferPointer { buffer throws(JSONTextError) in
        var reader = JSONReader(buffer, maximumDepth: maximumDepth)
        _ = try reader.skipValue()
        try reader.expectEnd()
      }
    }
  }

  private init(_ read: () throws(JSONTextError) -> Void) {
    do throws(JSONTextError) {
      try read()
      error = nil
    } catch {
      self.error = error
    }
  }
}

/// Gives a reader of a text to a test.
func reading<Answer>(
  _ text: String, _ body: (inout JSONReader) throws -> Answer
) rethrows -> Answer {
  try Array(text.utf8).withUnsafeBufferPointer { buffer in
    var reader = JSONReader(buffer)
    return try body(&reader)
  }
}
