import Catalog
import Engine
import Host
import Platform
import Values

/// What is known of the plugins on this machine, as records.
struct PluginReport {
  let shelf: Shelf
  let session: Session

  init(_ shelf: Shelf, _ session: Session) { (self.shelf, self.session) = (shelf, session) }

  static let shape = RecordShape(
    "plugins", singular: "plugin", id: "name", columns: ["name", "state", "summary", "grants", "folder"],
    fields: [
      .field("name", .text, "First word of its commands"),
      .field("kind", .text, "plugin, or program for sp-NAME on PATH"),
      .field("state", .text, "Whether its commands run, or why not"),
      .field("version", .text, "Its own version"),
      .field("summary", .text, "What it is for"),
      .field("grants", .text, "What it may do"),
      .field("problem", .text, "What keeps it from running"),
      .field("folder", .text, "Where it is"),
    ])

  /// Every plugin, then every program.
  func all() throws(Failure) -> [JSON] {
    let book = try shelf.grants()
    let entries = shelf.entries()
    var records = entries.map { entry in
      let isAlone = entries.count { $0.name == entry.name } == 1
      return record(entry, book.records[entry.name], isAlone: isAlone)
    }
    for program in Outside.programs(session.environment) {
      let isShadowed = session.table.begins(with: program.name)
      records.append([
        "name": .string(program.name), "kind": "program", "state": isShadowed ? "shadowed" : "enabled",
        "version": nil, "summary": .string("sp-\(program.name) on PATH"), "grants": "",
        "problem": isShadowed ? "sp has a command of this name" : nil, "folder": .string(program.path),
      ])
    }
    return records
  }

  private func record(_ entry: Shelf.Entry, _ granted: GrantBook.Record?, isAlone: Bool) -> JSON {
    let (state, problem) = state(entry, granted, isAlone: isAlone)
    return [
      "name": .string(entry.name), "kind": "plugin", "state": .string(state),
      "version": entry.problem == nil ? .string(entry.edition) : nil, "summary": .string(entry.summary),
      "grants": .string(granted?.grant.summary ?? ""), "problem": problem.map(JSON.string) ?? nil,
      "folder": .string(entry.folder),
    ]
  }

  private func state(
    _ entry: Shelf.Entry, _ granted: GrantBook.Record?, isAlone: Bool
  ) -> (state: String, problem: String?) {
    if let problem = entry.problem { return ("broken", problem) }
    if session.table.isOwn(entry.name) { return ("shadowed", "sp has a command of this name") }
    guard isAlone else { return ("ambiguous", "two plugins have this name") }
    do throws(Failure) {
      let admitted = try shelf.admit(entry)
      try admitted.manifest.checkExecutable(in: entry.folder)
      return (granted?.isLinked == true ? "linked" : "enabled", try weakness(of: admitted))
    } catch {
      return (error.kind == .authentication ? error.code ?? "refused" : "broken", error.message)
    }
  }

  /// What this system cannot hold a plugin to; refuses one that was allowed to run only where it is held to it.
  private func weakness(of admitted: Shelf.Admitted) throws(Failure) -> String? {
    guard admitted.manifest.executable != nil, admitted.grant.network != .open,
      let problem = Seclusion.problem
    else { return nil }
    guard admitted.grant.network == .unheld else {
      throw Shelf.unheld(admitted.entry.name, problem)
    }
    return
      "it declares that it opens no connections, and this system cannot hold it to that: \(problem.reason)"
  }

  /// What starting an executable allows it, a line each, to follow "may".
  static func abilities(_ executable: String, _ network: Grant.Network) -> [String] {
    switch network {
    case .open: ["run \(executable), which can do what you can"]
    case .none: ["run \(executable), which can do what you can, without a network"]
    case .unheld:
      [
        "run \(executable), which can do what you can",
        "use the network: it declares that it does not, and this system cannot hold it to that"
          + (Seclusion.problem.map { " (\($0.reason))" } ?? ""),
      ]
    }
  }

  /// One plugin with all that it declares.
  func one(_ name: String) throws(Failure) -> JSON {
    let entry = try shelf.entry(name)
    let manifest = try shelf.manifest(entry)
    let granted = try shelf.grants().records[name]
    var record = self.record(entry, granted, isAlone: true).object ?? .init()
    record["executable"] = manifest.executable.map(JSON.string) ?? .null
    record["service"] = manifest.service?.addresses.first.map { .string($0.url) } ?? .null
    record["wants"] = .string(manifest.wants.summary)
    record["commands"] = .array(
      manifest.plugin.commands(service: name).map {
        ["command": .string($0.name), "summary": .string($0.summary)]
      })
    record["resources"] = .array(manifest.plugin.resources.map { .string($0.name) })
    record["files"] = .array(
      (granted?.files ?? [:]).sorted { $0.key < $1.key }.map {
        ["path": .string($0.key), "sha256": .string($0.value)]
      })
    return .object(record)
  }
}
