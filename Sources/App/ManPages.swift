import Catalog
import Engine
import Manual

/// The man pages, rendered from the tables: committed under `man/` and proven fresh by a test.
public enum ManPages {
  /// The text of each page by the name of its file: `sp.1`, one a domain or builtin word with several commands, and
  /// those of the topics that have one.
  public static func all() -> [(name: String, text: String)] { all(of: Tool(services: .all).table) }

  static func all(of table: CommandTable) -> [(name: String, text: String)] {
    let domains = domainPages(table)
    let words = wordPages(table)
    let topics = topicPages()
    let others = (domains + words + topics).map { ManPage.Reference($0.name, $0.section) }
    let overview = ManPage.overview(
      table.catalog, builtins: table.builtins, environment: Topic.variables + Topic.commonVariables,
      files: files, others: others, date: Version.day)
    return [("sp.1", overview)]
      + (domains + words + topics).map { ("\($0.name).\($0.section)", $0.text) }
  }

  /// The page of a command's first word or of a topic; of a plugin from elsewhere too. Without a word, that of `sp`.
  static func page(of word: String?, in table: CommandTable) -> String? {
    if let word, !table.isOwn(word), let added = table.catalog.additions?.named(word),
      let domain = added.domains.first
    {
      let service = added.service()
      return ManPage.page(
        word, summary: domain.summary, commands: table.commands(under: word),
        service: service.addresses.isEmpty ? nil : service, date: Version.day)
    }
    let name = word.map { "sp-\($0)." } ?? "sp."
    return all(of: table).first { $0.name.hasPrefix(name) }?.text
  }

  private typealias Page = (name: String, section: Int, text: String)

  private static func domainPages(_ table: CommandTable) -> [Page] {
    table.catalog.providers.flatMap { provider in
      provider.shownDomains.map { domain in
        (
          "sp-\(domain.name)", 1,
          ManPage.page(
            domain.name, summary: domain.summary, commands: table.commands(under: domain.name),
            service: provider.service(), date: Version.day)
        )
      }
    }
  }

  /// Builtin words with several commands; those that are domains too are on the domain's page.
  private static func wordPages(_ table: CommandTable) -> [Page] {
    let domains = Set(table.catalog.providers.flatMap { $0.domains.map(\.name) })
    return table.builtins.next(after: []).filter { !domains.contains($0.0) }.compactMap { word, verbs in
      let commands = table.builtins.filter { $0.path[0] == word }
      guard commands.count > 1 else { return nil }
      let topic = Topics.named(word)?.summary
      let others = topicPages().filter { $0.name == "sp-\(word)" }.map {
        ManPage.Reference($0.name, $0.section)
      }
      let page = ManPage.page(
        word, summary: topic ?? verbs, commands: commands, others: others, date: Version.day)
      return ("sp-\(word)", 1, page)
    }
  }

  private static func topicPages() -> [Page] {
    let settings = Setting.rows.map { Topic.Entry.entry($0.key, $0.manual) }
    let config = ManPage.topic(.config(settings), section: 5, files: [files[0]], date: Version.day)
    let pages: [Page] = [
      ("sp-config", 5, config),
      ("sp-plugins", 7, ManPage.topic(.plugins, section: 7, date: Version.day)),
    ]
    let session = Topics.named("repl").map { ManPage.topic($0, section: 7, date: Version.day) }
    return pages + (session.map { [("sp-repl", 7, $0)] } ?? [])
  }

  private static let files: [Topic.Entry] = [
    .entry("~/.config/sp/config.ini", "Settings and profiles."),
    .entry("~/.local/share/sp/keyring.json", "Credentials, readable by their owner alone."),
    .entry("~/.cache/sp/cache.db", "What services answered; may be deleted at any time."),
    .entry("~/.local/state/sp/state.db", "The queue of writes and the record of requests."),
    .entry("~/.local/share/sp/sandbox.db", "What the sandbox holds."),
  ]
}
