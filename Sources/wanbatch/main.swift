import BatchCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

StandardStreams.open()
Memory.growInLargeSteps()
exit(await Program.ofThisProcess.run())
