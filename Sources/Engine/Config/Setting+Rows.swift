import Catalog

extension Setting {
  /// The table, with holes in the names that a service or a rate class fills; built-in values that depend on the situation are told in the help.
  public static let rows: [Setting] = [
    .row("profile", .profile, "The profile used", default: "sandbox", option: "profile"),
    .row(
      "output", .word(allowed("output")),
      "Form of the answer; unset, a table on a terminal and json elsewhere",
      option: "output", switches: ["json": "json"]),
    .row(
      "color", .word(allowed("color")), "When to use colour", default: "auto", option: "color",
      switches: ["no-color": "never"],
      variables: [
        .init("NO_COLOR", means: "never"), .init("FORCE_COLOR", means: "always"),
        .init("CLICOLOR_FORCE", means: "always"), .init("CLICOLOR", means: "never", whenZero: true),
      ]),
    .row(
      "columns", .count, "Width of tables; unset, the terminal's", option: "columns",
      variables: [.init("COLUMNS")]),
    .row(
      "pager", .text, "Shows long answers on a terminal; cat for none", default: "less",
      variables: [.init("PAGER")]),
    .row(
      "editor", .text, "Edits the config file and long values", default: "vi",
      variables: [.init("VISUAL"), .init("EDITOR")]),
    .row(
      "timeout", .span, "How long one request may take", default: "30s"),
    .row(
      "tls.ca", .path, "File of the certificate authorities to trust; unset, the system's",
      variables: [.init("SSL_CERT_FILE")]),
    .row(
      "cache.max-age", .span, "Answer reads from the cache when it is not older than this", default: "0s",
      option: "max-age"),
    .row(
      "queue.keep", .span,
      "How long the queue knows that a write was confirmed; what was written, it forgets at once",
      default: "30d"),
    .row(
      "limits", .word(switched),
      "Whether to keep to the documented rate limits; unset, for services but not for the sandbox"),
    .row(
      "credential.helper", .text,
      "Program that keeps credentials, by git's rules: a name, a path, or !command; may be given several times"
    ),
    .row(
      "credential.username", .text,
      "What a credential helper knows the account by; unset, the name of the profile"),
    .row(
      "keyring.encrypt", .encryption, "Keep the keyring encrypted, as in gpg:me@example.com",
      default: "none"),
    .row(
      "sandbox.limits", .word(switched),
      "Whether the sandbox enforces rate limits; unset, only in sp sandbox serve"),
    .row("sandbox.latency", .span, "How long the sandbox takes for an answer", default: "0s"),
    .row(
      "sandbox.llm.url", .url,
      "Language model that writes in the sandbox: its /v1/chat/completions or /v1/messages"),
    .row("sandbox.llm.model", .text, "Name of that model", default: "default"),
    .row(
      "sandbox.llm.interface", .word(["openai", "anthropic"]),
      "How that model is asked; unset, the path of its URL tells"),
    .row(
      "shell.prompt", .text,
      "The prompt: %p is the profile, %c the context, %? the last status where it is not 0",
      default: "sp %p %c> "),
    .row("shell.hints", .word(["on", "off"]), "Whether a faint hint stands behind the line", default: "on"),
    .row(
      "shell.timing", .word(["on", "off", "auto"]),
      "Whether the time a line took is said; auto from half a second on", default: "off"),
    .row("shell.ignore-eof", .count, "How many times Ctrl-D does not end the session", default: "0"),
    .row("alias.<name>", .text, "What <name> stands for in the REPL and in scripts"),
    .row(
      "listen.on", .text,
      "What sp listen runs, as EVENT COMMAND; sp on writes it; may be given several times"),
    .row(
      "listen.route", .text,
      "Where sp listen forwards, as EVENT URL, * for any event; may be given several times"),
    .row("events.keep", .span, "How long received events are kept", default: "30d"),
    .row(
      "<service>.url", .address,
      "Where <service> is: a URL, the name of a documented address, or local for the sandbox"),
    .row(
      "<service>.limit.<class>", .limits,
      "Rate limit of <service> for <class> requests, such as 10/1m; or none"),
    .row(
      "sandbox.limit.<service>.<class>", .limits,
      "Rate limit that the sandbox enforces for <class> requests to <service>, such as 10/1m; or none"),
  ]

  private static let switched = ["documented", "off"]

  /// The values that a global option takes.
  private static func allowed(_ option: String) -> [String] {
    GlobalOptions.all.first { $0.name == option }?.allowed ?? []
  }
}
