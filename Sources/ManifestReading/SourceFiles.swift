import Digest
import JobModel
import Locking

/// Looks at the local files that a manifest names: each once, however often it is named.
///
/// May be asked by several threads; two that ask for one file at once may both look at it.
final class SourceFiles: Sendable {
  /// What is wrong with a file.
  struct Mistake: Error, Equatable {
    var problem: String
    var remedy: String?

    init(_ problem: String, remedy: String? = nil) {
      self.problem = problem
      self.remedy = remedy
    }
  }

  private struct Request: Hashable {
    /// The bytes: `String` would take two spellings of an accent for one path, and they are two.
    var path: [UInt8]
    var kind: SourceKind
  }

  private struct Content {
    var sha256: String
    var sizeBytes: Int64
    var mediaType: String
  }

  /// The most files whose state is remembered; beyond that the memory begins anew.
  private static let remembered = 50_000
  private static let chunkBytes = 256 << 10

  private let baseDirectory: String
  private let known = Locked<[Request: Result<Content, Mistake>]>([:])

  init(baseDirectory: String) {
    self.baseDirectory = baseDirectory
  }

  /// Checks and hashes a file; blocks while it is read.
  ///
  /// - Parameter source: the path as the manifest has it.
  func check(_ source: String, _ kind: SourceKind) throws(Mistake) -> LocalFile {
    let path = FilePaths.join(baseDirectory, source)
    let request = Request(path: Array(path.utf8), kind: kind)
    let result =
      known.withLock { $0[request] } ?? remember(Self.look(at: path, source: source, kind), request)
    let content = try result.get()
    return LocalFile(
      source: source, path: path, sha256: content.sha256, sizeBytes: content.sizeBytes,
      mediaType: content.mediaType)
  }

  private func remember(
    _ result: Result<Content, Mistake>, _ request: Request
  ) -> Result<Content, Mistake> {
    known.withLock { known in
      if known.count >= Self.remembered { known.removeAll() }
      known[request] = result
    }
    return result
  }

  private static func look(
    at path: String, source: String, _ kind: SourceKind
  ) -> Result<Content, Mistake> {
    do {
      let descriptor = try SystemInput.open(path, waits: false)
      defer { SystemInput.close(descriptor) }
      guard case .file(let sizeBytes) = try SystemInput.kind(of: descriptor) else {
        return .failure(notAFile(try SystemInput.kind(of: descriptor)))
      }
      if let mistake = sizeMistake(sizeBytes, kind) { return .failure(mistake) }
      let start = try SystemInput.read(descriptor, at: 0, count: MediaType.probeBytes)
      let type = MediaType.detect(start)
      guard kind.allowed.contains(type), let mimeType = type.mimeType else {
        return .failure(wrongType(type, kind))
      }
      let hash = try hash(descriptor, sizeBytes: sizeBytes)
      return hash.map { Content(sha256: $0, sizeBytes: sizeBytes, mediaType: mimeType) }
    } catch {
      if SystemFailure.isNotFound(error.code) { return .failure(notFound(path, source)) }
      return .failure(Mistake("can't be read: \(SystemFailure.message(error.code))"))
    }
  }

  private static func hash(
    _ descriptor: Int32, sizeBytes: Int64
  ) throws(SystemInput.Failure) -> Result<String, Mistake> {
    var hash = SHA256()
    var offset: Int64 = 0
    while offset < sizeBytes {
      let bytes = try SystemInput.read(descriptor, at: offset, count: chunkBytes)
      guard !bytes.isEmpty else { break }
      hash.update(bytes)
      offset += Int64(bytes.count)
    }
    guard offset == sizeBytes else { return .failure(Mistake("changed while it was read")) }
    return .success(hash.finish().hex)
  }

  private static func sizeMistake(_ sizeBytes: Int64, _ kind: SourceKind) -> Mistake? {
    if sizeBytes == 0 { return Mistake("the file is empty") }
    guard sizeBytes > kind.maximumBytes else { return nil }
    return Mistake(
      "the file has \(grouped(sizeBytes)) bytes, the service takes at most "
        + "\(grouped(kind.maximumBytes))")
  }

  private static func notAFile(_ kind: SystemInput.Kind) -> Mistake {
    if case .directory = kind { return Mistake("is a directory", remedy: "name a file in it") }
    return Mistake("is no regular file", remedy: "name a file")
  }

  private static func wrongType(_ type: MediaType, _ kind: SourceKind) -> Mistake {
    let problem = "expected \(kind.allowedNames), the file is \(type.description)"
    if kind == .image && MediaType.videos.contains(type) {
      return Mistake(problem, remedy: "a reference video stands in metadata.reference_urls")
    }
    if kind == .referenceVideo && MediaType.images.contains(type) {
      return Mistake(problem, remedy: "a picture stands in image_urls")
    }
    return Mistake(problem)
  }

  private static func notFound(_ path: String, _ source: String) -> Mistake {
    let start = source.utf8.prefix { $0 != UInt8(ascii: "/") }
    let looksLikeHost =
      source.utf8.starts(with: "//".utf8)
      || (start.count < source.utf8.count && start.count > 3 && start.dropFirst().contains(0x2E)
        && !start.starts(with: "..".utf8))
    let isHome = source.utf8.first == UInt8(ascii: "~")
    return Mistake(
      "no such file: \(Quoted.tail(path))",
      remedy: looksLikeHost
        ? "if it is a URL, begin it with https://"
        : isHome ? "~ has no meaning here: write the path in full" : nil)
  }

  /// `10000000` as `10,000,000`.
  private static func grouped(_ number: Int64) -> String {
    let digits = Array(String(number))
    let parts = digits.indices.map { index in
      let needsComma = index > 0 && (digits.count - index).isMultiple(of: 3)
      return (needsComma ? "," : "") + String(digits[index])
    }
    return parts.joined()
  }
}
