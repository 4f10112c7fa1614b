import Dispatch
import Locking

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A terminal of a test, which keeps all that is written to it.
final class PseudoTerminal: Sendable {
  private let master: Int32
  private let slave: Int32
  /// What a program opens.
  let path: String
  private let bytes = Locked([UInt8]())
  private let ended = DispatchSemaphore(value: 0)

  init(columns: UInt16, rows: UInt16) {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 256)
    let code = openpty(&master, &slave, &name, nil, nil)
    precondition(code == 0, "no terminal to be had")
    self.master = master
    // Held open, so that the terminal lives until the test is done with it.
    self.slave = slave
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    resize(columns: columns, rows: rows)
    DispatchQueue.global().async { self.read() }
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = readBytes(master, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes.withLock { $0 += chunk[..<count] }
    }
    ended.signal()
  }

  var written: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Everything written, once nobody has it open any more.
  func close() async -> String {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        _ = closeDescriptor(self.slave)
        self.ended.wait()
        _ = closeDescriptor(self.master)
        continuation.resume()
      }
    }
    return written
  }
}

// Inside the class their names mean its own methods.

private func readBytes(_ descriptor: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int {
  read(descriptor, &bytes, count)
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
