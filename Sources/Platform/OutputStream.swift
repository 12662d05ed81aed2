@preconcurrency import Glibc

/// One of the console's two ways out: a descriptor, or memory in tests.
final class OutputStream {
  private let descriptor: Descriptor?
  private(set) var collected: [UInt8] = []

  init(_ descriptor: Descriptor?) { self.descriptor = descriptor }

  var isTerminal: Bool { descriptor.map { isatty($0.number) == 1 } ?? false }

  /// Columns and rows of the terminal; nil where there is none or it does not know.
  var windowSize: (columns: Int, rows: Int)? {
    var size = winsize()
    guard let descriptor, ioctl(descriptor.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    guard let descriptor else { return collected.append(contentsOf: bytes) }
    try descriptor.write(bytes)
  }
}
