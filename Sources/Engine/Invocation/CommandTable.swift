import Catalog
import Values

/// Every command there is: those about `sp` itself, and those that follow from the catalogue.
public struct CommandTable: Sendable {
  /// What words lead to.
  public enum Match: Sendable {
    /// A command.
    case command(Command)
    /// A word that more words must follow, such as a domain; its commands.
    case group([String], [Command])
    /// Nothing, but perhaps this was meant.
    case unknown(nearest: String?)
  }

  /// The services and their domains.
  public let catalog: Catalog
  /// The commands about `sp` itself.
  public let builtins: [Command]
  /// What `sp help` explains besides commands.
  public let topics: [(word: String, summary: String)]

  /// Joins the commands about `sp` with those of the catalogue.
  public init(catalog: Catalog, builtins: [Command], topics: [(word: String, summary: String)] = []) {
    self.catalog = catalog
    self.builtins = builtins
    self.topics = topics
  }

  /// The commands whose first word is `word`; builds no plugin but the one of that name.
  public func commands(under word: String) -> [Command] {
    let own = builtins.filter { $0.path.first == word }
    let catalog = own.isEmpty ? self.catalog : Catalog(self.catalog.providers)
    guard let (provider, plugin) = catalog.domain(word) else { return own }
    return plugin.commands(service: provider.name) + own
  }

  /// Whether a command begins with a word; builds no plugin.
  public func begins(with word: String) -> Bool {
    isOwn(word) || catalog.additions?.named(word) != nil
  }

  /// Whether a command of `sp` itself begins with a word.
  public func isOwn(_ word: String) -> Bool {
    builtins.contains { $0.path.first == word }
      || catalog.providers.contains { $0.domains.contains { $0.name == word } }
  }

  /// What a path of words leads to.
  public func match(_ words: [String]) -> Match {
    guard let first = words.first else { return .unknown(nearest: nil) }
    let candidates = commands(under: first)
    if let exact = candidates.first(where: { $0.path == words }) { return .command(exact) }
    let below = candidates.filter { $0.path.count > words.count && $0.path.starts(with: words) }
    if !below.isEmpty { return .group(words, below) }
    if words.count == 1 { return .unknown(nearest: Nearest.match(first, in: firstWords)) }
    let siblings = candidates.filter {
      $0.path.starts(with: words.dropLast()) && $0.path.count >= words.count
    }
    let last = words[words.count - 1]
    let nearest = Nearest.match(last, in: siblings.map { $0.path[words.count - 1] })
    let named = nearest.map { (words.dropLast() + [$0]).joined(separator: " ") }
    return .unknown(nearest: named ?? siblings.first { $0.speaks(of: last.lowercased()) }?.name)
  }

  /// Every first word, in the order of the overview.
  public var firstWords: [String] {
    var words = catalog.everyProvider.flatMap { $0.shownDomains.map(\.name) }
    for command in builtins where !words.contains(command.path[0]) { words.append(command.path[0]) }
    return words
  }

  /// Every command, for whoever really needs them all; builds every plugin.
  public var all: [Command] {
    let domains = catalog.providers.flatMap { provider in
      provider.domains.flatMap { $0.plugin().commands(service: provider.name) }
    }
    return domains + builtins
  }
}

extension Command {
  /// Whether its summary or the path that it calls has a word: `whatsapp send` sends a text.
  fileprivate func speaks(of word: String) -> Bool {
    var text = summary
    if case .endpoint(_, let endpoint, _) = action { text += " " + endpoint.path }
    return text.lowercased().split { !$0.isLetter }.contains { $0 == word }
  }
}
