extension Topic {
  /// Those that `sp help` lists, in its order; `words` are the commands of the session.
  public static func all(session words: [Entry]) -> [Topic] {
    [
      output, exitCodes, queries, offline, importing, queue, profiles, environment, scripts, repl(words),
      plugins,
    ]
  }
}
