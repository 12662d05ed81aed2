import Values

extension Parameter {
  /// What a text is beyond its letters.
  public enum Form: String, Sendable {
    /// A telephone number in E.164: `+` and 7 to 15 digits.
    case phone
    /// An absolute `http` or `https` address, or a path below the service's origin.
    case url
    /// An e-mail address.
    case email
  }

  /// What a value of the right kind still breaks, to be read after the parameter's name; nil when nothing. The
  /// same for the command line, imports and the sandbox.
  public func breach(by value: JSON) -> String? {
    switch value {
    case .string(let text): return breach(by: text)
    case .array(let elements):
      if let length, !length.contains(elements.count) {
        return "must have \(Parameter.demand(length, "element", "elements")), not \(elements.count)"
      }
      if isRequired, elements.isEmpty { return "is empty" }
      for element in elements {
        let problem = element.string.map(breach(ofElement:)) ?? breach(ofMembers: element)
        if let problem { return problem }
      }
      return nil
    default: return nil
    }
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
        if part.isRequired { return "must have elements with \(part.name)" }
      } else if let problem = part.breach(by: member) {
        return "must have elements whose \(part.name) \(problem)"
      }
    }
    return nil
  }

  private func breach(by text: String) -> String? {
    if isRequired, kind == .text, text.allSatisfy(\.isWhitespace) { return "is empty" }
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

extension Parameter.Form {
  var article: String { self == .phone ? "a" : "an" }

  /// What people call it.
  var expectation: String {
    switch self {
    case .phone: "telephone number such as +33123456789"
    case .url: "address such as https://example.com/image.jpg"
    case .email: "e-mail address"
    }
  }

  /// Whether a text is one.
  func fits(_ text: String) -> Bool {
    switch self {
    case .phone:
      let digits = text.utf8.dropFirst()
      return text.utf8.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
        && digits.allSatisfy { (0x30...0x39).contains($0) } && digits.first != UInt8(ascii: "0")
    case .url:
      guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return false }
      if text.hasPrefix("/") { return true }
      guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
        return false
      }
      let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
      return !host.isEmpty
    case .email:
      let sides = text.split(separator: "@", omittingEmptySubsequences: false)
      return sides.count == 2 && !sides[0].isEmpty && sides[1].contains(".") && !sides[1].hasPrefix(".")
        && !sides[1].hasSuffix(".") && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
  }
}
