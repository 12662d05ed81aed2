extension Topic {
  /// Plugins from elsewhere: the manual of who writes one.
  public static let plugins = Topic(
    "plugins", "Commands that others add to sp",
    text: """
      A plugin from elsewhere declares its commands in the same words as a built-in one, in a file plugin.json, so that \
      help, completion, forms of output and the session treat them alike. It can be an executable in any language, a \
      description of a REST service without a line of code, or both.
      """,
    sections: [
      .section(
        "Where they are looked for", "",
        [
          .entry("sp-NAME on PATH", "An executable, which answers the command NAME."),
          .entry(
            "plugins/NAME/plugin.json",
            "A folder below the data directory, or below a directory of SP_PLUGIN_PATH."),
        ]),
      .section(
        "The manifest",
        """
        plugin.json names the plugin, what it is for, its resources with typed fields, and its commands with arguments \
        and options. Types, units, allowed values, defaults and examples are declared as for a built-in command. \
        Instead of commands, or beside them, it may declare a service: its addresses, its authentication, how it wraps \
        answers and errors, how lists come in pages, its rate limits, and its endpoints. Built-in commands cannot be \
        shadowed.
        """),
      .section(
        "The call",
        """
        An executable is given the parsed call as one JSON object on standard input: the command, its arguments and \
        options by name, the profile, and the form that is asked for. It answers on standard output with JSON, JSON \
        Lines or plain text, as its command declares, and ends with the exit codes of sp. Standard error goes to the \
        person.
        """),
      .section(
        "What it may do",
        """
        sp makes the requests for a plugin, which therefore never holds a credential. What it wants to reach, services \
        to read or to write and tables of the cache, is declared in the manifest and granted by the user once. The \
        grant holds for the files as they are, by their SHA-256; when they change, sp asks again.
        """),
    ])
}
