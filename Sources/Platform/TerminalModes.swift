@preconcurrency import Glibc

/// How the terminal on standard input treats keys (echo, lines, signals), to be put back after programs that
/// may have left it otherwise.
public struct TerminalModes {
  private let settings: termios

  /// The modes of the moment; nil where standard input is no terminal.
  public init?() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    self.settings = settings
  }

  /// Puts the terminal back into these modes.
  public func restore() {
    var settings = settings
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }
}
