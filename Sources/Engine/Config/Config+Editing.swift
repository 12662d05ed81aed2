extension Config {
  /// Gives a setting a value: where the setting stands, or at the end of its section, which is made where
  /// there is none. Comments beside it stay.
  public mutating func set(_ key: String, _ value: String, profile: String? = nil) throws(Failure) {
    let name = key.lowercased()
    let written = try Config.written(value, of: name)
    if let profile { try Config.checkProfileName(profile) }
    guard let index = items.lastIndex(where: { $0.entry?.key == name && $0.entry?.profile == profile }),
      case .entry(var entry, let lead, _, let tail) = items[index]
    else { return insert(name, value, written, profile) }
    entry.value = value
    let hasEquals = lead.utf8.contains(UInt8(ascii: "="))
    items[index] = .entry(entry, lead: hasEquals ? lead : lead + " = ", written: written, tail: tail)
  }

  /// Gives a setting one more value, behind those it has.
  public mutating func add(_ key: String, _ value: String, profile: String? = nil) throws(Failure) {
    if let profile { try Config.checkProfileName(profile) }
    insert(key.lowercased(), value, try Config.written(value, of: key.lowercased()), profile)
  }

  /// Removes one value of a setting; false where it did not have it.
  @discardableResult
  public mutating func unset(_ key: String, value: String, profile: String? = nil) -> Bool {
    let name = key.lowercased()
    return remove { $0.entry?.key == name && $0.entry?.value == value && $0.entry?.profile == profile }
  }

  /// Removes a setting, however often it stands there; false where it did not.
  @discardableResult
  public mutating func unset(_ key: String, profile: String? = nil) -> Bool {
    let name = key.lowercased()
    return remove { $0.entry?.key == name && $0.entry?.profile == profile }
  }

  /// Makes a section for a profile; throws where there is one.
  public mutating func addProfile(_ name: String) throws(Failure) {
    try Config.checkProfileName(name)
    guard !profiles.contains(name) else {
      throw .usage("there is a profile '\(name)' already", hint: "sp config set --profile \(name) KEY VALUE")
    }
    append(header: "[profile \"\(name)\"]", Section(profile: name))
  }

  /// Removes a profile's sections with all their settings; false where there were none. A comment above the
  /// next section stays.
  @discardableResult
  public mutating func removeProfile(_ name: String) -> Bool {
    var doomed: Set<Int> = []
    var candidates: [Int] = []
    var isInside = false
    for (index, item) in items.enumerated() {
      if case .header(let section, _) = item {
        candidates = []
        isInside = section.profile == name
      }
      guard isInside else { continue }
      candidates.append(index)
      guard case .text = item else {
        doomed.formUnion(candidates)
        candidates = []
        continue
      }
    }
    return remove(at: doomed)
  }

  /// Refuses what cannot be the name of a profile.
  public static func checkProfileName(_ name: String) throws(Failure) {
    guard !isProfileName(name) else { return }
    throw .usage(
      "'\(name)' cannot be the name of a profile: letters, digits, '-', '_' and '.', a letter or digit first")
  }

  // MARK: Pieces

  private mutating func insert(_ key: String, _ value: String, _ written: String, _ profile: String?) {
    let section = Section(profile: profile)
    if place(in: section) == nil, profile != nil || items.contains(where: \.isHeader) {
      append(header: profile.map { "[profile \"\($0)\"]" } ?? "[sp]", section)
    }
    let (index, indent) = place(in: section) ?? (items.count, "")
    endLine(before: index)
    let entry = Entry(key: key, value: value, profile: profile, line: lineNumber(at: index))
    items.insert(.entry(entry, lead: "\(indent)\(key) = ", written: written, tail: "\n"), at: index)
  }

  /// Where a new setting of a section goes: behind its last setting, or its last heading.
  private func place(in section: Section) -> (index: Int, indent: String)? {
    var place: (Int, String)?
    var current = Section()
    var isBelowHeader = false
    for (index, item) in items.enumerated() {
      switch item {
      case .text: break
      case .header(let next, _):
        (current, isBelowHeader) = (next, true)
        if next == section { place = (index + 1, "  ") }
      case .entry(_, let lead, _, _):
        guard current == section else { continue }
        place = (index + 1, isBelowHeader ? String(lead.prefix { $0 == " " || $0 == "\t" }) : "")
      }
    }
    return place
  }

  private mutating func append(header: String, _ section: Section) {
    endLine(before: items.count)
    if let last = items.last, last.text != "\n" { items.append(.text("\n")) }
    items.append(.header(section, text: header + "\n"))
  }

  private mutating func remove(where isDoomed: (Item) -> Bool) -> Bool {
    remove(at: Set(items.indices.filter { isDoomed(items[$0]) }))
  }

  private mutating func remove(at doomed: Set<Int>) -> Bool {
    for index in doomed.sorted(by: >) {
      items.remove(at: index)
      if index < items.count { endLine(before: index) }
    }
    return !doomed.isEmpty
  }

  /// Makes sure that what stands at `index` begins a line.
  private mutating func endLine(before index: Int) {
    guard index > 0, items[index - 1].text.utf8.last != 0x0A, items[index - 1].text != "\u{FEFF}" else {
      return
    }
    switch items[index - 1] {
    case .text(let text): items[index - 1] = .text(text + "\n")
    case .header(let section, let text): items[index - 1] = .header(section, text: text + "\n")
    case .entry(let entry, let lead, let written, let tail):
      items[index - 1] = .entry(entry, lead: lead, written: written, tail: tail + "\n")
    }
  }

  private func lineNumber(at index: Int) -> Int {
    items[..<index].reduce(1) { $0 + $1.text.utf8.count { $0 == 0x0A } }
  }

  /// Spells a value: quoted only where it would not be read back otherwise.
  private static func written(_ value: String, of key: String) throws(Failure) -> String {
    guard let first = key.utf8.first, (0x61...0x7A).contains(first), key.utf8.allSatisfy(ConfigParser.isName)
    else { throw .usage("'\(key)' cannot be the name of a setting") }
    guard value.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\t" || $0.value >= 0x20 && $0 != "\u{7F}" })
    else { throw .usage("the value of \(key) holds a control character") }
    let edges = [value.utf8.first, value.utf8.last]
    let isQuoted = value.isEmpty || edges.contains(0x20) || value.utf8.contains { "#;\"".utf8.contains($0) }
    let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\t": "\\t"]
    let escaped = value.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    return isQuoted ? "\"\(escaped)\"" : escaped
  }
}

extension Config.Item {
  fileprivate var isHeader: Bool { if case .header = self { true } else { false } }
}
