extension JSONTextError {
  /// What stands at the place of a mistake: a character where the bytes are one, else a byte.
  package enum Found: Sendable, Equatable, CustomStringConvertible {
    /// A character in well-formed UTF-8, visible or not.
    case character(Unicode.Scalar)
    /// A byte that begins no well-formed character.
    case byte(UInt8)

    init(_ byte: UInt8) {
      self = byte < 0x80 ? .character(Unicode.Scalar(byte)) : .byte(byte)
    }

    /// The character that begins at an index, which is in bounds.
    init(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
      let length = UTF8Sequence.length(in: bytes, at: index)
      let sequence = bytes[index..<(index + length)]
      let scalar = String(decoding: sequence, as: UTF8.self).unicodeScalars.first
      if let scalar, length > 0 {
        self = .character(scalar)
      } else {
        self = .byte(bytes[index])
      }
    }

    /// `'x'`, or a number for what cannot be seen: `byte 0x07`, `U+00A0`.
    package var description: String {
      switch self {
      case .byte(let byte): "byte 0x\(Self.hexadecimal(UInt32(byte), digits: 2))"
      case .character(let scalar) where Self.isVisible(scalar): "'\(scalar)'"
      case .character(let scalar) where scalar.isASCII:
        "byte 0x\(Self.hexadecimal(scalar.value, digits: 2))"
      case .character(let scalar): "U+\(Self.hexadecimal(scalar.value, digits: 4))"
      }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
        false
      case .spaceSeparator: scalar == " "
      default: true
      }
    }

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
      let text = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
  }
}
