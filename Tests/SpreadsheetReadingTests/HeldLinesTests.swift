import SpreadsheetReading
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lines on their way from the rows to the output.
@Suite struct HeldLinesTests {
  private static let directory = HeldLines.systemDirectory

  @Test(arguments: [0, 1, 1_000, 30_000])
  func linesArriveInOrderHoweverMany(_ count: Int) throws {
    let file = try #require(tmpfile())
    defer { fclose(file) }
    let output = fileno(file)
    let lines = HeldLines()
    var expected: [UInt8] = []
    for number in 0..<count {
      let line = Array("\(number): \(String(repeating: "x", count: number % 300))\n".utf8)
      expected += line
      try lines.append(line)
    }
    try lines.deliver(to: output)
    var written = [UInt8](repeating: 0, count: expected.count + 1)
    #expect(pread(output, &written, written.count, 0) == expected.count)
    #expect(written.dropLast() == expected[...])
  }

  @Test func outputThatTakesNothingIsAnError() throws {
    let lines = HeldLines()
    try lines.append([0x0A])
    #expect(throws: SpreadsheetError.cannotDeliver(code: EBADF)) { try lines.deliver(to: -1) }
  }

  @Test func missingDirectoryForTheTemporaryFileIsAnError() {
    let lines = HeldLines(directory: "/nowhere")
    #expect(throws: SpreadsheetError.cannotHold(directory: "/nowhere", code: ENOENT)) {
      for _ in 0..<3 { try lines.append([UInt8](repeating: 0x0A, count: 1 << 19)) }
    }
  }

  @Test func missingFileAndDirectoryAreNamed() {
    let missing = "\(Self.directory)/no such file.csv"
    #expect(throws: SpreadsheetError.notFound(path: missing)) { try SheetFile(path: missing) }
    #expect(throws: SpreadsheetError.isDirectory(path: Self.directory)) {
      try SheetFile(path: Self.directory)
    }
  }
}
