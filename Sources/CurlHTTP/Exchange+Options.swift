import CurlShim
import HTTPCore

extension Exchange {
  /// Sets everything about the exchange that libcurl must know.
  ///
  /// Left at libcurl's defaults, which are what is wanted: no redirects followed, no netrc, no
  /// cookies, no Referer, no compressed answers asked for, proxies from the environment, and
  /// certificates verified.
  ///
  /// - Parameter isPrepared: the handle was used for an exchange of the same ``plainKind``, and
  ///   only what is this exchange's own is to be set.
  /// - Returns: whether libcurl accepted all that matters.
  func setOptions(
    of easy: OpaquePointer, isPrepared: Bool, _ configuration: CurlConfiguration,
    _ proxies: ProxyVariables, _ library: CurlLibrary
  ) -> Bool {
    var options = EasyOptions(easy)
    if !isPrepared {
      let proxies = configuration.usesProxies ? proxies : ProxyVariables([:])
      setWhatKindsShare(&options, configuration, library)
      setRoute(&options, proxies)
      // What a CONNECT says; the request's own stands in its header list, which costs less.
      if proxies.nameAProxy { options.set(CurlOption.userAgent, configuration.userAgent) }
      setBody(&options)
    }
    options.set(CurlOption.privatePointer, context)
    options.set(CurlOption.errorBuffer, errorText)
    options.set(CurlOption.url, request.url)
    // Read already, which spares libcurl to write it out again. Where it can't be read, libcurl
    // says why when it tries.
    if let readURL { options.set(CurlOption.readURL, UnsafeMutableRawPointer(readURL)) }
    options.set(CurlOption.writeData, context)
    options.set(CurlOption.headerData, context)
    if announcesReadiness { options.set(CurlOption.readyData, context) }
    if let list = headers?.list {
      options.set(CurlOption.httpHeader, UnsafeMutableRawPointer(list))
    }
    return options.areAccepted
  }

  /// Sets what is the same for all exchanges of a ``plainKind``.
  private func setWhatKindsShare(
    _ options: inout EasyOptions, _ configuration: CurlConfiguration, _ library: CurlLibrary
  ) {
    options.set(CurlOption.noSignal, 1)
    options.set(CurlOption.httpVersion, 2)  // 1.1
    options.set(CurlOption.http09Allowed, 0)
    options.set(CurlOption.pathAsIs, 1)
    options.set(CurlOption.suppressConnectHeaders, 1)
    if library.namesProtocols {
      options.set(CurlOption.protocolNames, "http,https")
    } else {
      options.set(CurlOption.protocols, 1 | 2)
    }
    // A name look-up that is given up must not hold the thread until the resolver ends.
    // Versions before 7.87 do not know the option: there it can hold it for seconds.
    options.tryToSet(CurlOption.quickExit, 1)
    options.tryToSet(CurlOption.bufferSize, bufferBytes)
    options.set(CurlOption.connectTimeoutMilliseconds, request.limits.connect.limitMilliseconds)
    if let total = request.limits.total {
      options.set(CurlOption.timeoutMilliseconds, total.limitMilliseconds)
    }
    if let file = configuration.caFile { options.set(CurlOption.caInfo, file) }
    if request.connectionUse == .fresh {
      options.set(CurlOption.freshConnect, 1)
      options.set(CurlOption.forbidReuse, 1)
    }
    if !configuration.usesProxies { options.set(CurlOption.proxy, "") }
    let easy = options.easy
    options.note(curl_shim_set_transfer_callback(easy, CurlOption.writeFunction, takeBody))
    options.note(curl_shim_set_transfer_callback(easy, CurlOption.headerFunction, takeHeaderLine))
    if announcesReadiness {
      options.note(curl_shim_set_ready_callback(easy, CurlOption.readyFunction, connectionReady))
    }
  }

  /// What callbacks get; valid while the exchange is active, for the thread holds it.
  private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Decides between proxy and direct way where addresses are restricted, and has the
  /// addresses of direct connections checked.
  private func setRoute(_ options: inout EasyOptions, _ proxies: ProxyVariables) {
    guard request.addressPolicy == .publicOnly else { return }
    switch proxies.choice(for: url) {
    case .proxy(let proxy):
      options.set(CurlOption.proxy, proxy)
      options.set(CurlOption.noProxy, "")
    case .direct:
      checksAddresses = true
      options.set(CurlOption.proxy, "")
      options.set(CurlOption.openSocketData, context)
      options.note(
        curl_shim_set_socket_callback(options.easy, CurlOption.openSocketFunction, openSocket))
      // A kept-alive connection opens no socket; its address is checked when it is ready, and
      // where libcurl does not tell that, none is used.
      if !announcesReadiness { options.set(CurlOption.freshConnect, 1) }
    }
  }

  private func setBody(_ options: inout EasyOptions) {
    guard let source else {
      options.set(CurlOption.httpGet, 1)
      return
    }
    options.set(CurlOption.post, 1)
    // The least that libcurl takes; its usual size is meant for large uploads.
    if case .bytes = request.body { options.tryToSet(CurlOption.uploadBufferSize, 16 << 10) }
    options.set(CurlOption.postFieldSize, large: source.length)
    options.set(CurlOption.readData, context)
    options.note(
      curl_shim_set_transfer_callback(options.easy, CurlOption.readFunction, giveBody))
    options.set(CurlOption.seekData, context)
    options.note(curl_shim_set_seek_callback(options.easy, CurlOption.seekFunction, rewindBody))
  }
}
