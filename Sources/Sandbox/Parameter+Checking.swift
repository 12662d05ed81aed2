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
    case .json, .object, .records:
      guard let value = try? JSON.parse(text) else { return .failure(expectation) }
      return check(value)
    case .text, .timestamp, .span, .id, .file:
      return check(.string(text))
    }
  }

  /// Checks a member of a body; what it answers is the value to keep: whole numbers and moments in one spelling.
  func check(_ value: JSON) -> Result<JSON, Problem> {
    if isRequired, let text = value.string, text.trimmingSpaces().isEmpty { return .failure(.required) }
    if let reason = breach(by: value) { return .failure(Problem(reason: reason)) }
    return switch (kind, value) {
    case (.integer, .number(let number)): .success(number.whole.map { .number(.init($0)) } ?? value)
    case (.timestamp, .string(let text)):
      .success(Timestamp(rfc3339: text).map { .string($0.rfc3339) } ?? value)
    default: .success(value)
    }
  }

  /// What is wrong with a value, to be read after the parameter's name.
  struct Problem: Error {
    let reason: String
    static let required = Problem(reason: "is required")
  }

  private var expectation: Problem { Problem(reason: "must be \(expected)") }
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
