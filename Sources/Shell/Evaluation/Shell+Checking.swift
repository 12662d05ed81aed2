import Engine
import Platform
import Values

extension Shell {
  /// What is known before a script runs.
  private struct Foreseen {
    /// The variables that have or will have a value.
    var names: Set<String>
    /// Whether a command may change what names and words mean: nothing is certain behind it.
    var isOpen = false
  }

  private static let openers: Set<String> = ["source", "use", "alias", "unalias", "macro"]

  /// Refuses, before anything of it runs, a script that names a variable nobody sets or a command that is none.
  func check(_ script: Script) throws(Failure) {
    var foreseen = Foreseen(names: Set(variables.values.keys))
    for statement in script.statements {
      for link in statement.links where !foreseen.isOpen { try check(link.pipeline, &foreseen) }
    }
  }

  private func check(_ pipeline: Pipeline, _ foreseen: inout Foreseen) throws(Failure) {
    guard case .command(let words) = pipeline.kind else { return }
    var all = words
    switch pipeline.target {
    case .file(let name), .appended(let name): all.append(name)
    case .pipe, nil: break
    }
    if let input = pipeline.input { all.append(input) }
    let isSet = words.isAssignment
    // An alias keeps its words as they are typed: what they name is known when it runs.
    for word in words[0].bare == "alias" ? [] : all {
      defer { if isSet, let name = word.assignedName { foreseen.names.insert(name) } }
      for piece in word.pieces {
        switch piece {
        case .variable(let variable): try check(variable, foreseen, word)
        case .capture(let inner): try check(inner, &foreseen)
        case .text, .rows: break
        }
      }
    }
    try checkWords(words)
    if Shell.openers.contains(words[0].bare ?? "") { foreseen.isOpen = true }
  }

  private func check(_ variable: Variable, _ foreseen: Foreseen, _ word: Word) throws(Failure) {
    guard Int(variable.name) != nil || !Variables.readOnly.contains(variable.name),
      !foreseen.names.contains(variable.name)
    else { return }
    do throws(Failure) { _ = try variables.value(of: Variable(name: variable.name)) } catch {
      throw placed(error, word)
    }
  }

  /// Refuses words that lead nowhere, as far as they are known before the script runs.
  private func checkWords(_ words: [Word]) throws(Failure) {
    let words = words.first?.bare == "sp" ? words.dropFirst() : words[...]
    guard let first = words.first, let name = first.literal, first.bare.flatMap(alias) == nil,
      Int(name) == nil, ShellCommand.named(name) == nil, !isProgram(name)
    else { return }
    let texts = words.prefix { $0.literal != nil }.compactMap(\.literal)
    let resolved = context.resolve(texts, session.table)
    do throws(Failure) {
      if texts.count == words.count {
        _ = try InvocationParser.parse(resolved, session.table)
      } else if case .unknown = session.table.match([resolved[0]]) {
        _ = try InvocationParser.parse([resolved[0]], session.table)
      }
    } catch {
      let failure = suggesting(name, error)
      throw manner.isInteractive ? failure : placed(failure, first)
    }
  }

  /// Names a command of the shell where one may have been meant.
  private func suggesting(_ name: String, _ failure: Failure) -> Failure {
    var failure = failure
    guard let near = ShellCommand.nearest(name), failure.message.contains("no command '\(name)'") else {
      return failure
    }
    let other = failure.hint.flatMap { $0.hasPrefix("sp help") ? nil : String($0.dropFirst("sp ".count)) }
    if Nearest.match(name, in: [other, near].compactMap(\.self)) == near { failure.hint = near }
    return failure
  }

  private func placed(_ failure: Failure, _ word: Word) -> Failure {
    var failure = failure
    failure.message = Console.cut(failure.message, to: 500)
    failure.place = name(word.place)
    return failure
  }
}

extension Word {
  /// The name before the equals sign, in `set NAME=…`.
  var assignedName: String? {
    guard case .text(let text, false)? = pieces.first, let equals = text.firstIndex(of: "=") else {
      return nil
    }
    return String(text[..<equals])
  }
}
