#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that is started to be measured, with its standard output in a pipe.
struct ChildProcess {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What a program has used, once it has ended.
  struct Usage {
    var exitCode: Int32
    var cpuSeconds: Double
    var peakMemoryBytes: Int
  }

  private let id: pid_t
  private let output: Int32

  /// - Parameters:
  ///   - environment: `NAME=VALUE` words, beside those of this process.
  ///   - isQuiet: whether its standard error is thrown away.
  init(
    _ path: String, _ arguments: [String], environment: [String] = [], isQuiet: Bool = true
  ) throws(Failure) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe can be made") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    if isQuiet { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
    var place = 0
    while let variable = environ[place] {
      variables.append(strdup(variable))
      place += 1
    }
    variables.append(nil)
    defer { for text in words + variables { free(text) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, path, &actions, nil, &words, &variables)
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw Failure(description: "\(path) can't be started (error \(code))")
    }
    (self.id, output) = (id, ends[0])
  }

  /// The first line of its output, without the line's end.
  func firstLine() -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1, byte != 0x0A { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Waits for its end; its output is thrown away.
  func wait() -> Usage {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while read(output, &chunk, chunk.count) > 0 {}
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
    close(output)
    #if canImport(Darwin)
      let peak = usage.ru_maxrss
    #else
      let peak = usage.ru_maxrss * 1024
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    let signal = status & 0x7F
    return Usage(
      exitCode: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), peakMemoryBytes: peak)
  }

  func kill() {
    #if canImport(Darwin)
      Darwin.kill(id, SIGKILL)
    #elseif canImport(Musl)
      Musl.kill(id, SIGKILL)
    #else
      Glibc.kill(id, SIGKILL)
    #endif
    _ = wait()
  }
}
