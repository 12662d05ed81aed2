import Catalog
import Values

extension Parameter {
  /// The value of a cell: as on the command line, but truth also as spreadsheets write it, and the edges of
  /// what is no text do not count.
  func read(_ text: String, as spelling: String) throws(Failure) -> JSON {
    switch kind {
    case .text, .file: return try value(of: text, as: spelling)
    case .boolean, .flag:
      switch text.trimmingSpaces.lowercased() {
      case "true", "yes", "1": return .bool(true)
      case "false", "no", "0": return .bool(false)
      default: throw .usage("\(spelling) is true or false, not '\(text)'")
      }
    case .texts: return try texts(try value(of: text.trimmingSpaces, as: spelling), as: spelling)
    default: return try value(of: text.trimmingSpaces, as: spelling)
    }
  }

  /// The value of a JSON member, checked like a cell; a text may stand for another type where it reads as one.
  func accept(_ value: JSON) throws(Failure) -> JSON {
    switch (kind, value) {
    case (.json, _): return value
    case (.records, .array), (.object, .object), (.boolean, .bool), (.flag, .bool):
      if let problem = breach(by: value) { throw .usage("\(name) \(problem)") }
      return value
    case (_, .string(let text)):
      if text.utf8.contains(0) { throw .usage("\(name) holds a NUL") }
      return try read(text, as: name)
    case (.integer, .number(let number)), (.number, .number(let number)):
      return try self.value(of: number.lexeme, as: name)
    case (.id, .number(let number)): return .string(number.lexeme)
    case (.texts, .array): return try texts(value, as: name)
    default: throw .usage("\(name) is \(kind.word), not \(value.word)")
    }
  }

  private func texts(_ value: JSON, as spelling: String) throws(Failure) -> JSON {
    for element in value.array ?? [] {
      guard let text = element.string else {
        throw .usage("\(spelling) is a list of texts; one element is \(element.word)")
      }
      if text.utf8.contains(0) { throw .usage("\(spelling) holds a NUL") }
    }
    if let problem = breach(by: value) { throw .usage("\(spelling) \(problem)") }
    return value
  }
}

extension Parameter.Kind {
  fileprivate var word: String {
    switch self {
    case .text, .file, .id: "a text"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean, .flag: "true or false"
    case .timestamp: "a time"
    case .span: "a length of time"
    case .texts: "a list of texts"
    case .json: "JSON"
    case .object: "an object"
    case .records: "a list of objects"
    }
  }
}

extension JSON {
  fileprivate var word: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
