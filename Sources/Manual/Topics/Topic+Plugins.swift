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
      operating system lets it do. It gets no SP_ variable that holds a secret, and no terminal.
      """),
  ]

  private static let pluginManifest: [Section] = [
    .section(
      "The manifest", "Members that are not known are passed over.",
      [
        .entry("protocol", "1."), .entry("name", "Its name, the first word of its commands."),
        .entry("summary, version", "What it is for, and which it is."),
        .entry(
          "requires",
          "What it needs of sp: json, jsonl, text, endpoints, channel, http, cache, sql, queue, progress, ask. "
            + "What this sp has not is refused."),
        .entry("executable", "The program that carries out its commands, below its folder."),
        .entry("timeout", "How long a command may take, such as 30s; 10m unless told, or none."),
        .entry(
          "grants",
          "{\"services\": {\"snackprompt\": \"read\"}, \"tables\": [\"prompts\"]}; read or write. \"network\": \"none\" "
            + "declares that the executable opens no connections of its own; sp says so and does not enforce it."
        ),
        .entry(
          "commands",
          "Each with command (the words behind the name), summary, arguments, options, answer (json, jsonl or text), "
            + "resource, writes, timeout, examples. With input, our standard input follows the call. With listsAll, it "
            + "answers with every record of its resource when nothing is asked, and sp sync runs it."),
        .entry(
          "arguments, options",
          "Each with name, help, kind (text, integer, number, boolean, flag, timestamp, span, texts, json, object, file, id), "
            + "required, repeatable, allowed, default, min, max, unit, short, placeholder, secret."),
        .entry(
          "resources",
          "Each with name, singular, id, label, columns, identity, and fields of name, kind, help, unit. Records that "
            + "a command answers with are kept: sp sql has a view of the name, sp search their searched fields."
        ),
        .entry(
          "service",
          "title, url or addresses, auth (kind bearer, header, query, cookie or none, and name), envelope, paging, limits."
        ),
        .entry(
          "endpoints",
          "Each with command, method, path, at, query, body, resource, action (list, get, create, update, delete, "
            + "call), success, data, consent. A query parameter has role or filter where it pages or chooses, and in: header "
            + "where it is a header field. A body of one parameter with wholeBody is its value."
        ),
      ]),
    .section(
      "Any web service",
      """
      sp plugin add openapi.json makes such a manifest from an OpenAPI 3 document: a command for each operation, \
      resources from what lists and records hold, the authentication it asks for. In the profile sandbox the service \
      is played in this process, by its rows alone; sp sandbox serve has the services of sp only. In other profiles it is asked at its address, with the credential of sp auth login NAME.
      """),
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
