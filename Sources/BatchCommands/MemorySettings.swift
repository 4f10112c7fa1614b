#if canImport(Glibc)
  import Glibc
#endif

/// How the process deals with memory that it gave back.
enum MemorySettings {
  private typealias Setter = @convention(c) (Int32, Int32) -> Int32

  /// Keeps a few megabytes at hand instead of giving them back to the system: a run needs the same
  /// memory again for the next answer, and every page that comes anew costs a fault. Only the GNU
  /// library has these settings; others do well without.
  static func apply() {
    #if canImport(Glibc)
      // Its header is no part of the module, so it is looked up by name.
      guard let symbol = dlsym(nil, "mallopt") else { return }
      let set = unsafeBitCast(symbol, to: Setter.self)
      // The numbers of malloc.h: trim threshold, top pad, arenas.
      _ = set(-1, 8 << 20)
      _ = set(-2, 512 << 10)
      _ = set(-8, 2)
    #endif
  }
}
