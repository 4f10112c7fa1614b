import BatchCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

StandardStreams.open()
// The program with a disk that fails on request: the product has no such switch.
let files = FaultyFiles(getenv("WANBATCH_FAULT").map { String(cString: $0) } ?? "")
// A user waits for half a minute before a failure counts, and a test does not.
let recheck = getenv("WANBATCH_FAILURE_RECHECK").flatMap { Double(String(cString: $0)) }
let code = await Program.ofThisProcess(
  files: files, failureRecheck: recheck.map { .milliseconds(Int64($0 * 1000)) } ?? .seconds(30)
).run()
files.report(to: getenv("WANBATCH_FAULT_REPORT").map { String(cString: $0) })
exit(code)
