import BatchReport
import Digest
import JobModel
import MediaInspection

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a video's file from beginning to end and compares it with what the journal says.
struct FileScrutiny: Sendable {
  private static let pieceBytes = 1 << 20
  /// As long as a length in the journal may be, in milliseconds.
  private static let longestMilliseconds = 999_999_999_999

  let directory: String

  /// Looks at one file; blocks for as long as reading it takes.
  func look(at video: VideoFile) -> FileVerdict {
    do throws(MediaInspectionError) {
      let source = try FileByteSource(path: directory + "/" + video.path)
      guard source.sizeBytes == video.sizeBytes else {
        return .damaged("\(source.sizeBytes) bytes instead of \(video.sizeBytes)")
      }
      guard try Self.sha256(of: source).utf8.elementsEqual(video.sha256.utf8) else {
        return .damaged("its bytes are not those that were fetched: another SHA-256")
      }
      switch try MP4Inspector.inspect(source) {
      case .broken(let reason) where video.isUnverified:
        return .unverified("\(reason); look at it, and keep it or submit the job with --force")
      case .whole where video.isUnverified:
        return .unverified("it is a whole MP4 to this version; the next run moves it to videos/")
      case .broken(let reason): return .damaged("it is no whole MP4: \(reason)")
      case .whole(let summary): return Self.compare(summary, video)
      }
    } catch {
      switch error {
      case .cannotOpen(_, let code) where code == ENOENT || code == ENOTDIR: return .missing
      case .cannotOpen, .notAFile, .cannotRead: return .unreadable("\(error)")
      }
    }
  }

  private static func sha256(
    of source: FileByteSource
  ) throws(MediaInspectionError) -> String {
    var digest = SHA256()
    var offset: Int64 = 0
    while offset < source.sizeBytes {
      let piece = try source.read(at: offset, count: pieceBytes)
      // The file has become shorter meanwhile; its hash will tell.
      if piece.isEmpty { break }
      digest.update(piece)
      offset += Int64(piece.count)
    }
    return digest.finish().hex
  }

  /// Size, length and sound decide whether the file is what was paid for.
  private static func compare(_ summary: MediaSummary, _ video: VideoFile) -> FileVerdict {
    let length = min(summary.lengthMilliseconds, longestMilliseconds)
    let found = describe(summary.width, summary.height, length, summary.hasAudio)
    let noted = describe(video.width, video.height, video.lengthMilliseconds, video.audio)
    return found == noted ? .whole : .misdescribed("it is \(found), the journal says \(noted)")
  }

  private static func describe(_ width: Int, _ height: Int, _ length: Int, _ audio: Bool) -> String
  {
    "\(width)x\(height), \(length) ms, \(audio ? "with sound" : "silent")"
  }
}
