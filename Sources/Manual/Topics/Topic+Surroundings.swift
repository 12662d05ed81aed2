import Catalog

extension Topic {
  static let profiles = Topic(
    "profiles", "Where the services are, and who calls",
    text: """
      A profile is a named choice of addresses, credentials and defaults. sandbox is built in and the default: it plays \
      every service on this machine and needs no account. Other profiles reach the real services.
      """,
    examples: [
      .example("Add one", "sp config profile add live --set snackprompt.url=production"),
      .example("Keep its credential", "echo my-key | sp auth login snackprompt --profile live --token-stdin"),
      .example("Use it for one command", "sp prompts delete prompt-1 --dry-run --profile live"),
      .example("Use it from now on", "sp config profile use live"),
      .example("Back to the sandbox", "sp config profile use sandbox"),
    ],
    sections: [
      .section(
        "Which one holds", "The option --profile, else SP_PROFILE, else the setting profile, else sandbox."),
      .section(
        "Credentials",
        """
        SP_<SERVICE>_TOKEN, else the keyring, else credential.helper (any of git's). They are never taken from the \
        command line, where every user of the machine sees them, and printed by sp auth token alone.
        """),
      .section(
        "Addresses",
        """
        <service>.url is a URL, the name of a documented address, or local for the sandbox. A profile can point at \
        sp sandbox serve, or at a test server of the service.
        """),
    ])

  static let scripts = Topic(
    "scripts", "Use sp in shell scripts, or write scripts in its own lines",
    text: """
      Forms, exit codes and option names do not change with the terminal, the language or the number of records. \
      Nothing asks a question where standard input is no terminal; --yes agrees beforehand.
      """,
    examples: [
      .example("What costs nothing", "sp prompts list --where 'price = 0' | jq -r '.[].id' > free.txt"),
      .example(
        "Change each of them",
        "while read -r id; do sp prompts update \"$id\" --price 1 -q; done < free.txt"),
      .example("Ids from standard input", "sp prompts get - --fields title < free.txt"),
      .example("Stop at the first failure", "set -e; sp doctor -q >/dev/null; sp prompts list"),
      .example("See what would be sent", "sp prompts delete prompt-1 --dry-run"),
    ],
    sections: [
      .section(
        "Manners", "",
        [
          .entry("--yes", "Agree to what would be asked."),
          .entry("--no-input", "Fail instead of asking, also on a terminal."),
          .entry("--no-wait", "Exit 5 instead of waiting for a rate limit."),
          .entry("--quiet", "No progress and no notes."),
          .entry("--input FILE", "The whole body as JSON; - is standard input."),
          .entry("@FILE, @-", "As the value of a text option: its content is in a file."),
        ]),
      .section(
        "Lines of its own",
        """
        sp run FILE, sp -c LINE and sp < FILE run lines without sp in front of each, in one process, with rows and \
        variables: sp help repl tells what a line can be. The whole file is read before anything runs; it stops at the \
        first failure and says FILE:LINE. A first line '#!/usr/bin/env -S sp run' makes the file a program.
        """),
      .section(
        "Time and place",
        """
        Give scripts a profile (SP_PROFILE) and a home (SP_HOME) of their own, and they neither see nor disturb what a \
        person does on the same machine.
        """),
    ])

  /// The variables that `sp` heeds, beside those of its settings.
  static let environment = Topic(
    "environment", "The variables that sp heeds",
    text: """
      An option wins over a variable, a variable over the config file. Every setting has a variable of its name: \
      cache.max-age is SP_CACHE_MAX_AGE. A variable that is empty counts as unset.
      """,
    examples: [
      .example("A home for one command", "SP_HOME=$(mktemp -d) sp sandbox seed"),
      .example("CSV for a whole script", "export SP_OUTPUT=csv; sp prompts list --fields id,price"),
      .example("Which variable set what", "SP_OUTPUT=csv sp config list --where \"key = 'output'\""),
    ],
    sections: [
      .section("Of sp", "", variables),
      .section("Of all programs", "", commonVariables),
    ])

  /// Of `sp`.
  public static let variables: [Entry] = [
    .entry("SP_HOME", "Keeps all files under this directory."),
    .entry("SP_PROFILE", "The profile to use, as with --profile."),
    .entry("SP_OUTPUT", "The form of answers, as with --output."),
    .entry("SP_<SETTING>", "Any setting, as sp config list names them."),
    .entry("SP_<SERVICE>_TOKEN", "The credential of a service, before the keyring."),
    .entry("SP_<SERVICE>_URL", "The base address of a service."),
    .entry("SP_HISTFILE", "Where the lines typed in a session are kept; nowhere if empty."),
    .entry("SP_PLUGIN_PATH", "Directories with plugins, beside the one of sp plugin add."),
    .entry("SP_ACCESSIBLE", "Plain lines for screen readers: nothing redrawn, no boxes."),
  ]

  /// Of all programs.
  public static let commonVariables: [Entry] = [
    .entry("NO_COLOR", "No colour, whatever its value unless empty."),
    .entry("CLICOLOR_FORCE", "Colour even where no terminal is; FORCE_COLOR does the same."),
    .entry("COLUMNS", "The width of tables."),
    .entry("PAGER", "Shows long answers on a terminal."),
    .entry("VISUAL, EDITOR", "Edits the config file and long values."),
    .entry(
      "HTTPS_PROXY", "The proxy for https, as curl understands it; also http_proxy, ALL_PROXY, NO_PROXY."),
    .entry("SSL_CERT_FILE", "The certificate authorities to trust."),
    .entry(
      "XDG_CONFIG_HOME", "Where the files are; also XDG_DATA_HOME, XDG_STATE_HOME and XDG_CACHE_HOME."),
  ]
}
