import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whole nights take most of a minute and both cores; they are part of the long tests.
let isSoak = getenv("WANBATCH_SOAK") != nil
let soakReason: Comment =
  "whole runs under the test clock run with WANBATCH_SOAK=1 swift test --filter BatchEngineTests"
