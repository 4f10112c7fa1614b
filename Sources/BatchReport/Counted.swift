/// A number with its word, in the singular or the plural: `1 job`, `2 jobs`, `0 jobs`.
///
/// - Parameter word: in the singular; one whose plural has an `s`.
package func counted(_ count: Int, _ word: String) -> String {
  "\(count) \(word)\(count == 1 ? "" : "s")"
}
