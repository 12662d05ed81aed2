import Catalog
import Database
import Engine
import Platform
import Values

/// What is kept on this machine: `sp cache`, `sp sync`, `sp search`.
enum CacheCommands {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "sync", "Fill the cache from the services, within their limits",
        arguments: [
          .argument("NAME", "Services or domains; all when none is given", required: false, repeatable: true)
            .naming(.domain)
        ],
        options: [.flag("whole", "Read singly the records that lists show only in part")],
        globals: [.output, .terminal],
        examples: [.example("Everything, ready for a journey", "sp sync --whole")]),
      run: sync),
    Builtin(SQLCommand.command, run: SQLCommand.run),
    Builtin(
      Command(
        "search", "Find records of all services in the cache by their words",
        arguments: [.argument("WORDS", "Words, or beginnings of words", repeatable: true)],
        globals: [.output, .list, .terminal],
        examples: [.example("Prompts and bundles about email", "sp search email")]),
      run: search),
    Builtin(
      Command(
        "cache status", "Show what the cache holds and how old it is", globals: [.output, .terminal],
        examples: [.example("The oldest lists first", "sp cache status --sort fetched_at")]),
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

  private static func sync(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let names = invocation.arguments["NAME"] ?? []
    var records: [JSON] = []
    var known: Set<String> = []
    for provider in session.table.catalog.providers {
      let isLeftOut = names.isEmpty ? try !session.canAsk(provider) : false
      for domain in provider.domains where !isLeftOut {
        known.formUnion([provider.name, domain.name])
        guard names.isEmpty || names.contains(provider.name) || names.contains(domain.name) else { continue }
        records += try session.sync(provider, domain.plugin(), whole: invocation.flag("whole"))
      }
    }
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw .usage(
        "there is no service or domain '\(unknown)'",
        hint: Nearest.match(unknown, in: known).map { "did you mean \($0)?" })
    }
    return try invocation.show(
      records, RecordShape("resources", singular: "resource", id: "resource"), session)
  }

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
