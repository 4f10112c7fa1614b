import DurableFiles

/// What became of a video that was written.
enum ShelfDraft<Value: Sendable>: Sendable {
  /// There is nothing to put on the shelf.
  case nothing(Value)
  /// A file to be made durable, and what then puts it under its name.
  case file(DurableFile, put: @Sendable () throws(FileError) -> Value)
}

/// A video on its way to the shelf; its steps are taken in this order.
protocol ShelfEntry {
  /// Makes the file's content durable.
  func sync()
  /// Puts the file under its name.
  func put() -> ShelfPlace
}

/// What became of a video on its way to the shelf.
struct ShelfPlace {
  /// Whether a name is to be made durable.
  let isTaken: Bool
  /// Tells whoever waits, given why the names are not durable, if they are not.
  let tell: (_ failure: FileError?) -> Void
}

/// An entry that begins with a draft. For one thread.
final class DraftedEntry<Value: Sendable>: ShelfEntry {
  private var draft: Result<ShelfDraft<Value>, FileError>
  private let continuation: CheckedContinuation<Result<Value, FileError>, Never>

  /// Writes the video.
  init(
    _ work: () throws(FileError) -> ShelfDraft<Value>,
    _ continuation: CheckedContinuation<Result<Value, FileError>, Never>
  ) {
    self.continuation = continuation
    draft = Result { () throws(FileError) in try work() }
    if case .success(.file(let file, _)) = draft { file.beginSync() }
  }

  func sync() {
    guard case .success(.file(let file, _)) = draft else { return }
    do throws(FileError) {
      try file.sync()
    } catch {
      file.discard()
      draft = .failure(error)
    }
  }

  func put() -> ShelfPlace {
    switch draft {
    case .failure(let error): return elsewhere(.failure(error))
    case .success(.nothing(let value)): return elsewhere(.success(value))
    case .success(.file(let file, let put)):
      do throws(FileError) {
        let value = try put()
        return ShelfPlace(isTaken: true) { [continuation] failure in
          continuation.resume(returning: failure.map { .failure($0) } ?? .success(value))
        }
      } catch {
        file.discard()
        return elsewhere(.failure(error))
      }
    }
  }

  /// The end of a video that got no name, which the names' durability is nothing to.
  private func elsewhere(_ outcome: Result<Value, FileError>) -> ShelfPlace {
    ShelfPlace(isTaken: false) { [continuation] _ in continuation.resume(returning: outcome) }
  }
}
