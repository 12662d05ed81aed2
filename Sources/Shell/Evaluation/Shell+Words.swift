import Catalog
import Engine
import Platform
import Values

extension Shell {
  /// Runs the words of one command: an alias, a command of the shell, or words for `sp`.
  func run(_ words: [Word]) -> Int32 {
    do throws(Failure) {
      var words = words
      if words.first?.bare == "sp" { words.removeFirst() }
      guard let first = words.first else { return 0 }
      if let name = first.bare, let body = alias(name) {
        return try run(alias: name, body, Array(words.dropFirst()))
      }
      if let name = first.bare, let count = Int(name) {
        guard count > 0, words.count > 1 else {
          throw .usage("'\(name)' is how often a command behind it runs", hint: "5 queue list")
        }
        return runRepeatedly(count, Array(words.dropFirst()))
      }
      if words.count > 1, words.last?.bare == "?" {
        words.removeLast()
        words.insert(
          Word(pieces: [.text("help", isQuoted: false)], place: first.place, source: "help"), at: 0)
      }
      if words[0].bare == "help", let status = try help(words.dropFirst()) { return status }
      if let command = words[0].literal.flatMap(ShellCommand.named) {
        return try command.run(self, Array(words.dropFirst()))
      }
      return try run(texts: expansion.texts(words), shows: words.contains(where: \.refersToRows))
    } catch {
      return fail(error)
    }
  }

  /// Runs words whose variables and rows are put in. `shows` says them first where they write.
  func run(texts: [String], shows: Bool = false) throws(Failure) -> Int32 {
    let texts = context.resolve(texts, session.table)
    let spelled = texts.map(\.shellSpelling).joined(separator: " ")
    if shows, manner.isInteractive, writes(texts) {
      console.report(TextStyle.dim.paint("→ \(Console.printable(spelled))", if: console.colorsError))
    }
    echo(spelled)
    console.beginAnswer()
    results.begin()
    session.observer = AnswerObserver(
      record: { [weak self] record, shape in self?.results.take(record, shape) },
      end: { [weak self] about in self?.results.take(about: about) })
    let outcome = perform(texts.first.map(isProgram) ?? false ? texts : manner.options + texts, place)
    session.observer = nil
    results.finish(outcome.status == 0)
    variables.lists = results.lists.map(\.records)
    variables.error = outcome.failure?.message ?? (outcome.status == 0 ? nil : variables.error)
    return outcome.status
  }

  /// Whether a first word is none of ours and that of a program `sp-NAME`, which gets its words untouched.
  func isProgram(_ word: String) -> Bool {
    !session.table.begins(with: word) && session.programs?().contains { $0.name == word } ?? false
  }

  /// Explains a command of the shell's own, or lists them below those of `sp`; nil where `sp` explains the words.
  private func help(_ words: ArraySlice<Word>) throws(Failure) -> Int32? {
    let texts = try expansion.texts(words)
    if texts.count == 1, let command = ShellCommand.named(texts[0]) {
      return try write("\(command.summary).\n\nUsage:\n  \(command.synopsis)")
    }
    guard texts.isEmpty else { return nil }
    let status = try run(texts: ["help"])
    let width = ShellCommand.all.map { $0.name.count }.max() ?? 0
    let lines = ShellCommand.all.map { command in
      "  \(command.name)\(String(repeating: " ", count: width - command.name.count))  \(command.summary)"
    }
    let edge = console.outputIsTerminal ? console.columns : Int.max
    _ = try write((["", "In a session:"] + lines.map { Console.cut($0, to: edge) }).joined(separator: "\n"))
    return status
  }

  /// Whether words lead to a command that changes something at a service.
  func writes(_ texts: [String]) -> Bool {
    guard case .run(let invocation)? = try? InvocationParser.parse(texts, session.table) else { return false }
    switch invocation.command.action {
    case .endpoint(_, let endpoint, _): return endpoint.action != .list && endpoint.action != .get
    case .importing, .adjusting, .conversing: return true
    case .program(let program): return program.writes
    case .exporting, .downloading, .builtin: return false
    }
  }
}

extension Word {
  var refersToRows: Bool {
    pieces.contains { if case .rows = $0 { true } else { false } }
  }
}

extension String {
  /// The text as one word of a line, quoted where it must be.
  var shellSpelling: String {
    let isPlain =
      !isEmpty && !hasPrefix("~") && utf8.allSatisfy { $0.isNamePart || "-._/:=,%+~".utf8.contains($0) }
    return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}
