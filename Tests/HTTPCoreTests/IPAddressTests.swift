import HTTPCore
import Testing

struct IPAddressTests {
  @Test(arguments: [
    // First and last of each block, and its neighbours.
    ("0.0.0.0", false), ("0.255.255.255", false), ("1.0.0.0", true), ("9.255.255.255", true),
    ("10.0.0.0", false), ("10.255.255.255", false), ("11.0.0.0", true),
    ("100.63.255.255", true), ("100.64.0.0", false), ("100.127.255.255", false),
    ("100.128.0.0", true), ("126.255.255.255", true), ("127.0.0.1", false),
    ("127.255.255.255", false), ("128.0.0.0", true), ("169.253.255.255", true),
    ("169.254.0.0", false), ("169.254.169.254", false), ("169.254.255.255", false),
    ("169.255.0.0", true), ("172.15.255.255", true), ("172.16.0.0", false),
    ("172.31.255.255", false), ("172.32.0.0", true), ("191.255.255.255", true),
    ("192.0.0.0", false), ("192.0.0.255", false), ("192.0.1.0", true), ("192.0.2.1", false),
    ("192.0.3.0", true), ("192.88.99.1", false), ("192.88.100.0", true),
    ("192.167.255.255", true), ("192.168.0.0", false), ("192.168.255.255", false),
    ("192.169.0.0", true), ("198.17.255.255", true), ("198.18.0.0", false),
    ("198.19.255.255", false), ("198.20.0.0", true), ("198.51.100.7", false),
    ("203.0.113.7", false), ("203.0.114.0", true), ("223.255.255.255", true),
    ("224.0.0.1", false), ("239.255.255.255", false), ("240.0.0.0", false),
    ("255.255.255.255", false), ("8.8.8.8", true),
    // IPv6.
    ("::", false), ("::1", false), ("::7f00:1", false), ("fc00::1", false), ("fdff::1", false),
    ("fe80::1", false), ("febf::1", false), ("fec0::1", false), ("ff02::1", false),
    ("100::1", false), ("2001:db8::1", false), ("2001:db9::1", true), ("3fff::1", false),
    ("3fff:fff:ffff::1", false), ("3fff:1000::1", true), ("2001::1", false),
    ("2001:1ff:ffff::1", false), ("2001:200::1", true), ("2606:4700::1111", true),
    ("2001:4860:4860::8888", true), ("4000::1", false), ("1fff::1", false),
    // IPv4 inside of IPv6.
    ("::ffff:127.0.0.1", false), ("::ffff:10.0.0.1", false), ("::ffff:8.8.8.8", true),
    ("64:ff9b::7f00:1", false), ("64:ff9b::8.8.8.8", true), ("64:ff9b:0:0:1::808:808", false),
    ("64:ff9b:1::808:808", false), ("2002:7f00:1::", false), ("2002:a00:1::1", false),
    ("2002:c0a8:101::1", false), ("2002:808:808::1", true),
  ])
  func addressesOfThePublicInternetAreTold(text: String, isPublic: Bool) throws {
    let address = try #require(IPAddress(literal: text))
    #expect(address.isPublic == isPublic)
  }

  @Test(
    arguments: [
      ("127.0.0.1", 0x7f00_0001), ("127.1", 0x7f00_0001), ("127.0.1", 0x7f00_0001),
      ("2130706433", 0x7f00_0001), ("0x7f000001", 0x7f00_0001), ("0X7F.1", 0x7f00_0001),
      ("017700000001", 0x7f00_0001), ("0177.0.0.01", 0x7f00_0001), ("0", 0),
      ("1.65535", 0x0100_ffff),
      ("1.2.65535", 0x0102_ffff), ("255.255.255.255", 0xffff_ffff), ("1.16777215", 0x01ff_ffff),
    ] as [(String, UInt32)])
  func everySpellingOfAnIPv4AddressIsRead(text: String, address: UInt32) {
    #expect(IPAddress(literal: text) == .v4(address))
  }

  @Test(arguments: [
    "", ".", "1.", ".1", "1..2", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "1.16777216",
    "4294967296", "99999999999999999999", "0x", "0x1g", "08", "-1", "+1", " 1", "1 ", "a", "::g",
    "1::2::3", "[::1]", "::1%lo", "::1\0",
  ])
  func whatIsNoAddressIsRefused(text: String) {
    #expect(IPAddress(literal: text) == nil)
  }

  @Test(
    arguments: [
      ("10.1.2.3", "10.0.0.0", 8, true), ("11.1.2.3", "10.0.0.0", 8, false),
      ("10.1.2.3", "10.1.2.3", 32, true), ("10.1.2.3", "10.1.2.2", 32, false),
      ("1.2.3.4", "9.9.9.9", 0, true), ("1.2.3.4", "1.2.3.4", 33, false),
      ("fd00::1", "fd00::", 8, true), ("fc00::1", "fd00::", 8, false),
      ("fd00::1:2", "fd00::1:0", 112, true), ("fd00::2:2", "fd00::1:0", 112, false),
      ("fd00::1", "fd00::1", 128, true), ("fd00::1", "fd00::2", 128, false),
      ("::1", "ff::", 0, true), ("::1", "::1", 129, false), ("0.0.0.1", "::1", 0, false),
    ] as [(String, String, UInt8, Bool)])
  func blocksContainTheirAddresses(
    text: String, block: String, length: UInt8, isInside: Bool
  ) throws {
    let address = try #require(IPAddress(literal: text))
    let start = try #require(IPAddress(literal: block))
    #expect(address.isIn(start, prefixLength: length) == isInside)
  }

  @Test func addressesAreShownAsPeopleWriteThem() {
    #expect(IPAddress.v4(0xc0a8_0107).description == "192.168.1.7")
    #expect(IPAddress(literal: "fe80::1:2")?.description == "fe80:0:0:0:0:0:1:2")
  }
}
