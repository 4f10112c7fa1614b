import Testing

@testable import BatchCommands

@Suite struct LiveBlockTests {
  private let size = WindowSize(columns: 20, rows: 10)
  private let end = "\u{1B}[J\u{1B}[?7h"

  @Test func blockIsDrawnAndTheCursorGoesBackToItsBeginning() {
    var block = LiveBlock(inColour: false)
    let drawn = block.show([ScreenLine("one"), ScreenLine("two")], size: size)
    // The first drawing knows of no window before it.
    #expect(
      drawn == "\r\u{1B}[J\u{1B}[?7lone\u{1B}[K\r\ntwo\u{1B}[K\(end)\u{1B}[1A\r")
  }

  @Test func whatIsShownAlreadyIsNotDrawnAgain() {
    var block = LiveBlock(inColour: false)
    _ = block.show([ScreenLine("one")], size: size)
    #expect(block.show([ScreenLine("one")], size: size) == nil)
    #expect(block.show([ScreenLine("two")], size: size) == "\r\u{1B}[?7ltwo\u{1B}[K\(end)\r")
  }

  @Test func afterAResizeEverythingOldIsErasedFirst() {
    var block = LiveBlock(inColour: false)
    _ = block.show([ScreenLine("a long line of text")], size: size)
    let drawn = block.show(
      [ScreenLine("a long line of text")], size: WindowSize(columns: 10, rows: 10))
    #expect(drawn == "\r\u{1B}[J\u{1B}[?7la long l…\u{1B}[K\(end)\r")
  }

  @Test func talkStandsAboveTheBlock() {
    var block = LiveBlock(inColour: false)
    #expect(block.saying("hello") == "hello\n")
    _ = block.show([ScreenLine("one")], size: size)
    #expect(block.saying("hello") == "\r\u{1B}[Jhello\n\u{1B}[?7lone\u{1B}[K\(end)\r")
  }

  @Test func nothingOfTheBlockIsLeftAtTheEnd() {
    var block = LiveBlock(inColour: false)
    #expect(block.show([], size: size) == nil)
    _ = block.show([ScreenLine("one")], size: size)
    #expect(block.show([], size: size) == "\r\u{1B}[J")
    #expect(block.show([], size: size) == nil)
  }

  @Test func blockIsNoHigherThanTheWindow() {
    var block = LiveBlock(inColour: false)
    let lines = (1...9).map { ScreenLine("\($0)") }
    let drawn = block.show(lines, size: WindowSize(columns: 20, rows: 3))
    #expect(drawn?.contains("2") == true)
    #expect(drawn?.contains("3") == false)
  }

  @Test func coloursAreSentOnlyWhenWanted() {
    let line = ScreenLine([.init(text: "bad", ink: .bad), .init(text: " plain")])
    #expect(line.rendered(inColour: true) == "\u{1B}[31mbad\u{1B}[0m plain")
    #expect(line.rendered(inColour: false) == "bad plain")
  }
}
