import Catalog

extension Session {
  /// What may stand where `word` was begun, after the words before it: commands, options, and values that the
  /// tables, the config file and the cache know.
  ///
  /// It never asks a service, writes nothing, and opens only what the word needs. What cannot be read offers
  /// nothing: a broken file is another command's to tell.
  public func completion(of word: String, after words: [String]) -> Completion {
    let line = PartialLine(words, table)
    let values = ValueCompletion(session: self, line: line)
    if line.isLost { return Completion() }
    if let option = line.open { return values.of(option, typed: word) }
    if !line.optionsAreOver, word.hasPrefix("-") {
      if let (option, spelling) = line.attached(in: word), spelling != word || spelling.hasSuffix("=") {
        return values.of(option, typed: String(word.dropFirst(spelling.count))).keeping(spelling)
      }
      return options(line, word)
    }
    var completion = Completion(line.isOpenEnded ? nextWords(line) : [], for: word)
    if let argument = line.nextArgument, completion.candidates.isEmpty {
      completion = values.of(argument, typed: word)
    }
    if word.isEmpty, line.command != nil, completion.candidates.isEmpty, !completion.takesFiles {
      return options(line, word)
    }
    return completion
  }

  /// The words of commands that may come next.
  func nextWords(_ line: PartialLine) -> [Completion.Candidate] {
    func candidate(_ word: String, _ summary: String) -> Completion.Candidate {
      .init(kind: .command, text: word, description: summary)
    }
    guard line.path.isEmpty else {
      return line.commands.next(after: line.path).map(candidate)
    }
    let domains = table.catalog.everyProvider.flatMap(\.domains)
    let own = table.builtins.next(after: []).filter { next in !domains.contains { $0.name == next.word } }
    let programs = (programs?() ?? []).filter { !table.begins(with: $0.name) }
    return domains.map { candidate($0.name, $0.summary) } + own.map(candidate)
      + programs.map { candidate($0.name, "The program sp-\($0.name)") }
  }

  /// The options that matter to the command and may still be given.
  private func options(_ line: PartialLine, _ word: String) -> Completion {
    let groups = line.command?.globals ?? [.terminal]
    let open = ((line.command?.options ?? []) + groups.flatMap(\.options)).filter {
      $0.isRepeatable || line.options[$0.name] == nil
    }
    let required = open.filter(\.isRequired)
    let candidates = (required + open.filter { !$0.isRequired }).flatMap { option in
      let spellings =
        option.kind == .boolean ? ["--\(option.option)", "--no-\(option.option)"] : ["--\(option.option)"]
      return spellings.map { Completion.Candidate(kind: .option, text: $0, description: option.help) }
    }
    let version = Completion.Candidate(kind: .option, text: "--version", description: "Show the version")
    let isFirst = line.path.isEmpty && line.options.isEmpty
    return Completion(candidates + (isFirst ? [version] : []), for: word)
  }
}
