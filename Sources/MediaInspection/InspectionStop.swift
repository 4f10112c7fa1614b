/// Why looking at a file ended early.
enum InspectionStop: Error {
  /// The file is no whole video; the reason goes into the verdict.
  case broken(String)
  case unreadable(MediaInspectionError)
}
