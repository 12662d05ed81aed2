import Values

extension Parameter {
  /// What a value breaks of what the row says, to be read after the parameter's name; nil when nothing. The same for
  /// the command line, imports and the sandbox.
  public func breach(by value: JSON) -> String? {
    guard takes(value) else { return "must be \(expected)" }
    return switch value {
    case .string(let text): breach(by: text)
    case .array(let elements): breach(by: elements)
    default: nil
    }
  }

  /// The member of a body that breaks the row, the parameter's own or the one that it stands in, and how; nil when
  /// nothing does. A body that changes a record empties what is null.
  public func breach(in body: JSON) -> (member: String, reason: String)? {
    if let outer = name.lastIndex(of: ".").map({ String(name[..<$0]) }), let holder = body.value(at: outer),
      !holder.isNull, holder.object == nil
    {
      return (outer, "must be an object")
    }
    let value = body.value(at: name)
    if let value, !value.isNull { return breach(by: value).map { (name, $0) } }
    if isRequired { return (name, "is required") }
    return isEssential && value != nil ? (name, "is empty") : nil
  }

  private func breach(by elements: [JSON]) -> String? {
    if let length, !length.contains(elements.count) {
      return "must have \(Parameter.demand(length, "element", "elements")), not \(elements.count)"
    }
    if isFilled, elements.isEmpty { return "is empty" }
    for (index, element) in elements.enumerated() {
      if let problem = element.string.flatMap(breach(ofElement:)) { return problem }
      if let problem = breach(ofMembers: element) { return "element \(index + 1): \(problem)" }
    }
    return nil
  }

  private func breach(ofElement text: String) -> String? {
    if !allowed.isEmpty, !allowed.contains(text) {
      return "must have elements of \(allowed.joined(separator: ", ")), not '\(text)'"
    }
    return form.flatMap { $0.fits(text) ? nil : "must have \($0.expectation)s, not '\(text)'" }
  }

  private func breach(ofMembers element: JSON) -> String? {
    for part in parts {
      let member = element[part.name] ?? .null
      if member.isNull {
        if part.isRequired { return "\(part.name) is missing" }
      } else if let problem = part.breach(by: member) {
        return "\(part.name) \(problem)"
      }
    }
    guard let ascent, let low = element[ascent.low]?.double, let high = element[ascent.high]?.double,
      low >= high
    else { return nil }
    return "\(ascent.high) must be after \(ascent.low)"
  }

  private func breach(by text: String) -> String? {
    if isFilled, kind == .text, text.allSatisfy(\.isWhitespace) { return "is empty" }
    if !allowed.isEmpty, !allowed.contains(text) {
      return "must be one of \(allowed.joined(separator: ", "))"
    }
    if let length, !length.contains(text.count) {
      return "must have \(Parameter.demand(length, "character", "characters")), not \(text.count)"
    }
    return form.flatMap { $0.fits(text) ? nil : "must be \($0.article) \($0.expectation), not '\(text)'" }
  }

  private static func demand(_ length: ClosedRange<Int>, _ one: String, _ many: String) -> String {
    if length.upperBound == Int.max {
      return "at least \(length.lowerBound) \(length.lowerBound == 1 ? one : many)"
    }
    if length.lowerBound == 0 { return "at most \(length.upperBound) \(many)" }
    return "\(length.lowerBound) to \(length.upperBound) \(many)"
  }
}

// MARK: Types

extension Parameter {
  /// Whether a value is of the parameter's type, and a number within its range.
  private func takes(_ value: JSON) -> Bool {
    switch (kind, value) {
    case (.json, _), (.boolean, .bool), (.flag, .bool), (.object, .object), (.file, .string): true
    case (.text, .string): true
    case (.text, _): isOpen
    case (.id, .string(let text)): !text.isEmpty
    case (.integer, .number(let number)): number.whole != nil && isInRange(number)
    case (.number, .number(let number)): number.double.isFinite && isInRange(number)
    case (.timestamp, .string(let text)): Timestamp(rfc3339: text) != nil
    case (.span, .string(let text)): TimeSpan(text) != nil
    case (.texts, .array(let elements)): elements.allSatisfy { $0.string != nil }
    case (.records, .array(let elements)): elements.allSatisfy { $0.object != nil }
    default: false
    }
  }

  /// Whether a file of a media type is taken.
  public func takes(mediaType: String) -> Bool {
    mediaTypes.isEmpty || mediaTypes.contains { mediaType.hasPrefix($0 + "/") }
  }

  private func isInRange(_ number: JSON.Number) -> Bool { range?.contains(number.double) ?? true }

  /// What a value must be, in words: "a whole number from 1 to 100".
  public var expected: String {
    switch kind {
    case .integer: "a whole number" + bounds
    case .number: "a number" + bounds
    case .boolean, .flag: "true or false"
    case .timestamp: "a date or a moment in RFC 3339"
    case .span: "a length of time such as 20m"
    case .texts: "a list of texts"
    case .json: "JSON"
    case .object: "an object"
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

extension JSON.Number {
  /// The whole number that it is: 5.0 is the same as 5.
  public var whole: Int? { int ?? Int(exactly: double) }
}
