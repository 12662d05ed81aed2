import Catalog
import Values

/// The help of every command as text for a given width: functions of the catalogue, nothing else.
public enum Help {
  /// What there is: the domains of every service, then the commands about `sp` itself.
  public static func overview(
    _ catalog: Catalog, builtins: [Command], topics: [(word: String, summary: String)], width: Int
  ) -> String {
    var flow = TextFlow(width: width)
    flow.paragraph("Run the business of a creator on five services, from one command.")
    flow.section("Usage", lines: ["sp <command> [arguments] [options]"])
    for provider in catalog.providers where !provider.shownDomains.isEmpty {
      flow.section(provider.service().title, provider.shownDomains.map { ($0.name, $0.summary) })
    }
    let added = catalog.additions?.all().flatMap(\.domains) ?? []
    if !added.isEmpty { flow.section("Plugins", added.map { ($0.name, $0.summary) }) }
    flow.section("About sp itself", entries(of: builtins))
    flow.section("Topics, explained by sp help <topic>", topics.map { ($0.word, $0.summary) })
    flow.paragraph("sp help <command> explains a command, or lists what is under a word.")
    return flow.finished
  }

  /// What is under a word or several, such as `prompts` or `config profile`; `commands` may hold others too.
  public static func group(_ words: [String], summary: String, commands: [Command], width: Int) -> String {
    let inside = commands.filter { $0.path.starts(with: words) && $0.path.count > words.count }
    let name = words.joined(separator: " ")
    var flow = TextFlow(width: width)
    flow.paragraph(summary.isEmpty ? "" : summary + ".")
    flow.section("Usage", lines: ["sp \(name) <command> [arguments] [options]"])
    flow.section(
      "Commands",
      inside.map { ($0.path.dropFirst(words.count).joined(separator: " "), $0.summary) })
    flow.section("Examples", lines: examples(inside.compactMap(\.examples.first).prefix(3)))
    flow.paragraph("sp help \(name) <command> explains one of them.")
    return flow.finished
  }

  /// The options that every command understands, by group.
  public static func options(width: Int) -> String {
    var flow = TextFlow(width: width)
    flow.paragraph("Options that every command understands where they mean something.")
    for group in GlobalOptions.Group.allCases {
      flow.section(group.rawValue, group.options.map { ($0.optionText, $0.explanation) })
    }
    return flow.finished
  }

  /// One line for each first word.
  private static func entries(of builtins: [Command]) -> [(term: String, meaning: String)] {
    builtins.next(after: []).map { next in
      let commands = builtins.filter { $0.path.first == next.word }
      return (commands.count == 1 ? commands[0].name : next.word, next.summary)
    }
  }

  static func entries(of codes: [ExitCode]) -> [(term: String, meaning: String)] {
    codes.map { (String($0.rawValue), $0.meaning) }
  }

  static func examples(_ examples: some Sequence<Example>) -> [String] {
    examples.flatMap { ["# \($0.purpose)"] + $0.lines }
  }
}
