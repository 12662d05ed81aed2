import Catalog
import Engine
import Platform

extension Shell {
  /// Asks once about all statements of a text that would each ask before they write, such as pasted deletions.
  func agreeOnce(to script: inout Script) throws(Failure) {
    guard manner.isInteractive, console.inputIsTerminal, console.errorIsTerminal else { return }
    var asking: [(statement: Int, link: Int)] = []
    for (index, statement) in script.statements.enumerated() where !statement.isBackground {
      for (place, link) in statement.links.enumerated() where asks(link.pipeline) {
        asking.append((index, place))
      }
    }
    guard asking.count > 1 else { return }
    for place in asking.prefix(20) {
      guard case .command(let words) = script.statements[place.statement].links[place.link].pipeline.kind
      else {
        continue
      }
      console.report("  \(Console.printable(words.map(\.source).joined(separator: " ")))")
    }
    if asking.count > 20 { console.report("  and \(asking.count - 20) more") }
    let answer = console.ask("Run these \(asking.count) commands, each of which asks for consent? [y/N] ")
    guard ["y", "yes"].contains(answer?.lowercased()) else {
      throw Failure(.interrupted, "cancelled; nothing was sent", code: "cancelled")
    }
    for place in asking {
      script.statements[place.statement].links[place.link].pipeline.agree()
    }
  }

  /// Whether a command would ask before it writes.
  private func asks(_ pipeline: Pipeline) -> Bool {
    guard case .command(var words) = pipeline.kind else { return false }
    if words.first?.bare == "sp" { words.removeFirst() }
    guard let first = words.first?.bare, alias(first) == nil, ShellCommand.named(first) == nil else {
      return false
    }
    let texts = context.resolve(words.map { $0.literal ?? $0.source }, session.table)
    guard case .run(let invocation)? = try? InvocationParser.parse(texts, session.table),
      case .endpoint(_, let endpoint, _) = invocation.command.action
    else { return false }
    return endpoint.consent != nil && endpoint.confirmation == nil
      && !["yes", "dry-run", "no-input"].contains(where: invocation.flag)
  }
}

extension Pipeline {
  /// Has the command ask no more.
  fileprivate mutating func agree() {
    guard case .command(var words) = kind, let first = words.first else { return }
    let yes = Word(pieces: [.text("--yes", isQuoted: false)], place: first.place, source: "--yes")
    words.insert(yes, at: words.firstIndex { $0.bare == "--" } ?? words.endIndex)
    kind = .command(words)
  }
}
