import Catalog
import Database
import Engine
import Platform
import Values

/// What is kept on this machine: `sp cache`, `sp sync`, `sp sql`, `sp search`.
enum CacheCommands {
  static let all: [Builtin] = [
    Builtin(SyncCommand.command, run: SyncCommand.run),
    Builtin(SQLCommand.command, run: SQLCommand.run),
    Builtin(
      Command(
        "search", "Find records of all services in the cache by their words",
        arguments: [.argument("WORDS", "Words, or beginnings of words", repeatable: true)],
        globals: [.output, .list, .terminal],
        examples: [.example("Prompts and bundles about email", "sp search email")]
      ).answering("service", "resource", "id", "label", "snippet"),
      run: search),
    Builtin(
      Command(
        "cache status", "Show what the cache holds and how old it is", globals: [.output, .terminal],
        examples: [.example("The oldest lists first", "sp cache status --sort fetched_at")]
      ).answering("profile", "service", "resource", "records", "whole", "fetched_at"),
      run: status),
    Builtin(
      Command(
        "cache clear", "Delete the cache; nothing but speed is lost",
        examples: [.example("Begin anew", "sp cache clear")]),
      run: clear),
    Builtin(
      Command(
        "cache path", "Show where the cache is",
        examples: [.example("Open it with another tool", "sqlite3 -readonly \"$(sp cache path)\"")]),
      run: path),
  ]

  private static func search(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let words = (invocation.arguments["WORDS"] ?? []).joined(separator: " ")
    let limit = try invocation.integer("limit", atLeast: 1) ?? 50
    let marks = session.console.colorsOutput ? ("\u{1B}[1m", "\u{1B}[22m") : ("", "")
    let hits = try session.search(words, marks: marks, limit: limit)
    if hits.isEmpty { session.console.report("nothing found; sp sync fills the cache") }
    let shape = RecordShape(
      "results", singular: "result", id: "id", columns: ["resource", "id", "label", "snippet"])
    return try invocation.show(hits, shape, session)
  }

  private static func status(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    try invocation.show(
      try session.cacheStatus(),
      RecordShape(
        "lists", singular: "list", columns: ["profile", "resource", "records", "whole", "fetched_at"]),
      session)
  }

  private static func clear(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    session.closeCache()
    let path = session.directories.cacheDatabase
    try Failure.local {
      for suffix in ["", "-wal", "-shm"] where Files.exists(path + suffix) { try Files.remove(path + suffix) }
    }
    return .success
  }

  private static func path(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    try Failure.local { try session.console.write(session.directories.cacheDatabase + "\n") }
    return .success
  }
}
