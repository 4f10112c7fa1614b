/// A reading of the machine's boot clock, which counts on while the machine sleeps and cannot be
/// set.
///
/// Readings of one boot can be compared across processes; those of different boots cannot.
package struct Uptime: Hashable, Sendable {
  /// Identifies the boot: 16 hex digits of the kernel's boot id, or random ones where there is none.
  package var boot: String
  /// Milliseconds since that boot.
  package var milliseconds: Int64

  package init(boot: String, milliseconds: Int64) {
    self.boot = boot
    self.milliseconds = milliseconds
  }
}
