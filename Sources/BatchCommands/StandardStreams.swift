#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard input, output and error, whatever the program was started with.
package enum StandardStreams {
  /// Opens those on nothing that are closed. Otherwise the next file to be opened gets the number
  /// of one of them, and what is meant for a person is written into it: into the journal, for
  /// example. To be called before anything else is opened.
  package static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one, since those below it are open by now.
      guard openNothing() == descriptor else { abort() }
    }
  }

  private static func openNothing() -> Int32 {
    #if canImport(Glibc)
      Glibc.open("/dev/null", O_RDWR)
    #elseif canImport(Musl)
      Musl.open("/dev/null", O_RDWR)
    #else
      Darwin.open("/dev/null", O_RDWR)
    #endif
  }
}
