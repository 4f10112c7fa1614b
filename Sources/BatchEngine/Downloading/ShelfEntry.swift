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
  func put()
  /// Whether a name is to be made durable.
  var isPut: Bool { get }
  /// Tells whoever waits.
  ///
  /// - Parameter failure: why the names are not durable.
  func tell(_ failure: FileError?)
}

/// An entry that begins with a draft. For one thread.
final class DraftedEntry<Value: Sendable>: ShelfEntry {
  private var draft: Result<ShelfDraft<Value>, FileError>
  private let continuation: CheckedContinuation<Result<Value, FileError>, Never>
  private(set) var isPut = false

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
      fail(file, error)
    }
  }

  func put() {
    guard case .success(.file(let file, let put)) = draft else { return }
    do throws(FileError) {
      draft = .success(.nothing(try put()))
      isPut = true
    } catch {
      fail(file, error)
    }
  }

  private func fail(_ file: DurableFile, _ error: FileError) {
    file.discard()
    draft = .failure(error)
  }

  func tell(_ failure: FileError?) {
    switch draft {
    case .success(.nothing(let value)):
      let failure = isPut ? failure : nil
      continuation.resume(returning: failure.map { .failure($0) } ?? .success(value))
    case .failure(let error):
      continuation.resume(returning: .failure(error))
    case .success(.file):
      preconditionFailure("a video was told of before it was put anywhere")
    }
  }
}
