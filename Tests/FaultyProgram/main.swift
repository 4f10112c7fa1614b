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
let code = await Program.ofThisProcess(files: files).run()
files.report(to: getenv("WANBATCH_FAULT_REPORT").map { String(cString: $0) })
exit(code)
