/// A rule of the catalogue that a row breaks.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
  /// The row at fault: `snackprompt`, `prompts list`, `prompts list --max-price` …
  public let row: String
  /// What is wrong with it, to follow its name.
  public let problem: String

  /// The row and what is wrong with it.
  public var description: String { "\(row): \(problem)" }
}

/// A look at one row, and at the rows inside it.
struct Inspection {
  let row: String
  private(set) var violations: [Violation] = []

  init(_ row: String) { self.row = row }

  /// Notes a problem where something does not hold.
  mutating func require(_ holds: Bool, _ problem: @autoclosure () -> String) {
    if !holds { violations.append(Violation(row: row, problem: problem())) }
  }

  /// Notes names that come twice, however their letters are written.
  mutating func requireUnique(_ names: [String], _ what: String) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.lowercased()).inserted {
      require(false, "two \(what) are called '\(name)'")
    }
  }

  /// Notes a line for people that is empty, too long, or ends with a full stop.
  mutating func requireLine(_ text: String, _ what: String) {
    require(!text.isEmpty, "has no \(what)")
    require(text.count <= 72, "the \(what) has \(text.count) columns, at most 72 fit")
    require(!text.hasSuffix("."), "the \(what) ends with a full stop")
    require(!text.contains(where: \.isNewline), "the \(what) is more than one line")
  }

  /// Notes an example whose purpose or line does not fit under a command, or is not one of it.
  mutating func require(_ example: Example, of command: String) {
    requireLine(example.purpose, "purpose of an example")
    require(
      example.line.contains("sp \(command)"), "the example '\(example.line)' is not one of sp \(command)")
    for line in example.lines {
      require(line.count <= 78, "the example '\(line)' has \(line.count) columns, at most 78 fit")
    }
  }

  /// Notes a name that is no word of a command line.
  mutating func requireWord(_ name: String, _ what: String) {
    let isWord = name.utf8.allSatisfy { Letter.isSmall($0) || Letter.isDigit($0) || $0 == UInt8(ascii: "-") }
    require(isWord && Letter.isSmall(name.utf8.first), "the \(what) '\(name)' is not of a-z, 0-9 and -")
  }

  /// Notes a name that SQL and JSON paths would have to quote.
  mutating func requireIdentifier(_ name: String, _ what: String) {
    let isPlain = name.utf8.allSatisfy {
      Letter.isSmall($0 | 0x20) || Letter.isDigit($0) || $0 == UInt8(ascii: "_")
    }
    let begins = name.utf8.first.map { Letter.isSmall($0 | 0x20) } ?? false
    require(isPlain && begins, "the \(what) '\(name)' is not of letters, digits and _")
  }

  /// Takes in what was found in a row inside this one.
  mutating func add(_ inner: [Violation]) { violations += inner }
}

private enum Letter {
  static func isSmall(_ byte: UInt8?) -> Bool { byte.map { (0x61...0x7A).contains($0) } ?? false }
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
