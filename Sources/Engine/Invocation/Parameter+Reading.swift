import Catalog
import Values

extension Parameter {
  /// What help and errors call the value.
  public var label: String {
    if let placeholder { return placeholder }
    switch kind {
    case .id(let resource): return "\(resource.hasSuffix("s") ? String(resource.dropLast()) : resource)-id"
    default: return name
    }
  }

  /// Refuses a text that cannot be a value of the parameter; `@file` and `-` are read later and pass.
  public func check(_ text: String, as spelling: String) throws(Failure) {
    if text.utf8.contains(0) { throw .usage("\(spelling) holds a NUL byte") }
    if readsFiles, text.hasPrefix("@") { return }
    if isSecret {
      throw .usage(
        "\(spelling) is a secret, which a command line shows to every user of the machine",
        hint: "\(spelling) @FILE reads it from a file, \(spelling) @- from standard input")
    }
    _ = try value(of: text, as: spelling)
  }

  /// Whether `@file` stands for the content of a file.
  public var readsFiles: Bool {
    switch kind {
    case .text, .json, .object, .records: allowed.isEmpty
    case .texts: isReadFromFiles
    default: false
    }
  }

  /// The JSON value that a text means.
  public func value(of text: String, as spelling: String) throws(Failure) -> JSON {
    let value = try read(text, spelling)
    if kind != .file, let problem = breach(by: value) { throw .usage("\(spelling) \(problem)") }
    return value
  }

  private func read(_ text: String, _ spelling: String) throws(Failure) -> JSON {
    switch kind {
    case .text, .file: return try oneOf(text, spelling)
    case .id:
      guard !text.allSatisfy(\.isWhitespace) else { throw .usage("\(spelling) is empty") }
      return .string(text)
    case .integer: return try number(text, spelling, whole: true)
    case .number: return try number(text, spelling, whole: false)
    case .boolean, .flag:
      guard text == "true" || text == "false" else {
        throw .usage("\(spelling) is true or false, not '\(text)'")
      }
      return .bool(text == "true")
    case .timestamp:
      guard let moment = Timestamp(rfc3339: text) else {
        throw .usage("\(spelling) takes a time such as 2025-06-01T10:00:00Z or 2025-06-01, not '\(text)'")
      }
      return .string(text.utf8.count == 10 ? moment.rfc3339 : text)
    case .span:
      guard TimeSpan(text) != nil else {
        throw .usage("\(spelling) takes a length of time such as 20m or 1h30m, not '\(text)'")
      }
      return .string(text)
    case .texts: return .array(try Parameter.list(text, spelling))
    case .json, .object, .records:
      do { return try JSON.parse(text, as: .input) } catch {
        throw .usage("\(spelling) is not JSON: \(error.reason) at column \(error.column)")
      }
    }
  }

  /// Splits `a,b` or reads `["a","b"]`.
  static func list(_ text: String, _ spelling: String) throws(Failure) -> [JSON] {
    if text.hasPrefix("[") {
      guard let parsed = try? JSON.parse(text, as: .input), let elements = parsed.array else {
        throw .usage("\(spelling) is not a JSON array")
      }
      return elements
    }
    return text.split(separator: ",").map { part in
      .string(String(part).trimmingSpaces)
    }
  }

  private func oneOf(_ text: String, _ spelling: String) throws(Failure) -> JSON {
    guard allowed.isEmpty || allowed.contains(text) else {
      let nearest = Nearest.match(text, in: allowed).map { "did you mean \($0)?" }
      throw .usage("\(spelling) is one of \(allowed.joined(separator: ", ")), not '\(text)'", hint: nearest)
    }
    return .string(text)
  }

  private func number(_ text: String, _ spelling: String, whole: Bool) throws(Failure) -> JSON {
    let what = whole ? "a whole number" : "a number"
    guard case .number(let number)? = try? JSON.parse(text, as: .input), !whole || number.int != nil,
      text.utf8.last != UInt8(ascii: " "), text.utf8.first != UInt8(ascii: " ")
    else { throw .usage("\(spelling) takes \(what), not '\(text)'") }
    if let range, !range.contains(number.double) {
      throw .usage("\(spelling) is \(range.demand(of: number.double)), not \(text)")
    }
    return .number(number)
  }
}

extension ClosedRange<Double> {
  /// What a value outside should have been: `0 to 100`, or of a wide range the bound that it breaks.
  func demand(of value: Double) -> String {
    func text(_ bound: Double) -> String { JSON.Number(bound)?.lexeme ?? "\(bound)" }
    guard upperBound >= 1e6 else { return "\(text(lowerBound)) to \(text(upperBound))" }
    return value < lowerBound ? "at least \(text(lowerBound))" : "at most \(text(upperBound))"
  }
}

extension String {
  /// The text without spaces and tabs at either end.
  var trimmingSpaces: String {
    var part = self[...]
    while let first = part.first, first == " " || first == "\t" { part.removeFirst() }
    while let last = part.last, last == " " || last == "\t" { part.removeLast() }
    return String(part)
  }
}
