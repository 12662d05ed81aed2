import Catalog
import Values

/// Manual pages in mdoc(7).
public enum ManPage {
  /// A line of ENVIRONMENT or FILES.
  public struct Entry: Sendable {
    /// The variable or the path.
    public var name: String
    /// What it is for, in full sentences.
    public var meaning: String

    /// Declares a line.
    public init(_ name: String, _ meaning: String) {
      self.name = name
      self.meaning = meaning
    }
  }

  /// The page `sp.1`: what there is, global options, environment, files, exit codes.
  public static func overview(
    _ catalog: Catalog, builtins: [Command], environment: [Entry], files: [Entry], date: Timestamp
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
    let others = catalog.providers.flatMap(\.shownDomains).map(\.name).sorted()
    seeAlso(&page, others.map { "sp-\($0)" })
    return page.text
  }

  /// The page `sp-<word>.1` of the commands that begin with a word; `service` is theirs where they have one.
  public static func page(
    _ word: String, summary: String, commands: [Command], service: Service? = nil, date: Timestamp
  ) -> String {
    var page = Mdoc()
    head(&page, name: "sp-\(word)", summary: lowercasedStart(summary), date: date)
    page.line(".Sh SYNOPSIS")
    for command in commands { synopsis(&page, command) }
    page.line(".Sh DESCRIPTION")
    if let service {
      page.prose("These commands call \(service.title) at \(service.addresses.first?.url ?? "its address").")
    } else {
      page.prose("These commands are about sp itself.")
    }
    page.prose("Options that every command understands are explained in")
    page.line(".Xr sp 1 .")
    for command in commands { describe(&page, command) }
    exitStatus(&page)
    examples(&page, commands.flatMap(\.examples))
    seeAlso(&page, ["sp"])
    return page.text
  }

  private static func head(_ page: inout Mdoc, name: String, summary: String, date: Timestamp) {
    page.line(".Dd \(longDate(date))")
    page.line(".Dt \(name.uppercased()) 1\n.Os\n.Sh NAME\n.Nm \(name)")
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
