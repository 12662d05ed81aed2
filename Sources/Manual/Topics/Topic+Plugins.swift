extension Topic {
  /// Plugins from elsewhere: the manual of who writes one.
  public static let plugins = Topic(
    "plugins", "Commands that others add to sp",
    text: """
      A plugin from elsewhere declares its commands in the same words as a built-in one, in a file plugin.json, so that \
      help, completion, forms of output and the session treat them alike. It can be an executable in any language, a \
      description of a REST service without a line of code, or both. sp plugin new writes one to begin with.
      """,
    sections: pluginPlaces + pluginManifest + pluginRunning)

  private static let pluginPlaces: [Section] = [
    .section(
      "Where they are looked for", "Commands of sp are never replaced. Two plugins of a name are refused.",
      [
        .entry(
          "plugins/NAME/plugin.json",
          "A folder below the data directory, or below a directory of SP_PLUGIN_PATH. sp plugin add copies one there, "
            + "sp plugin link leads to one elsewhere."),
        .entry(
          "sp-NAME on PATH",
          "Any executable answers sp NAME: its words are untouched, its exit code is ours, and sp help NAME runs "
            + "sp-NAME --help."),
      ]),
    .section(
      "What it may do",
      """
      What a plugin wants of sp is declared under grants, shown by sp plugin add, and allowed by you. That holds for the \
      files as they are, by the SHA-256 of each, looked at before every run: a plugin that has changed ends with 4 until \
      sp plugin enable allows it anew. An executable runs as you: grants bind what sp does for it, not what the \
      operating system lets it do. One that declares no network gets none: it may still use sockets in the file system. It \
      gets no SP_ variable that holds a secret, and no terminal.
      """),
  ]

  private static let pluginManifest: [Section] =
    Topic.manifest + [
      .section(
        "Any web service",
        """
        sp plugin add openapi.json makes such a manifest from an OpenAPI 3 document: a command for each operation, \
        resources from what lists and records hold, the authentication it asks for. In the profile sandbox the service \
        is played in this process, by its rows alone; sp sandbox serve has the services of sp only. In other profiles it \
        is asked at its address, with the credential of sp auth login NAME.
        """)
    ]

  private static let pluginRunning: [Section] = [
    .section(
      "The call",
      """
      An executable is given the parsed call as one JSON object on a line of standard input: protocol, plugin, command, \
      arguments and options by name, profile, output, manners (dry_run, yes, quiet, no_input and so on), terminal \
      (columns, color and so on). It answers on standard output in the form that its command declares. Exit codes pass \
      through. On standard error an object {"error":{"kind","message","hint"}} on a line becomes an error of sp; other \
      lines are shown as they come, without what would drive a terminal.
      """),
    .section(
      "The channel",
      """
      Each line written to descriptor 3, {"id","method","params"}, is answered by a line on descriptor 4, \
      {"id","result"} or {"id","error"}. What was not granted is refused.
      """,
      [
        .entry(
          "http",
          "service, method, path, query, body: a request to a service, with its credential and limits."),
        .entry("queue.add", "The same for a write that waits in the queue."),
        .entry("cache.get", "resource, id: a record as the cache has it, or null."),
        .entry("sql", "query, limit: rows of a SELECT over the granted tables."),
        .entry("progress", "text: shown while the command runs."),
        .entry("ask", "question, secret: what the person answers."),
      ]),
  ]
}
