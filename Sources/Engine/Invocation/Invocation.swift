import Catalog
import Values

/// What was typed, as plain values: which command, which arguments, which options. Reading it touches nothing.
public struct Invocation: Sendable {
  /// The command.
  public var command: Command
  /// The positional arguments by the name of their parameter, in the order given.
  public var arguments: [String: [String]]
  /// The options by the name of their parameter, in the order given; a switch holds `true` or `false`.
  public var options: [String: [String]]

  /// Gathers what was typed.
  public init(command: Command, arguments: [String: [String]] = [:], options: [String: [String]] = [:]) {
    self.command = command
    self.arguments = arguments
    self.options = options
  }

  /// The last value given for an option.
  public func option(_ name: String) -> String? { options[name]?.last }

  /// Every value given for an option.
  public func all(_ name: String) -> [String] { options[name] ?? [] }

  /// Whether a switch is on.
  public func flag(_ name: String) -> Bool { options[name]?.last == "true" }

  /// The only value, or the first, of an argument.
  public func argument(_ name: String) -> String? { arguments[name]?.first }

  /// A length of time given as an option.
  public func span(_ name: String) throws(Failure) -> TimeSpan? {
    guard let text = option(name) else { return nil }
    guard let span = TimeSpan(text) else {
      throw .usage("--\(name) takes a length of time such as 20m or 1h30m, not '\(text)'")
    }
    return span
  }

  /// A whole number of at least `least` given as an option.
  public func integer(_ name: String, atLeast least: Int = 0) throws(Failure) -> Int? {
    guard let text = option(name) else { return nil }
    guard let value = Int(text), value >= least, text.utf8.first != UInt8(ascii: "+") else {
      throw .usage("--\(name) takes a whole number of at least \(least), not '\(text)'")
    }
    return value
  }
}
