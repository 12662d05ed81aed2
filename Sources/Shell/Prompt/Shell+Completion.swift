import Catalog
import Engine
import Platform
import Values

extension Shell {
  /// What Tab may put in; asks no service, only the tables and the cache.
  func completion(of line: String, at cursor: Int) -> LineEditor.Completion {
    let typed = UnfinishedLine(line.utf8.prefix(cursor))
    var found = Completion()
    switch typed.place {
    case .word: found = completion(of: typed.word, after: typed.words, isQuoted: typed.quote != nil)
    case .file, .raw: found.takesFiles = true
    }
    found.addFiles(for: typed.word, console.environment)
    let candidates = found.candidates.map { candidate in
      LineEditor.Completion.Candidate(
        text: typed.spelled(candidate.text), shown: candidate.text, description: candidate.description)
    }
    let isWhole = found.candidates.count == 1 && found.candidates[0].endsWord
    return LineEditor.Completion(start: typed.start, candidates: candidates, suffix: isWhole ? " " : "")
  }

  private func completion(of word: String, after words: [String], isQuoted: Bool) -> Completion {
    if !isQuoted, word.hasPrefix("$") { return Completion(variableCandidates, for: word) }
    if !isQuoted, word.hasPrefix("@"), !words.isEmpty { return Completion(rowCandidates(word), for: word) }
    guard let first = words.first else { return firstWord(word) }
    if let rest = Shell.commandWords(in: words) {
      return completion(of: word, after: rest, isQuoted: isQuoted)
    }
    if ShellCommand.named(first) != nil { return argument(word, of: first, after: words.count - 1) }
    return session.completion(of: word, after: context.resolve(words, session.table))
  }

  /// What follows a word that takes a command: `watch`, `time`, `repeat 3`, `each @*`, `5`, `sp`.
  private static func commandWords(in words: [String]) -> [String]? {
    switch words[0] {
    case "time", "sp": return Array(words.dropFirst())
    case "repeat", "each": return words.count > 1 ? Array(words.dropFirst(2)) : nil
    case "watch":
      var rest = words.dropFirst()
      while let option = rest.first, option.hasPrefix("-") {
        rest = rest.dropFirst(option == "--force" ? 1 : 2)
      }
      return Array(rest)
    default: return Int(words[0]) == nil ? nil : Array(words.dropFirst())
    }
  }

  private func firstWord(_ word: String) -> Completion {
    var choices: [Completion.Candidate] = []
    if let domain = context.domain {
      choices += session.completion(of: word, after: [domain]).candidates.filter { $0.kind == .command }
    }
    choices += session.completion(of: word, after: []).candidates
    if !word.hasPrefix("-") {
      choices += ShellCommand.all.map { .init(kind: .command, text: $0.name, description: $0.summary) }
      choices += aliasNames.map { .init(kind: .command, text: $0.name, description: $0.body) }
    }
    return Completion(choices, for: word)
  }

  private var aliasNames: [(name: String, body: String)] {
    let entries = (try? session.config())?.entries ?? []
    return entries.filter { $0.key.hasPrefix("alias.") }.map { (String($0.key.dropFirst(6)), $0.value) }
  }

  /// The arguments of the shell's own commands.
  private func argument(_ word: String, of command: String, after count: Int) -> Completion {
    switch command {
    case "source", "once", "output", "tee":
      var files = Completion()
      files.takesFiles = true
      return files
    case "use" where count == 0:
      let domains = session.table.catalog.everyProvider.flatMap(\.domains)
      return Completion(
        domains.map { .init(kind: .command, text: $0.name, description: $0.summary) }, for: word)
    case "format" where count == 0: return Completion(values(OutputForm.allCases.map(\.rawValue)), for: word)
    case "timing" where count == 0: return Completion(values(["on", "off", "auto"]), for: word)
    case "pivot", "chart": return Completion(resultFields, for: word)
    case "pager" where count == 0, "x" where count == 0: return Completion(values(["on", "off"]), for: word)
    case "unset": return Completion(values(variables.values.keys.sorted()), for: word)
    case "unalias", "type": return Completion(values(aliasNames.map(\.name)), for: word)
    case "history" where count == 0: return Completion(values(["run", "delete"]), for: word)
    case "jobs" where count == 0: return Completion(values(["stop"]), for: word)
    default: return Completion()
    }
  }

  /// The fields of the last list.
  private var resultFields: [Completion.Candidate] {
    let names = results.last?.records.first?.object?.keys ?? []
    return names.map { .init(kind: .field, text: $0, description: "") }
  }

  private func values(_ texts: [String]) -> [Completion.Candidate] {
    texts.map { .init(kind: .value, text: $0, description: "") }
  }

  private var variableCandidates: [Completion.Candidate] {
    variables.values.sorted { $0.key < $1.key }.map { name, value in
      .init(kind: .value, text: "$\(name)", description: Console.cut(value.wordText, to: 60))
    }
  }

  /// The rows of the last list, and behind a dot the fields of one.
  private func rowCandidates(_ word: String) -> [Completion.Candidate] {
    guard let rows = results.last else { return [] }
    if word.hasPrefix("@_") {
      return rows.about.members.map { member in
        .init(kind: .field, text: "@_.\(member.key)", description: member.value.wordText)
      }
    }
    if let dot = word.firstIndex(of: "."), let number = Int(word[word.index(after: word.startIndex)..<dot]),
      rows.records.indices.contains(number - 1)
    {
      return (rows.records[number - 1].object?.members ?? []).map { member in
        let text = "\(word[..<dot]).\(member.key)"
        return .init(kind: .field, text: text, description: Console.cut(member.value.wordText, to: 60))
      }
    }
    return rows.records.prefix(50).enumerated().map { index, record in
      let names = [rows.id, rows.label].compactMap { $0 }.compactMap { record.value(at: $0)?.wordText }
      return .init(kind: .value, text: "@\(index + 1)", description: names.joined(separator: "  "))
    }
  }
}
