import Values

/// Takes the text of `config.ini` apart without losing a byte of it.
struct ConfigParser {
  private let bytes: [UInt8]
  private let path: String
  private var position = 0
  private var line = 1
  private var section = Config.Section()

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  mutating func items() throws(Failure) -> [Config.Item] {
    try checkEncoding()
    var items: [Config.Item] = []
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      items.append(.text("\u{FEFF}"))
      position = 3
    }
    while position < bytes.count { items.append(try item()) }
    return items
  }

  private mutating func item() throws(Failure) -> Config.Item {
    let start = position
    skipBlanks()
    if atLineEnd || atComment {
      skipLine()
      return .text(text(start..<position))
    }
    if current == UInt8(ascii: "[") { return try header(from: start) }
    guard let byte = current, ConfigParser.isLetter(byte) else {
      throw failure("expected a setting such as 'output = json', a [section] or a # comment")
    }
    return try entry(from: start)
  }

  // MARK: Sections

  private mutating func header(from start: Int) throws(Failure) -> Config.Item {
    position += 1
    let name = takeName()
    guard !name.isEmpty else { throw failure("expected a section name after '['") }
    skipBlanks()
    let sub = try subsection()
    guard current == UInt8(ascii: "]") else { throw failure("expected ']' after the section name") }
    position += 1
    section = try section(name.lowercased(), sub)
    let end = position
    skipBlanks()
    if atLineEnd || atComment { skipLine() } else { position = end }
    return .header(section, text: text(start..<position))
  }

  private mutating func subsection() throws(Failure) -> String? {
    guard current == UInt8(ascii: "\"") else { return nil }
    position += 1
    var name: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") { position += 1 }
      guard let byte = current, byte >= 0x20, byte != 0x7F else { break }
      name.append(byte)
      position += 1
    }
    guard current == UInt8(ascii: "\"") else { throw failure("expected '\"' after the section name") }
    position += 1
    return String(decoding: name, as: UTF8.self)
  }

  private func section(_ name: String, _ sub: String?) throws(Failure) -> Config.Section {
    if name == "sp", sub == nil { return Config.Section() }
    if name == "profile" {
      guard let sub else { throw failure("expected the profile's name: [profile \"NAME\"]") }
      guard Config.isProfileName(sub) else { throw failure("'\(sub)' cannot be the name of a profile") }
      return Config.Section(profile: sub)
    }
    return Config.Section(prefix: name + "." + (sub.map { $0.lowercased() + "." } ?? ""))
  }

  // MARK: Settings

  private mutating func entry(from start: Int) throws(Failure) -> Config.Item {
    let first = line
    let key = section.prefix + takeName().lowercased()
    let nameEnd = position
    skipBlanks()
    guard current == UInt8(ascii: "=") else {
      guard atLineEnd || atComment else { throw failure("expected '=' after '\(key)'") }
      skipLine()
      let entry = Config.Entry(key: key, value: "true", profile: section.profile, line: first)
      return .entry(entry, lead: text(start..<nameEnd), written: "", tail: text(nameEnd..<position))
    }
    position += 1
    skipBlanks()
    let valueStart = position
    let (value, valueEnd) = try value()
    let entry = Config.Entry(key: key, value: value, profile: section.profile, line: first)
    position = valueEnd
    skipLine()
    return .entry(
      entry, lead: text(start..<valueStart), written: text(valueStart..<valueEnd),
      tail: text(valueEnd..<position))
  }

  /// Reads up to the end of the line or a comment: spaces at either end do not belong to the value unless
  /// quoted; a backslash at the end of a line goes on with the next.
  private mutating func value() throws(Failure) -> (String, end: Int) {
    var value: [UInt8] = []
    var spaces: [UInt8] = []
    var end = position
    var isQuoted = false
    while let byte = current, !atLineEnd, isQuoted || !atComment {
      if !isQuoted, ConfigParser.isBlank(byte) {
        spaces.append(byte)
        position += 1
        continue
      }
      value += spaces
      spaces = []
      switch byte {
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        position += 1
      case UInt8(ascii: "\\"): value += try escape()
      case 0..<0x20 where byte != UInt8(ascii: "\t"), 0x7F: throw failure("found a control character")
      default:
        value.append(byte)
        position += 1
      }
      end = position
    }
    guard !isQuoted else { throw failure("expected '\"' at the end of the value") }
    return (String(decoding: value, as: UTF8.self), end)
  }

  private mutating func escape() throws(Failure) -> [UInt8] {
    position += 1
    if atLineEnd {
      guard position < bytes.count else { throw failure("expected a line after the backslash") }
      skipLine()
      return []
    }
    guard let byte = current, let meant = ConfigParser.escapes[byte] else {
      throw failure("expected n, t, b, \" or \\ after the backslash")
    }
    position += 1
    return [meant]
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
  ]
}

// MARK: Characters

extension ConfigParser {
  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var atComment: Bool { current == UInt8(ascii: "#") || current == UInt8(ascii: ";") }

  private var atLineEnd: Bool {
    switch current {
    case nil, 0x0A: true
    case 0x0D: position + 1 == bytes.count || bytes[position + 1] == 0x0A
    default: false
    }
  }

  private mutating func skipBlanks() {
    while let byte = current, ConfigParser.isBlank(byte) { position += 1 }
  }

  private mutating func skipLine() {
    while let byte = current {
      position += 1
      if byte == 0x0A {
        line += 1
        return
      }
    }
  }

  private mutating func takeName() -> String {
    let start = position
    while let byte = current, ConfigParser.isName(byte) { position += 1 }
    return text(start..<position)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func failure(_ reason: String) -> Failure { .usage("\(path):\(line): \(reason)") }

  private func checkEncoding() throws(Failure) {
    guard let offset = bytes.withUnsafeBytes({ UTF8Text.firstInvalid(in: $0) }) else { return }
    let line = bytes[..<offset].count { $0 == 0x0A } + 1
    throw .usage("\(path):\(line): expected UTF-8 text")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  static func isName(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || "-._".utf8.contains(byte)
  }
}

extension Config {
  /// Whether a text can name a profile: letters, digits, `-`, `_` and `.`, a letter or digit first.
  static func isProfileName(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy(ConfigParser.isName) && !"-._".utf8.contains(first)
  }
}
