/// The page around its data: the same bytes in every page, but for the title.
enum PageShell {
  /// Base64 of the SHA-256 of ``PageScript/text``, by which a browser knows the one script that
  /// may run.
  static let scriptHash = "EZzfSDfZfo6qqAuqNpZU7OGVX/d34KIikMcSppJarBU="
  /// The same of the style sheet.
  static let styleHash = "Z4XmUn4Xdk0O5t85KB62h7OGn1cjQPDTxEQBwOt9KFI="
  static let style = "\n" + PageStyle.text + "\n"

  /// Nothing is loaded but videos beside the page, and nothing runs but the page's own script.
  static let policy =
    "default-src 'none'; script-src 'sha256-\(scriptHash)'; style-src 'sha256-\(styleHash)'; "
    + "media-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'"

  /// All up to the JSON of the head.
  static func beginning(title: String) -> [UInt8] {
    let text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="color-scheme" content="light dark">
      <title>\(escaped(title))</title>
      <link rel="icon" href="data:image/svg+xml,\(icon)">
      <style>\(style)</style>
      </head>
      <body>
      \(PageBody.text)
      <script type="application/json" id="head">
      """
    return Array(text.utf8)
  }

  /// What stands between the JSON of the head and that of the jobs.
  static let middle = "</script>\n<script type=\"application/json\" id=\"jobs\">"

  /// All after the JSON of the jobs.
  static let end = "</script>\n<script>\(PageScript.text)</script>\n</body>\n</html>\n"

  /// A filmstrip's triangle.
  private static let icon =
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    + "%3Crect width='16' height='16' rx='4' fill='%232b5fd0'/%3E"
    + "%3Cpath d='M6 4.5v7l5.5-3.5z' fill='%23fff'/%3E%3C/svg%3E"

  /// Text as the content of an element.
  static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "&": output += "&amp;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
