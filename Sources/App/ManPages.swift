import Catalog
import Engine
import Manual

/// The man pages, rendered from the tables: committed under `man/` and proven fresh by a test.
public enum ManPages {
  /// The text of each page by the name of its file: `sp.1`, and one a domain or builtin word with several commands.
  public static func all() -> [(name: String, text: String)] {
    let table = Tool(services: .all).table
    var pages = [
      (
        name: "sp.1",
        text: ManPage.overview(
          table.catalog, builtins: table.builtins, environment: environment, files: files, date: Version.day)
      )
    ]
    for provider in table.catalog.providers {
      for domain in provider.shownDomains {
        pages.append(
          (
            "sp-\(domain.name).1",
            ManPage.page(
              domain.name, summary: domain.summary, commands: table.commands(under: domain.name),
              service: provider.service(), date: Version.day)
          ))
      }
    }
    return pages
  }

  private static let environment: [ManPage.Entry] = [
    .init("SP_HOME", "Keeps all files under this directory."),
    .init("SP_PROFILE", "The profile to use, as with --profile."),
    .init("SP_OUTPUT", "The form of answers, as with --output."),
    .init("SP_<SERVICE>_TOKEN", "The credential of a service, before the keyring."),
    .init("SP_<SERVICE>_URL", "The base address of a service."),
    .init("SP_ACCESSIBLE", "Plain lines for screen readers: nothing redrawn, no boxes."),
    .init("NO_COLOR", "No colour, whatever its value unless empty."),
    .init("CLICOLOR_FORCE", "Colour even where no terminal is."),
    .init("PAGER", "Shows long answers on a terminal."),
    .init("EDITOR", "Edits the config file."),
    .init(
      "HTTPS_PROXY", "The proxy for https, as curl understands it; also http_proxy, ALL_PROXY, NO_PROXY."),
  ]

  private static let files: [ManPage.Entry] = [
    .init("~/.config/sp/config.ini", "Settings and profiles."),
    .init("~/.local/share/sp/keyring.json", "Credentials, readable by their owner alone."),
    .init("~/.cache/sp/cache.db", "What services answered; may be deleted at any time."),
    .init("~/.local/state/sp/state.db", "The queue of writes and the record of requests."),
    .init("~/.local/share/sp/sandbox.db", "What the sandbox holds."),
  ]
}
