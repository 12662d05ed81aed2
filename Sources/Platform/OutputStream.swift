@preconcurrency import Glibc

/// One of the console's ways out: a descriptor, another's function, or memory.
final class OutputStream {
  private let descriptor: Descriptor?
  private let sink: Console.Sink?
  private(set) var collected: [UInt8] = []

  init(_ descriptor: Descriptor?) {
    self.descriptor = descriptor
    sink = nil
  }

  init(sink: @escaping Console.Sink) {
    descriptor = nil
    self.sink = sink
  }

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
    if let sink { return try sink(bytes) }
    guard let descriptor else { return collected.append(contentsOf: bytes) }
    try descriptor.write(bytes)
  }
}
