/// Uploaded files, in memory, until there are too many of them; then the oldest go.
struct UploadStore: Sendable {
  struct File: Sendable {
    var id: String
    var type: UploadType
    var bytes: [UInt8]
  }

  static let maximumBytes = 400_000_000

  private var files: [String: File] = [:]
  private var order: [String] = []
  private var totalBytes = 0
  private(set) var count = 0

  /// Keeps a file and returns the path at which it is served from now on.
  mutating func keep(_ bytes: [UInt8], type: UploadType, at seconds: Int64) -> (File, String) {
    count += 1
    let id = "upload_\(String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16))"
    let path = "/files/uploads/\(count)/\(seconds)_\(id.dropFirst(7)).\(type.fileExtension)"
    let file = File(id: id, type: type, bytes: bytes)
    files[path] = file
    order.append(path)
    totalBytes += bytes.count
    while totalBytes > Self.maximumBytes, order.count > 1 {
      totalBytes -= files.removeValue(forKey: order.removeFirst())?.bytes.count ?? 0
    }
    return (file, path)
  }

  func file(path: String) -> File? { files[path] }
}
