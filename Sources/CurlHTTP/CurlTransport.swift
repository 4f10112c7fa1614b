import HTTPCore

/// Makes HTTP exchanges with the system's libcurl, all on one thread of its own.
///
/// A request with `connectionUse` `.fresh` reaches the server at most once. The thread ends with
/// the transport.
public final class CurlTransport: HTTPTransport, Sendable {
  /// How much of an answer may wait for a slow receiver, in bytes; reading then stops. A piece
  /// is at most this and one buffer.
  private static let waitingBytes = 1 << 20
  /// How much is read at a time: of an answer that is waited for as a whole, which is short, and
  /// of one that is received in pieces.
  private static let (shortBuffer, longBuffer) = (4 << 10, 32 << 10)

  private let thread: CurlThread
  private let library: CurlLibrary

  /// Loads libcurl, unless it is loaded already, and starts the thread.
  ///
  /// - Throws: `HTTPFailure` of kind `unavailable`, whose message names the package to
  ///   install, when the system has no libcurl 7.68 or later.
  public convenience init(_ configuration: CurlConfiguration = CurlConfiguration())
    throws(HTTPFailure)
  {
    try self.init(configuration, proxies: .ofProcess())
  }

  init(_ configuration: CurlConfiguration, proxies: ProxyVariables) throws(HTTPFailure) {
    library = try CurlLibrary.load()
    thread = try CurlThread(configuration, proxies, library)
  }

  deinit {
    thread.end()
  }

  /// Runs tasks on the transport's thread; they must end while the transport is held.
  package var executor: TransportExecutor { thread.executor }

  /// Makes one exchange and collects its body in memory.
  ///
  /// Waits for a connection first where the bounds of ``CurlConfiguration`` are reached. Cancelling
  /// the task ends the wait and the exchange.
  public func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try makeExchange(request, Self.shortBuffer)
    } catch {
      return .failure(error)
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        thread.inbox.post(.start(exchange, CollectedAnswer(continuation)))
      }
    } onCancel: {
      cancel(exchange)
    }
  }

  /// Makes one exchange and hands its answer to the receiver piece by piece.
  ///
  /// About 1 MiB waits for a receiver that is slower than the network; then reading stops. What
  /// waits when the exchange fails is dropped. Returns only when nothing of the exchange is left,
  /// also after the receiver has had enough.
  public func receive(
    _ request: HTTPRequest, by receiver: any HTTPBodyReceiver
  ) async -> Result<HTTPResponseHead, HTTPFailure> {
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try makeExchange(request, Self.longBuffer)
    } catch {
      return .failure(error)
    }
    let pipe = AnswerPipe(capacityBytes: Self.waitingBytes) { [thread] in
      thread.inbox.post(.resume(exchange))
    }
    return await withTaskCancellationHandler {
      thread.inbox.post(.start(exchange, pipe))
      return await pass(pipe, of: exchange, to: receiver)
    } onCancel: {
      cancel(exchange)
    }
  }

  /// Hands the answer over until it ends. After the receiver has had enough, waits for the end
  /// of the exchange, so that nothing of it is left when this returns.
  private func pass(
    _ pipe: AnswerPipe, of exchange: Exchange, to receiver: any HTTPBodyReceiver
  ) async -> Result<HTTPResponseHead, HTTPFailure> {
    var head: HTTPResponseHead?
    var wantsMore = true
    while true {
      switch await pipe.next() {
      case .head(let received):
        head = received
        wantsMore = await receiver.begin(received)
      case .piece(let piece):
        if wantsMore { wantsMore = await receiver.take(piece) }
      case .end(let failure):
        if let failure { return .failure(failure) }
        guard wantsMore, let head else { return .failure(exchange.stoppedByReceiver) }
        return .success(head)
      }
      if !wantsMore {
        thread.inbox.post(.stop(exchange, .stoppedByReceiver, cause: Exchange.receiverStopped))
      }
    }
  }

  private func makeExchange(
    _ request: HTTPRequest, _ bufferBytes: Int
  ) throws(HTTPFailure) -> Exchange {
    try Exchange(
      request, announcesReadiness: library.announcesReadiness, bufferBytes: bufferBytes)
  }

  private func cancel(_ exchange: Exchange) {
    thread.inbox.post(.stop(exchange, .cancelled, cause: "the exchange was cancelled"))
  }
}
