import HTTPCore

/// Collects a whole answer and resumes who waits for it.
///
/// `@unchecked Sendable`: made by the caller, handed to the transport's thread once, and from
/// then on touched by that thread alone.
final class CollectedAnswer: AnswerSink, @unchecked Sendable {
  private let continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []

  init(_ continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>) {
    self.continuation = continuation
  }

  func begin(_ head: HTTPResponseHead) {
    self.head = head
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    body.append(contentsOf: bytes)
    return true
  }

  func end(_ failure: HTTPFailure?) {
    if let failure {
      continuation.resume(returning: .failure(failure))
    } else if let head {
      continuation.resume(returning: .success(HTTPResponse(head: head, body: body)))
    } else {
      preconditionFailure("an exchange without a head is a failure")
    }
  }
}
