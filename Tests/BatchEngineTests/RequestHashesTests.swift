import JobModel
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct RequestHashesTests {
  @Test func itKnowsWhatItWasTold() {
    var hashes = RequestHashes(capacity: 10)
    for number in 1...1000 { hashes.insert(.make(2 * number)) }
    for number in 1...1000 { hashes.insert(.make(2 * number)) }
    for number in 1...1000 {
      #expect(hashes.contains(.make(2 * number)))
      #expect(!hashes.contains(.make(2 * number + 1)))
    }
  }

  @Test(arguments: ["", "a", "1234567", "12345678", "123456789"])
  func textsOfAnyLengthAreTold(text: String) {
    var hashes = RequestHashes(capacity: 0)
    #expect(!hashes.contains(Fingerprint(text)))
    hashes.insert(Fingerprint(text))
    #expect(hashes.contains(Fingerprint(text)))
    #expect(!hashes.contains(Fingerprint(text + "x")))
  }
}
