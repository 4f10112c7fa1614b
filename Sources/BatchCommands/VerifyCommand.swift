import BatchReport
import DurableFiles
import JobModel

/// `verify`: checks the files of a directory against its journal.
enum VerifyCommand {
  /// How many files are read at a time.
  private static let readers = 4
  private static let places = ["videos", "unverified", "versions", "removed"]

  static let syntax = CommandSyntax(
    name: "verify", operands: "DIR", operandCount: 1...1,
    summary: "Checks files against the journal: every charge has one job and one whole file.",
    options: [.init("json", nil, "one JSON row a finding, and a last one with the sums")],
    examples: [
      ("wanbatch verify nightly.out", "read every video and compare; changes nothing"),
      ("wanbatch verify nightly.out --json", "for scripts"),
      ("wanbatch verify nightly.out && echo sound", "code 0 is all well, 1 a difference"),
    ])

  static func verify(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    let path = arguments.operands[0]
    var whole: Set<Inventory.Item> = []
    let holderBefore = DirectoryReading.holder(of: path, files: program.files)
    var verification = try await check(path, knowing: &whole, program)
    if let holder = holderBefore ?? DirectoryReading.holder(of: path, files: program.files) {
      program.console.say("a run is under way (\(holder)): what it does meanwhile may not show")
      // What it has moved or fetched since the journal was read is not where that says.
      if !verification.isSound {
        verification = try await check(path, knowing: &whole, program)
      }
    }
    program.console.print(
      arguments.has("json") ? verification.jsonLines : Console.visible(verification.text))
    if verification.count(.missing) + verification.count(.damaged) > 0 {
      program.console.say(
        "what the service still has is fetched again for nothing, once damaged files are removed: "
          + "wanbatch collect \(program.shellWord(path))")
    }
    return verification.isSound ? ExitCode.success : ExitCode.failures
  }

  /// Checks everything once.
  ///
  /// - Parameter whole: the videos that were read and found whole already; others are added.
  private static func check(
    _ path: String, knowing whole: inout Set<Inventory.Item>, _ program: Program
  ) async throws(CommandFailure) -> Verification {
    // The names come first: whatever a run puts there, its journal tells of before.
    var names: [String] = []
    var unreadable: [(place: String, error: FileError)] = []
    for place in places {
      do throws(FileError) {
        names += try FileLook.names(in: path + "/" + place).map { place + "/" + $0 }
      } catch {
        unreadable.append((place, error))
      }
    }
    let directory = try DirectoryReading(path: path, files: program.files)
    var verification = Verification(Inventory(directory.state))
    var unread: [Inventory.Item] = []
    for item in verification.inventory.items {
      if whole.contains(item) {
        verification.take(.whole, of: item)
      } else {
        unread.append(item)
      }
    }
    await read(unread, in: path, program.console) { item, verdict in
      verification.take(verdict, of: item)
      if verdict == .whole { whole.insert(item) }
    }
    for name in names { verification.take(fileAt: name) }
    for (place, error) in unreadable { verification.take(unreadable: place, "\(error)") }
    return verification
  }

  /// Reads the files, several at a time, on threads that may block.
  private static func read(
    _ items: [Inventory.Item], in directory: String, _ console: Console,
    _ take: (Inventory.Item, FileVerdict) -> Void
  ) async {
    let disk = BlockingWork(label: "verify")
    let scrutiny = FileScrutiny(directory: directory)
    await withTaskGroup(of: (Inventory.Item, FileVerdict).self) { group in
      var rest = items[...]
      func start() {
        guard let item = rest.popFirst() else { return }
        group.addTask { (item, await disk.run { scrutiny.look(at: item.video.file) }) }
      }
      for _ in 0..<readers { start() }
      var done = 0
      while let (item, verdict) = await group.next() {
        start()
        done += 1
        take(item, verdict)
        console.show("\(done) of \(items.count) videos read")
      }
    }
    console.show("")
  }
}
