import DurableFiles
import TestSupport
import Testing

@Suite struct DirectoryLockTests {
  let directory = TemporaryDirectory()

  private func take(_ holder: String) throws -> DirectoryLock {
    try DirectoryLock(path: directory.file(".lock"), holder: holder, files: SystemFiles())
  }

  private var holder: String? {
    DirectoryLock.holder(at: directory.file(".lock"), files: SystemFiles())
  }

  @Test func theSecondTakerIsToldWhoIsAtWork() throws {
    let lock = try take("process 7 on host a since 02:00")
    do {
      _ = try take("process 8 on host a since 02:01")
      Issue.record("two have the lock")
    } catch let error as DirectoryLock.Held {
      #expect(error.holder == "process 7 on host a since 02:00")
    }
    #expect(directory.text(of: ".lock") == "process 7 on host a since 02:00\n")
    withExtendedLifetime(lock) {}
  }

  @Test func theLockEndsWithItsHolder() throws {
    for number in 0..<3 {
      let lock = try take("a holder with a long name, number \(number)")
      #expect(throws: DirectoryLock.Held.self) { try take("another") }
      withExtendedLifetime(lock) {}
    }
    let lock = try take("the next")
    #expect(directory.text(of: ".lock") == "the next\n", "a longer earlier text is gone")
    withExtendedLifetime(lock) {}
  }

  @Test func askingWhoHoldsItTakesNothing() throws {
    #expect(holder == nil, "there is no such file")
    #expect(directory.names.isEmpty)
    do {
      let lock = try take("holder 1")
      #expect(holder == "holder 1")
      withExtendedLifetime(lock) {}
    }
    #expect(holder == nil)
    let lock = try take("holder 2")
    #expect(holder == "holder 2")
    withExtendedLifetime(lock) {}
  }

  @Test func anotherTextInTheLockIsCutAtItsFirstLine() throws {
    let path = directory.write("x\ny".utf8, to: ".lock")
    let files = SystemFiles()
    let lock = try DirectoryLock(
      path: path, holder: String(repeating: "é", count: 400), files: files)
    #expect(holder?.hasPrefix("éééé") == true)
    #expect((holder?.utf8.count ?? 0) <= 515)
    withExtendedLifetime(lock) {}
  }

  @Test func aPlantedLinkIsNoLock() {
    let elsewhere = TemporaryDirectory()
    let target = elsewhere.write("precious".utf8, to: "precious")
    directory.link(".lock", to: target)
    #expect {
      try take("holder")
    } throws: { error in
      (error as? FileError)?.isSymbolicLink == true
    }
    #expect(elsewhere.text(of: "precious") == "precious")
  }

  @Test func aLockThatCannotBeWrittenIsGivenBack() throws {
    let full = FaultyFiles(.failAll(.write, code: 28))
    #expect {
      try DirectoryLock(path: directory.file(".lock"), holder: "holder", files: full)
    } throws: { error in
      (error as? FileError)?.isDiskFull == true
    }
    withExtendedLifetime(try take("the next")) {}
  }
}
