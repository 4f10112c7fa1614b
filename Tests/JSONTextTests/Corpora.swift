import Foundation

/// Published collections of awkward texts, used where they are present.
///
/// They are looked for in the folder that `WANBATCH_CORPORA` names, else in a `shared/corpora`
/// beside any folder above this file.
enum Corpora {
  static let jsonTestSuite = folder("JSONTestSuite/test_parsing")
  static let naughtyStrings = folder("blns")?.appending(path: "blns.json")

  private static func folder(_ name: String) -> URL? {
    roots.map { $0.appending(path: name) }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }

  private static var roots: [URL] {
    if let root = ProcessInfo.processInfo.environment["WANBATCH_CORPORA"] {
      return [URL(filePath: root)]
    }
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    var roots: [URL] = []
    while folder.pathComponents.count > 1 {
      roots.append(folder.appending(path: "shared/corpora"))
      folder.deleteLastPathComponent()
    }
    return roots
  }
}
