/// The page's script, in the order in which its parts build on each other.
enum PageScript {
  static let text =
    "\n" + [basics, account, timeline, lengths, gallery, viewer].joined(separator: "\n") + "\n"
}
