import Catalog
import Values

/// Manual pages in mdoc(7).
public enum ManPage {
  /// Another page, in its section of the manual.
  public struct Reference: Sendable {
    /// Its name, such as `sp-prompts`.
    public var name: String
    /// Its section.
    public var section: Int

    /// Names a page.
    public init(_ name: String, _ section: Int = 1) {
      self.name = name
      self.section = section
    }
  }

  /// The page `sp.1`: what there is, global options, environment, files, exit codes, and the other pages.
  public static func overview(
    _ catalog: Catalog, builtins: [Command], environment: [Topic.Entry], files: [Topic.Entry],
    others: [Reference], date: Timestamp
  ) -> String {
    var page = Mdoc()
    head(&page, name: "sp", summary: "run the business of a creator on five services", date: date)
    page.line(".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar arguments\n.Op Ar options")
    page.line(".Sh DESCRIPTION\n.Nm")
    page.prose(
      """
      reaches every endpoint of five web services as a command. Until credentials are given, the profile sandbox \
      answers from a local implementation of the services.
      """)
    for provider in catalog.providers where !provider.shownDomains.isEmpty {
      page.macro("Ss", provider.service().title)
      page.list(provider.shownDomains.map { ("Cm \(Mdoc.argument($0.name))", $0.summary + ".") })
    }
    if !builtins.isEmpty {
      page.macro("Ss", "About sp itself")
      page.list(builtins.map { (synopsisTerm($0), $0.summary + ".") })
    }
    page.macro("Ss", "Options of every command")
    page.list(GlobalOptions.all.map(option))
    entries(&page, "ENVIRONMENT", environment, macro: "Ev")
    entries(&page, "FILES", files, macro: "Pa")
    exitStatus(&page)
    seeAlso(&page, others)
    return page.text
  }

  /// The page `sp-<word>.1` of the commands that begin with a word; `service` is theirs where they have one.
  public static func page(
    _ word: String, summary: String, commands: [Command], service: Service? = nil,
    others: [Reference] = [], date: Timestamp
  ) -> String {
    var page = Mdoc()
    head(&page, name: "sp-\(word)", summary: lowercasedStart(summary), date: date)
    page.line(".Sh SYNOPSIS")
    for command in commands { synopsis(&page, command) }
    page.line(".Sh DESCRIPTION")
    if let service {
      page.prose("These commands call \(service.title) at \(service.addresses.first?.url ?? "its address").")
    } else if commands.contains(where: \.isOfPlugin) {
      page.prose("These commands are those of a plugin.")
    } else {
      page.prose("These commands are about sp itself.")
    }
    page.prose("Options that every command understands are explained in")
    page.line(".Xr sp 1 .")
    for command in commands { describe(&page, command) }
    exitStatus(&page)
    examples(&page, commands.flatMap(\.examples))
    seeAlso(&page, [Reference("sp")] + others)
    return page.text
  }

  /// The page of a topic in a section of the manual: its sections, then files and examples.
  public static func topic(
    _ topic: Topic, section: Int, files: [Topic.Entry] = [], others: [Reference] = [], date: Timestamp
  ) -> String {
    var page = Mdoc()
    head(
      &page, name: "sp-\(topic.name)", summary: lowercasedStart(topic.summary), section: section, date: date)
    page.line(".Sh DESCRIPTION")
    page.prose(topic.text)
    for section in topic.sections {
      page.macro("Ss", section.heading)
      page.prose(section.text)
      page.list(section.entries.map { ("Ic \(Mdoc.argument($0.term))", $0.meaning) })
    }
    entries(&page, "FILES", files, macro: "Pa")
    examples(&page, topic.examples)
    seeAlso(&page, [Reference("sp")] + others)
    return page.text
  }

  private static func head(
    _ page: inout Mdoc, name: String, summary: String, section: Int = 1, date: Timestamp
  ) {
    page.line(".Dd \(longDate(date))")
    page.line(".Dt \(name.uppercased()) \(section)\n.Os\n.Sh NAME\n.Nm \(name)")
    page.macro("Nd", summary)
  }

  /// `May 11, 2025`, the form that `.Dd` takes.
  private static func longDate(_ date: Timestamp) -> String {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ]
    let civil = date.civil
    return "\(names[civil.month - 1]) \(civil.day), \(civil.year)"
  }

  private static func lowercasedStart(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension Command {
  /// Whether the executable of a plugin carries it out.
  fileprivate var isOfPlugin: Bool { if case .program = action { true } else { false } }
}
