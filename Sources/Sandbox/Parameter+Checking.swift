import Catalog
import Values

extension Parameter {
  /// Reads the value of a query parameter into JSON of its kind, or says what is wrong with it.
  func read(_ texts: [String]) -> Result<JSON, Problem> {
    guard let text = texts.last else { return .failure(.required) }
    switch kind {
    case .texts:
      let parts = texts.flatMap { $0.split(separator: ",") }.map { $0.trimmingSpaces() }
      return check(.array(parts.filter { !$0.isEmpty }.map(JSON.string)))
    case .integer, .number:
      guard let value = try? JSON.parse(text), case .number = value else { return .failure(expectation) }
      return check(value)
    case .boolean, .flag:
      guard text == "true" || text == "false" else { return .failure(expectation) }
      return .success(.bool(text == "true"))
    case .json, .records:
      guard let value = try? JSON.parse(text) else { return .failure(expectation) }
      return check(value)
    case .text, .timestamp, .span, .id, .file:
      return check(.string(text))
    }
  }

  /// Checks a member of a body; what it answers is the value to keep.
  func check(_ value: JSON) -> Result<JSON, Problem> {
    if isRequired, let text = value.string, text.trimmingSpaces().isEmpty { return .failure(.required) }
    if let reason = breach(by: value) { return .failure(Problem(reason: reason)) }
    return checkKind(value)
  }

  private func checkKind(_ value: JSON) -> Result<JSON, Problem> {
    switch (kind, value) {
    case (.text, .string(let text)), (.file, .string(let text)):
      if !allowed.isEmpty && !allowed.contains(text) { return .failure(expectation) }
      return .success(value)
    case (.id, .string(let text)):
      return text.isEmpty ? .failure(expectation) : .success(value)
    case (.integer, .number(let number)):
      // 5.0 is the same number as 5.
      guard let whole = number.int ?? Int(exactly: number.double), isInRange(number.double) else {
        return .failure(expectation)
      }
      return .success(.number(.init(whole)))
    case (.number, .number(let number)):
      return number.double.isFinite && isInRange(number.double) ? .success(value) : .failure(expectation)
    case (.boolean, .bool), (.flag, .bool), (.json, _):
      return .success(value)
    case (.timestamp, .string(let text)):
      guard let moment = Timestamp(rfc3339: text) else { return .failure(expectation) }
      return .success(.string(moment.rfc3339))
    case (.span, .string(let text)):
      return TimeSpan(text) == nil ? .failure(expectation) : .success(value)
    case (.records, .array(let elements)):
      return checkRecords(elements)
    case (.texts, .array(let elements)):
      guard elements.allSatisfy({ $0.string != nil }) else { return .failure(expectation) }
      return isRequired && elements.isEmpty ? .failure(.required) : .success(value)
    default:
      return .failure(expectation)
    }
  }

  /// Checks the members of each element.
  private func checkRecords(_ elements: [JSON]) -> Result<JSON, Problem> {
    if isRequired && elements.isEmpty { return .failure(.required) }
    for (index, element) in elements.enumerated() {
      guard element.object != nil else { return .failure(expectation) }
      for part in parts {
        let member = element[part.name] ?? .null
        if member.isNull {
          if part.isRequired {
            return .failure(Problem(reason: "needs \(part.name) in element \(index + 1)"))
          }
        } else if case .failure(let problem) = part.check(member) {
          return .failure(Problem(reason: "has an element \(index + 1) whose \(part.name) \(problem.reason)"))
        }
      }
    }
    return .success(.array(elements))
  }

  /// What is wrong with a value, to be read after the parameter's name.
  struct Problem: Error {
    let reason: String
    static let required = Problem(reason: "is required")
  }

  private func isInRange(_ value: Double) -> Bool { range?.contains(value) ?? true }

  private var expectation: Problem { Problem(reason: "must be \(expected)") }

  private var expected: String {
    switch kind {
    case .integer: "a whole number" + bounds
    case .number: "a number" + bounds
    case .boolean, .flag: "true or false"
    case .timestamp: "a date or a moment in RFC 3339"
    case .span: "a length of time such as 20m"
    case .texts: "a list of texts"
    case .json: "JSON"
    case .records: "a list of objects"
    case .id: "an id"
    case .text, .file: allowed.isEmpty ? "a text" : "one of " + allowed.joined(separator: ", ")
    }
  }

  private var bounds: String {
    guard let range, let low = JSON.Number(range.lowerBound), let high = JSON.Number(range.upperBound) else {
      return ""
    }
    return " from \(low.lexeme) to \(high.lexeme)"
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  func trimmingSpaces() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
