/// Members under construction, names unique by their bytes; linear while small, indexed beyond.
struct MemberList {
  private(set) var members: [JSON.Object.Member] = []
  private var index: [ExactName: Int] = [:]
  private static let linearLimit = 32

  init() { members.reserveCapacity(8) }

  /// Adds a member, or replaces the value where the name is present and returns false.
  mutating func insert(_ key: String, _ value: JSON) -> Bool {
    if let place = place(of: key) {
      members[place].value = value
      return false
    }
    members.append(JSON.Object.Member(key: key, value: value))
    if members.count > Self.linearLimit { addToIndex() }
    return true
  }

  private func place(of key: String) -> Int? {
    if members.count <= Self.linearLimit { return members.firstIndex { $0.key.hasSameBytes(as: key) } }
    return index[ExactName(text: key)]
  }

  private mutating func addToIndex() {
    for place in index.count..<members.count { index[ExactName(text: members[place].key)] = place }
  }
}

/// A name compared by its bytes: two spellings of one letter are two names.
private struct ExactName: Hashable {
  let text: String

  static func == (a: ExactName, b: ExactName) -> Bool { a.text.hasSameBytes(as: b.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether both are the same bytes; `==` also holds for canonically equivalent texts.
  @inline(__always)
  func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
  }
}
