@preconcurrency import Glibc

/// Where answers come from: a descriptor, or a text in tests.
enum ConsoleInput {
  case descriptor(Descriptor)
  case text(ArraySlice<UInt8>)

  var isTerminal: Bool {
    guard case .descriptor(let descriptor) = self else { return false }
    return isatty(descriptor.number) == 1
  }

  /// The next line without its end; nil at the end of input or once an interrupt is requested. Takes byte
  /// by byte, so that what follows the line is left for whoever reads next.
  mutating func line() -> String? {
    var line: [UInt8] = []
    while let byte = next() {
      if byte == UInt8(ascii: "\n") { return ConsoleInput.text(of: line) }
      line.append(byte)
    }
    return line.isEmpty || Interrupt.requested != nil ? nil : ConsoleInput.text(of: line)
  }

  private static func text(of line: [UInt8]) -> String {
    String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...], as: UTF8.self)
  }

  private mutating func next() -> UInt8? {
    switch self {
    case .text(var rest):
      let byte = rest.popFirst()
      self = .text(rest)
      return byte
    case .descriptor(let descriptor):
      guard descriptor.waitUntil(POLLIN) else { return nil }
      var byte: UInt8 = 0
      let count = withUnsafeMutableBytes(of: &byte) { buffer in (try? descriptor.read(into: buffer)) ?? 0 }
      return count == 1 ? byte : nil
    }
  }
}

extension Console {
  /// Asks on standard error and returns the line that is answered; nil at the end of input or when
  /// interrupted (`Interrupt.requested` tells). Whether one may ask is the caller's to know.
  public func ask(_ question: String) -> String? {
    pose(question)
    return input.line()
  }

  /// Asks without showing what is typed. The terminal is put right again also when interrupted; without a
  /// terminal nothing is asked (ENOTTY).
  public func askSecret(_ question: String) throws(SystemError) -> String? {
    guard case .descriptor(let descriptor) = input else {
      pose(question)
      return input.line()
    }
    let action = "ask for a secret"
    var settings = termios()
    guard tcgetattr(descriptor.number, &settings) == 0 else { throw .last(action) }
    Interrupt.install()
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)
    guard tcsetattr(descriptor.number, TCSAFLUSH, &silent) == 0 else { throw .last(action) }
    pose(question)
    defer {
      tcsetattr(descriptor.number, TCSADRAIN, &settings)
      put("\n")
    }
    return input.line()
  }

  private func pose(_ question: String) {
    try? flush()
    clearProgress()
    put(question)
  }
}
