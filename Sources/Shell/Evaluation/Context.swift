import Catalog
import Engine

/// What `use` chose: a domain whose commands need not be named, and perhaps one of its records.
struct Context: Sendable {
  var domain: String?
  var id: String?

  /// As the prompt shows it: `prompts`, `prompts/prompt-1`.
  var text: String { [domain, id].compactMap { $0 }.joined(separator: "/") }

  /// The words as `sp` takes them: looked up in the domain first, then among all; the record of the context is put
  /// in where the command wants one and the words name none.
  func resolve(_ words: [String], _ table: CommandTable) -> [String] {
    guard let domain, let first = words.first, !first.hasPrefix("-") else { return words }
    switch table.match([domain, first]) {
    case .unknown: return words
    case .command, .group: return withRecord([domain] + words, table)
    }
  }

  private func withRecord(_ words: [String], _ table: CommandTable) -> [String] {
    guard let id else { return words }
    for length in stride(from: words.count, through: 2, by: -1) {
      guard case .command(let command) = table.match(Array(words.prefix(length))) else { continue }
      guard case .endpoint(_, let endpoint, _) = command.action, let last = endpoint.pathParameters.last,
        command.arguments.first?.name == last.name, words.count == length || words[length].hasPrefix("-")
      else { return words }
      return Array(words.prefix(length)) + [id] + words.dropFirst(length)
    }
    return words
  }
}
