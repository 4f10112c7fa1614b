import Foundation

/// A directory that is gone after the test.
struct TemporaryDirectory {
  let path: String

  static func with(_ body: (TemporaryDirectory) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/manifest-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(TemporaryDirectory(path: path))
  }

  /// Writes a file, and answers its absolute path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return path + "/" + name
  }
}
