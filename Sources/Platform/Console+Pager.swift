@preconcurrency import Glibc

/// What stands between the answer and the terminal.
enum Paging {
  case off
  /// The answer is held until it is longer than the screen.
  case waiting(command: String)
  case running(Pager)
}

/// A pager that reads our output through a pipe.
final class Pager {
  private var pipe: Descriptor?
  private let child: ChildProcess
  private let restoreKeyboard: () -> Void

  init(_ command: String, environment: Environment) throws(SystemError) {
    let ends = try Descriptor.pipe(name: "the pager")
    var environment = environment.withoutSecrets
    // Quit when it fits, show colours, leave the text on the screen; the user's own LESS goes before.
    if environment["LESS"] == nil { environment["LESS"] = "FRX" }
    restoreKeyboard = Interrupt.leaveKeyboardToChild()
    do throws(SystemError) {
      child = try ChildProcess(["/bin/sh", "-c", command], environment: environment, input: ends.read.number)
    } catch {
      restoreKeyboard()
      throw error
    }
    pipe = ends.write
  }

  deinit { finish() }

  func write(_ bytes: [UInt8]) throws(SystemError) { try pipe?.write(bytes) }

  /// Ends the pager's input and waits until the person leaves it.
  func finish() {
    guard pipe != nil else { return }
    pipe = nil
    _ = child.wait()
    restoreKeyboard()
  }
}

extension Console {
  /// From here on an answer longer than the screen goes through `SP_PAGER`, else `PAGER`, else `less`. Does
  /// nothing unless standard input and output are terminals; a variable set to nothing or to `cat` means no pager.
  public func usePager() {
    guard inputIsTerminal, outputIsTerminal, !isDumb, case .off = paging else { return }
    let command = environment["SP_PAGER"] ?? environment["PAGER"] ?? "less"
    guard !command.isEmpty, command != "cat" else { return }
    paging = .waiting(command: command)
  }

  /// Shows the rest and waits until the person leaves the pager.
  public func endPager() throws(SystemError) {
    defer {
      if case .running(let pager) = paging { pager.finish() }
      paging = .off
      for line in heldReports { put(line) }
      heldReports = []
    }
    try flush()
  }

  /// Decides once the answer is longer than the screen or at its end; false while it is held back.
  @discardableResult
  func startOrSkipPager(isLast: Bool, pending: [UInt8]) throws(SystemError) -> Bool {
    guard case .waiting(let command) = paging else { return true }
    if pending.count(where: { $0 == UInt8(ascii: "\n") }) >= rows {
      paging = try .running(Pager(command, environment: environment))
    } else if isLast {
      paging = .off
    } else {
      return false
    }
    return true
  }
}
