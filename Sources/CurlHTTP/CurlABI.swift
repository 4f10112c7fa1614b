/// Options of an easy handle, with the numbers that libcurl's public ABI gives them.
enum CurlOption {
  // Numbers and switches.
  static let post: Int32 = 47
  static let freshConnect: Int32 = 74
  static let forbidReuse: Int32 = 75
  static let httpGet: Int32 = 80
  static let httpVersion: Int32 = 84
  static let bufferSize: Int32 = 98
  static let noSignal: Int32 = 99
  static let timeoutMilliseconds: Int32 = 155
  static let connectTimeoutMilliseconds: Int32 = 156
  static let protocols: Int32 = 181
  static let pathAsIs: Int32 = 234
  static let suppressConnectHeaders: Int32 = 265
  static let uploadBufferSize: Int32 = 280
  static let http09Allowed: Int32 = 285
  static let quickExit: Int32 = 322
  static let postFieldSize: Int32 = 30_120

  // Text, lists and pointers.
  static let writeData: Int32 = 10_001
  static let url: Int32 = 10_002
  static let proxy: Int32 = 10_004
  static let readData: Int32 = 10_009
  static let errorBuffer: Int32 = 10_010
  static let userAgent: Int32 = 10_018
  static let httpHeader: Int32 = 10_023
  static let headerData: Int32 = 10_029
  static let caInfo: Int32 = 10_065
  static let privatePointer: Int32 = 10_103
  static let openSocketData: Int32 = 10_164
  static let seekData: Int32 = 10_168
  static let noProxy: Int32 = 10_177
  static let readURL: Int32 = 10_282
  static let readyData: Int32 = 10_313
  static let protocolNames: Int32 = 10_318

  // Callbacks.
  static let writeFunction: Int32 = 20_011
  static let readFunction: Int32 = 20_012
  static let headerFunction: Int32 = 20_079
  static let openSocketFunction: Int32 = 20_163
  static let seekFunction: Int32 = 20_167
  static let readyFunction: Int32 = 20_312
}

/// Options of a multi handle.
enum CurlMultiOption {
  static let pipelining: Int32 = 3
  static let maximumConnections: Int32 = 6
}

/// What can be asked about an exchange; all answers are numbers.
enum CurlInformation {
  /// Bytes of requests sent, those to a proxy included.
  static let requestSize: Int32 = 0x20_000c
  /// The status a proxy answered to CONNECT.
  static let proxyStatus: Int32 = 0x20_0016
  /// New connections that the last transfer needed.
  static let newConnections: Int32 = 0x20_001a
  /// `errno` of the last failed connection or transfer.
  static let systemError: Int32 = 0x20_0019
}

/// The error codes that are told apart.
enum CurlCode {
  static let unsupportedProtocol: Int32 = 1
  static let malformedURL: Int32 = 3
  static let proxyNotResolved: Int32 = 5
  static let hostNotResolved: Int32 = 6
  static let notConnected: Int32 = 7
  static let strangeReply: Int32 = 8
  static let partialFile: Int32 = 18
  static let outOfMemory: Int32 = 27
  static let timedOut: Int32 = 28
  static let tlsConnect: Int32 = 35
  static let emptyReply: Int32 = 52
  static let tlsEngineNotFound: Int32 = 53
  static let tlsEngineNotSet: Int32 = 54
  static let sendFailed: Int32 = 55
  static let receiveFailed: Int32 = 56
  static let tlsCertificate: Int32 = 58
  static let tlsCipher: Int32 = 59
  static let tlsPeerUnverified: Int32 = 60
  static let badEncoding: Int32 = 61
  static let fileTooLarge: Int32 = 63
  static let sendCannotRewind: Int32 = 65
  static let tlsEngineInit: Int32 = 66
  static let tlsAuthorityFile: Int32 = 77
  static let tlsRevocationFile: Int32 = 82
  static let tlsIssuer: Int32 = 83
  static let tlsPinnedKey: Int32 = 90
  static let tlsCertificateStatus: Int32 = 91
  static let proxyHandshake: Int32 = 97
  static let tlsClientCertificate: Int32 = 98
  static let tooLarge: Int32 = 100
}

/// What callbacks answer to libcurl.
enum CurlVerdict {
  static let pauseWriting = 0x1000_0001
  static let abortReading = 0x1000_0000
  static let noSocket: Int32 = -1
  static let seekDone: Int32 = 0
  static let seekFailed: Int32 = 1
  static let goOn: Int32 = 0
  static let abort: Int32 = 1
}
