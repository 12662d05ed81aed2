import Engine
import Values

/// What `$NAME` stands for: what `set` put there, the arguments of a script, and what the shell knows itself.
struct Variables {
  /// By name.
  var values: [String: JSON] = [:]
  /// `$1`, `$2` … and `$@`.
  var arguments: [String] = []
  /// `$?`: the status of the last command.
  var status: Int32 = 0
  /// `$_`, `$__` and `$___`: the last lists; `$ROWS`: how many rows the last has.
  var lists: [[JSON]] = []
  /// `$ERROR`: the message of the last failure.
  var error: String?

  static let readOnly: Set<String> = ["?", "@", "#", "_", "__", "___", "ROWS", "ERROR"]

  /// The value of a name; nil where nothing gave it one.
  subscript(name: String) -> JSON? {
    switch name {
    case "?": .number(.init(Int(status)))
    case "@": .string(arguments.joined(separator: " "))
    case "#": .number(.init(arguments.count))
    case "_", "__", "___":
      lists.indices.contains(name.utf8.count - 1) ? .array(lists[name.utf8.count - 1]) : nil
    case "ROWS": lists.first.map { .number(.init($0.count)) }
    case "ERROR": error.map(JSON.string)
    default:
      if let index = Int(name) {
        arguments.indices.contains(index - 1) ? .string(arguments[index - 1]) : nil
      } else {
        values[name]
      }
    }
  }

  /// The value a variable with its path leads to; throws where there is none.
  func value(of variable: Variable) throws(Failure) -> JSON {
    guard let value = self[variable.name] else {
      throw .usage(
        "the variable '\(variable.name)' is not set",
        hint: Int(variable.name) == nil
          ? "set \(variable.name)=VALUE, or '…' to keep the $" : "give the script another argument")
    }
    guard !variable.path.isEmpty else { return value }
    let path = variable.path.joined(separator: ".")
    if let found = value.value(at: path) { return found }
    guard !variable.isBraced, value.object == nil, value.array == nil else {
      throw .usage("the variable '\(variable.name)' has no '\(path)'")
    }
    return .string("\(value.wordText).\(path)")
  }

  func text(of variable: Variable) throws(Failure) -> String { try value(of: variable).wordText }

  /// Whether a name may be set.
  static func check(_ name: String) throws(Failure) {
    guard let first = name.utf8.first, !first.isDigit, name.utf8.allSatisfy(\.isNamePart) else {
      throw .usage("'\(name)' cannot be the name of a variable: letters, digits and _, no digit first")
    }
    if readOnly.contains(name) { throw .usage("'\(name)' is set by the shell itself") }
  }
}
