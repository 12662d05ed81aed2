import Engine
import Platform
import Values

/// The lines typed, of this session and those before: each in the file as soon as it is typed, so that neither a kill
/// nor a session beside this one loses any. Lines that may hold a secret stay in memory.
struct History {
  /// A line as typed, which may hold line ends.
  struct Entry: Hashable {
    var text: String
    var at: Timestamp?
  }

  private(set) var entries: [Entry] = []
  private let path: String?
  private let isKnownSecret: (String) -> Bool
  static let limit = 10_000
  /// A longer line, such as a pasted file, is not kept.
  static let longest = 64 << 10

  /// No file: scripts keep no history.
  init() { (path, isKnownSecret) = (nil, { _ in false }) }

  /// The history in a file, nil for none; a file that cannot be read is as good as none. `isKnownSecret` tells lines
  /// that hold a secret which is known.
  init(path: String?, isKnownSecret: @escaping (String) -> Bool) {
    (self.path, self.isKnownSecret) = (path, isKnownSecret)
    guard let path, let bytes = try? Files.readAll(path, limit: 64 << 20) else { return }
    entries = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
      Entry(line: String(decoding: $0, as: UTF8.self))
    }
    if entries.count > History.limit { trim() }
  }

  /// Takes in what other sessions have typed since; lines that are in memory alone stay where they are in time.
  mutating func reload() {
    guard path != nil else { return }
    let unwritten = entries.filter { holdsSecret($0.text) }
    let all = History(path: path, isKnownSecret: isKnownSecret).entries + unwritten
    let order = { (entry: Entry) in entry.at?.milliseconds ?? 0 }
    entries = all.enumerated().sorted {
      (order($0.element), $0.offset) < (order($1.element), $1.offset)
    }.map(\.element)
  }

  /// Where the history is: `SP_HISTFILE`, where empty nowhere, else in the state home.
  static func path(_ directories: Directories, _ environment: Environment) -> String? {
    guard let path = environment["SP_HISTFILE"] else { return "\(directories.state)/history" }
    return path.isEmpty ? nil : path
  }

  /// Adds a line, unless it begins with a blank, repeats the last or is very long; true where it was added.
  mutating func add(_ text: String, at time: Timestamp) throws(Failure) -> Bool {
    guard !text.isEmpty, text.utf8.count <= History.longest, text.first != " ", text.first != "\t",
      text != entries.last?.text
    else { return false }
    let entry = Entry(text: text, at: time)
    entries.append(entry)
    if let path, !holdsSecret(text) {
      try History.locked(path) { () throws(SystemError) in
        let file = try FileSink(appendingTo: path, access: .private)
        try file.write(entry.line + "\n")
        try file.flush()
      }
    }
    return true
  }

  /// The entries a range such as `12`, `12-15` or `-3` (the last three) names, counted from 1.
  func entries(_ range: String) throws(Failure) -> [Entry] { Array(entries[try indices(range)]) }

  /// Forgets the entries of a range, also in the file.
  mutating func delete(_ range: String) throws(Failure) {
    let doomed = try indices(range)
    let lines = Set(entries[doomed].map(\.line))
    entries.removeSubrange(doomed)
    guard let path else { return }
    try History.locked(path) { () throws(SystemError) in
      let kept = try Files.readAll(path, limit: 64 << 20).split(separator: UInt8(ascii: "\n"))
        .map { String(decoding: $0, as: UTF8.self) }.filter { !lines.contains($0) }
      try Files.writePrivate(Array(kept.map { $0 + "\n" }.joined().utf8), to: path)
    }
  }

  private func indices(_ range: String) throws(Failure) -> Range<Int> {
    let parts = range.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    var bounds: (Int, Int)?
    if parts.count == 2, parts[0].isEmpty, let count = Int(parts[1]), count > 0 {
      bounds = (max(1, entries.count - count + 1), entries.count)
    } else if let first = Int(parts[0]) {
      bounds = parts.count == 1 ? (first, first) : parts.count == 2 ? Int(parts[1]).map { (first, $0) } : nil
    }
    guard let (first, last) = bounds, first >= 1, first <= last, last <= entries.count else {
      throw .usage("the history has the lines 1 to \(entries.count), not '\(range)'", hint: "history -n 20")
    }
    return (first - 1)..<last
  }

  /// Keeps the newest lines, those of other sessions included.
  private mutating func trim() {
    entries = entries.suffix(History.limit)
    guard let path else { return }
    try? History.locked(path) { () throws(SystemError) in
      let lines = try Files.readAll(path, limit: 64 << 20).split(separator: UInt8(ascii: "\n")).suffix(
        History.limit)
      try Files.writePrivate(
        Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")], to: path)
    }
  }

  private static func locked(_ path: String, _ body: () throws(SystemError) -> Void) throws(Failure) {
    do throws(SystemError) {
      try Files.makeDirectories(Files.split(path).directory)
      let lock = try FileLock(path: path + ".lock", wait: .seconds(2))
      defer { lock.unlock() }
      try body()
    } catch {
      throw Failure(local: error)
    }
  }
}

extension History {
  /// Whether a line may hold a secret: it logs in, names a secret thing with a value, or has the look of a key.
  func holdsSecret(_ line: String) -> Bool {
    if isKnownSecret(line) { return true }
    let words = line.split { " \t\n'\"|;&(),".contains($0) }
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      if word == "login", words.contains("auth") { return true }
      if word.lowercased() == "bearer" || word.lowercased() == "basic", next.utf8.count >= 8 { return true }
      if History.looksLikeKey(word) || History.namesSecret(word, next) { return true }
    }
    return false
  }

  private static let beginnings = [
    "sk_live_", "sk_test_", "whsec_", "ghp_", "github_pat_", "xoxb-", "xoxp-", "eyJ",
  ]

  private static func looksLikeKey(_ word: Substring) -> Bool {
    word.split { "=:/".contains($0) }.contains { part in
      part.utf8.count >= 12 && beginnings.contains { part.hasPrefix($0) }
    }
  }

  /// `--token X`, `token=X`, `api_key: X`, `X-Api-Key:X`.
  private static func namesSecret(_ word: Substring, _ next: Substring) -> Bool {
    let isOption = word.hasPrefix("-")
    guard let end = word.firstIndex(where: { "=:".contains($0) }) else {
      return isOption && !next.isEmpty && isSecret(word) && !word.hasSuffix("-stdin")
    }
    let hasValue = word.index(after: end) < word.endIndex || !next.isEmpty
    return hasValue && isSecret(word[..<end])
  }

  private static func isSecret(_ name: Substring) -> Bool {
    let name = name.lowercased()
    return [
      "token", "secret", "password", "passwd", "apikey", "api-key", "api_key", "authorization", "cookie",
      "jwt",
    ]
    .contains { name.hasSuffix($0) }
  }
}

extension History.Entry {
  /// As it stands in the file: the time, a tab, and the text with its line ends spelled `\n`.
  var line: String {
    let time = at.map { String($0.milliseconds / 1000) } ?? "0"
    return "\(time)\t\(text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))"
  }

  init?(line: String) {
    guard let tab = line.utf8.firstIndex(of: 0x09), let seconds = Int64(line[..<tab]) else { return nil }
    at = seconds == 0 ? nil : Timestamp(milliseconds: seconds * 1000)
    let spelled = line[line.utf8.index(after: tab)...]
    guard spelled.utf8.contains(UInt8(ascii: "\\")) else {
      text = String(spelled)
      return
    }
    text = ""
    var isEscaped = false
    for character in spelled {
      if isEscaped {
        text.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        text.append(character)
      }
    }
  }
}
