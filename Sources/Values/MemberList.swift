/// Members under construction, names unique by their bytes; linear while small, indexed beyond.
struct MemberList {
  private(set) var members: [JSON.Object.Member] = []
  private var index: [ExactName: Int] = [:]
  /// A bit for each length, first and last byte of a name met; names that differ in their bit are not compared.
  private var met: UInt64 = 0
  private static let linearLimit = 32

  init() { members.reserveCapacity(8) }

  /// Adds a member, or replaces the value where the name is present and returns false.
  mutating func insert(_ key: String, _ value: JSON) -> Bool {
    let bit = MemberList.bit(key)
    if met & bit != 0, let place = place(of: key) {
      members[place].value = value
      return false
    }
    met |= bit
    members.append(JSON.Object.Member(key: key, value: value))
    if members.count > Self.linearLimit { addToIndex() }
    return true
  }

  private static func bit(_ key: String) -> UInt64 {
    let bytes = key.utf8
    let sum = bytes.count &* 11 &+ Int(bytes.first ?? 0) &* 5 &+ Int(bytes.last ?? 0)
    return 1 &<< UInt64(truncatingIfNeeded: sum & 63)
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
  public func hasSameBytes(as other: String) -> Bool {
    let count = utf8.count
    guard count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { mine in
      other.utf8.withContiguousStorageIfAvailable { theirs in
        mine.elementsEqual(theirs)
      }
    }
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
