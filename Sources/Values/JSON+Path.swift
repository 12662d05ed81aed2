extension JSON {
  /// The value a path of names and indices leads to: `user.id`, `tags.0`.
  ///
  /// A name over an array maps over its elements: `prompts.id` is the array of the ids of those prompts that
  /// have one. Nil where the path leads nowhere.
  public func value(at path: String) -> JSON? {
    if case .object(let object) = self, !path.utf8.contains(ASCII.dot) { return object[path] }
    return value(at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
  }

  private func value(at path: ArraySlice<Substring>) -> JSON? {
    guard let step = path.first else { return self }
    let rest = path.dropFirst()
    switch self {
    case .object(let object): return object[String(step)]?.value(at: rest)
    case .array(let elements):
      if let index = JSON.index(step) { return self[index]?.value(at: rest) }
      let found = elements.compactMap { $0.value(at: path) }
      return found.isEmpty && !elements.isEmpty ? nil : .array(found)
    default: return nil
    }
  }

  /// Puts `value` where the path leads, making objects of whatever stands in the way; an index counts
  /// only where an array already stands, the index after the last appends.
  public mutating func set(_ value: JSON, at path: String) {
    set(value, at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
  }

  private mutating func set(_ value: JSON, at path: ArraySlice<Substring>) {
    guard let step = path.first else {
      self = value
      return
    }
    let rest = path.dropFirst()
    if case .array(var elements) = self, let index = JSON.index(step), index <= elements.count {
      if index == elements.count { elements.append(.null) }
      elements[index].set(value, at: rest)
      self = .array(elements)
      return
    }
    var object = object ?? Object()
    var child = object[String(step)] ?? .null
    child.set(value, at: rest)
    object[String(step)] = child
    self = .object(object)
  }

  private static func index(_ step: Substring) -> Int? {
    step.utf8.allSatisfy(ASCII.isDigit) ? Int(step) : nil
  }
}
