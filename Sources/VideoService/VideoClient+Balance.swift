import JSONText

/// What a key or an account has left and has used.
public struct Balance: Sendable, Equatable {
  /// In a unit that depends on the server's settings, as exact text; `nil` when unlimited or
  /// unknown.
  public var remaining: String?
  /// Used up to now, in the unit of ``remaining``, as exact text; unknown is `nil`.
  public var used: String?
  /// Credits, 200 to the US dollar, as exact text; `nil` when unlimited or unknown.
  public var remainingCredits: String?
  /// Credits used up to now, as exact text; unknown is `nil`.
  public var usedCredits: String?
  /// Whether nothing bounds the use; `false` also where the service does not say it.
  public var isUnlimited: Bool

  /// Whose balance it is.
  public enum Owner: String, Sendable, CaseIterable {
    /// The key that asks.
    case key
    /// The account that the key belongs to, with all its keys.
    case account
  }
}

extension VideoClient {
  /// Asks what this key, or its account, has left.
  ///
  /// - Returns: the balance, or one line that says why there is none.
  public func balance(
    of owner: Balance.Owner = .key
  ) async -> Result<Balance, ServiceUnavailable> {
    switch await send(request(.get, owner == .key ? "/balance" : "/user/balance")) {
    case .failure(let failure):
      return .failure(ServiceUnavailable(message: failure.message))
    case .success(let response):
      let answer = ServiceAnswer(response)
      guard answer.status == 200, let json = answer.json, json["success"]?.bool != false else {
        return .failure(ServiceUnavailable(message: answer.summary))
      }
      let unlimited = json["unlimited_quota"]?.bool ?? false
      return .success(
        Balance(
          remaining: unlimited ? nil : json["remain_balance"]?.number?.text,
          used: json["used_balance"]?.number?.text,
          remainingCredits: unlimited ? nil : json["remain_credits"]?.number?.text,
          usedCredits: json["used_credits"]?.number?.text, isUnlimited: unlimited))
    }
  }
}

/// The service gave no usable answer.
public struct ServiceUnavailable: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line for the user; the key is not in it.
  public let message: String
  /// The ``message`` as it is.
  public var description: String { message }
}
