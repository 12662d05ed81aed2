import Engine
import Values

/// A place in a manifest, which says where it is when it is not what it must be.
struct ManifestNode {
  let value: JSON
  /// `plugin.json of weather: commands[0]`, for messages.
  let place: String

  init(_ value: JSON, _ place: String) {
    self.value = value
    self.place = place
  }

  func failure(_ problem: String) -> Failure {
    Failure(.usage, "\(place) \(problem)", code: "manifest", hint: "sp help plugins tells what it may hold")
  }

  func text(_ key: String) throws(Failure) -> String? {
    guard let value = value[key], !value.isNull else { return nil }
    guard let text = value.string else { throw failure("has '\(key)', which is no text") }
    return text
  }

  func required(_ key: String) throws(Failure) -> String {
    guard let text = try text(key), !text.isEmpty else { throw failure("has no '\(key)'") }
    return text
  }

  func flag(_ key: String) throws(Failure) -> Bool {
    guard let value = value[key], !value.isNull else { return false }
    guard let flag = value.bool else { throw failure("has '\(key)', which is not true or false") }
    return flag
  }

  func integer(_ key: String) throws(Failure) -> Int? {
    guard let value = value[key], !value.isNull else { return nil }
    guard let number = value.int else { throw failure("has '\(key)', which is no whole number") }
    return number
  }

  func number(_ key: String) throws(Failure) -> Double? {
    guard let value = value[key], !value.isNull else { return nil }
    guard let number = value.double else { throw failure("has '\(key)', which is no number") }
    return number
  }

  func texts(_ key: String) throws(Failure) -> [String] {
    try nodes(key).map { (node) throws(Failure) in
      guard let text = node.value.string else { throw node.failure("is no text") }
      return text
    }
  }

  /// The elements of an array; none where there is no such member.
  func nodes(_ key: String) throws(Failure) -> [ManifestNode] {
    guard let value = value[key], !value.isNull else { return [] }
    guard let elements = value.array else { throw failure("has '\(key)', which is no array") }
    return elements.enumerated().map { ManifestNode($1, "\(place) \(key)[\($0)]") }
  }

  /// A member that is an object.
  func node(_ key: String) throws(Failure) -> ManifestNode? {
    guard let value = value[key], !value.isNull else { return nil }
    guard value.object != nil else { throw failure("has '\(key)', which is no object") }
    return ManifestNode(value, "\(place) \(key)")
  }

  /// One of a few words; `fallback` where there is no such member.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String, default fallback: Word) throws(Failure)
    -> Word where Word.RawValue == String
  {
    guard let text = try text(key) else { return fallback }
    guard let word = Word(rawValue: text) else {
      throw failure("has '\(key)' \(Word.allCases.map(\.rawValue).choice), not '\(text)'")
    }
    return word
  }

  /// A length of time.
  func span(_ key: String) throws(Failure) -> TimeSpan? {
    guard let text = try text(key) else { return nil }
    guard let span = TimeSpan(text), span.milliseconds > 0 else {
      throw failure("has '\(key)', which is no length of time such as 30s, but '\(text)'")
    }
    return span
  }
}

extension [String] {
  /// `of a, b or c`.
  var choice: String {
    guard let last, count > 1 else { return "of \(joined())" }
    return "of \(dropLast().joined(separator: ", ")) or \(last)"
  }
}
