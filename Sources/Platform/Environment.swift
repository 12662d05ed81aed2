@preconcurrency import Glibc

/// The environment variables a program sees: the process's own, or a test's.
public struct Environment: Sendable, Hashable {
  /// Values by name.
  public var variables: [String: String]

  /// An environment of exactly these variables.
  public init(_ variables: [String: String]) { self.variables = variables }

  /// What this process was started with, read anew at each call.
  public static var process: Environment {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(text[..<equals])
        if variables[name] == nil { variables[name] = String(text[text.utf8.index(after: equals)...]) }
      }
      next += 1
    }
    return Environment(variables)
  }

  /// The value as it is set, empty or not.
  public subscript(_ name: String) -> String? {
    get { variables[name] }
    set { variables[name] = newValue }
  }

  /// The value where it is set and not empty.
  public func nonEmpty(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }

  /// Whether a variable is set to something other than nothing, `0` or `false`.
  public func isOn(_ name: String) -> Bool {
    guard let value = nonEmpty(name) else { return false }
    return value != "0" && value != "false"
  }

  /// The path of a program, by the directories in `PATH`; nil where none of them has it.
  public func program(_ name: String) -> String? {
    (nonEmpty("PATH") ?? "").split(separator: ":").lazy.map { "\($0)/\(name)" }.first(
      where: Files.isExecutable)
  }

  /// What a child process (pager, editor, plugin) may see: everything but our own secrets, which are
  /// the `SP_` variables with `TOKEN`, `SECRET`, `PASSWORD` or `KEY` in their names.
  public var withoutSecrets: Environment {
    Environment(variables.filter { name, _ in !Environment.holdsSecret(name) })
  }

  private static func holdsSecret(_ name: String) -> Bool {
    guard name.hasPrefix("SP_") else { return false }
    return name.split(separator: "_").contains { ["TOKEN", "SECRET", "PASSWORD", "KEY"].contains($0) }
  }
}
