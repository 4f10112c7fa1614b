import Digest
import Testing

@testable import BatchReport

/// Claims about what is the same in every page.
@Suite struct PageShellTests {
  private var shell: String {
    String(decoding: PageShell.beginning(title: "nightly"), as: UTF8.self) + PageShell.middle
      + PageShell.end
  }

  @Test func policyAllowsNothingButTheOneScriptTheOneStyleAndFilesBesideThePage() {
    let rules = PageShell.policy.split(separator: "; ").map(String.init)
    #expect(
      rules == [
        "default-src 'none'", "script-src 'sha256-\(PageShell.scriptHash)'",
        "style-src 'sha256-\(PageShell.styleHash)'", "media-src 'self' file:", "img-src data:",
        "base-uri 'none'", "form-action 'none'",
      ])
    let tag = "<meta http-equiv=\"Content-Security-Policy\" content=\"\(PageShell.policy)\">"
    #expect(shell.contains("<head>\n<meta charset=\"utf-8\">\n\(tag)\n"))
  }

  @Test func hashesInThePolicyAreThoseOfTheScriptAndTheStyle() throws {
    #expect(PageShell.scriptHash == base64(SHA256.hash(Array(PageScript.text.utf8)).bytes))
    #expect(PageShell.styleHash == base64(SHA256.hash(Array(PageShell.style.utf8)).bytes))
    #expect(shell.contains("<script>\(PageScript.text)</script>"))
    #expect(shell.contains("<style>\(PageShell.style)</style>"))
  }

  @Test func nothingIsFetchedFromAnywhere() {
    let name = "http://www.w3.org/2000/svg"
    #expect(!shell.replacing(name, with: "").contains("http:"))
    #expect(!shell.contains("https:"))
    for word in ["<link rel=\"stylesheet", "<script src", "@import", "url(", "fetch(", "XMLHttp"] {
      #expect(!shell.contains(word), "\(word)")
    }
  }

  @Test(arguments: [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "createContextualFragment", "DOMParser", "setHTML", "srcdoc", "window.open",
  ])
  func scriptTurnsNoTextIntoMarkupOrCode(word: String) {
    #expect(!PageScript.text.contains(word))
  }

  @Test func moneyIsNeverAFloatingPointNumber() {
    #expect(PageScript.text.contains("BigInt"))
    #expect(!PageScript.text.contains("parseFloat"))
    #expect(!PageScript.text.contains("Number(micros"))
  }

  @Test(arguments: [
    "<html lang=\"en\">", "<header", "<main>", "<nav aria-label=", "<footer", "role=\"search\"",
    "role=\"status\"", "class=\"skip\" href=\"#videos\"", "<dialog id=\"viewer\" aria-labelledby=",
    "<noscript>",
  ])
  func landmarkIsThere(part: String) {
    #expect(shell.contains(part))
  }

  @Test func everyControlOfTheFrameHasAName() {
    let controls = PageBody.text.replacing("\n", with: " ").split(separator: "<").filter { tag in
      ["button ", "select ", "input "].contains { tag.hasPrefix($0) }
    }
    #expect(controls.count > 5)
    for control in controls {
      let text = control.split(separator: ">", maxSplits: 1).last.map(String.init) ?? ""
      #expect(control.contains("aria-label=") || text.contains { $0.isLetter }, "\(control)")
    }
  }

  private func base64(_ bytes: some Sequence<UInt8>) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = Array(bytes)
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { bits, offset in
        bits << 8 | (offset < part.count ? Int(part[start + offset]) : 0)
      }
      for place in 0..<4 {
        text.append(place <= part.count ? letters[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
