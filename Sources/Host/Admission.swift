import Engine
import Platform
import Values

extension Shelf {
  /// A plugin that may run: in one place, enabled, and with the files for which it was granted what it may do.
  public struct Admitted: Sendable {
    /// Where it is.
    public let entry: Entry
    /// What it says about itself.
    public let manifest: Manifest
    /// What it may do.
    public let grant: Grant
  }

  /// The plugin of a name; refuses one that is not as the user granted it, with what to type.
  public func admit(_ name: String) throws(Failure) -> Admitted { try admit(try entry(name)) }

  /// A plugin that is there once; refuses it in the same way.
  public func admit(_ entry: Entry) throws(Failure) -> Admitted {
    let name = entry.name
    guard let record = try grants().records[name] else {
      throw Shelf.refusal(
        name, "not_granted", "the plugin '\(name)' in \(entry.folder) was never allowed to run",
        "sp plugin enable \(name)")
    }
    guard record.isEnabled else {
      throw Shelf.refusal(name, "disabled", "the plugin '\(name)' is disabled", "sp plugin enable \(name)")
    }
    let place = try Failure.local { try Files.realPath(entry.folder) }
    guard place == record.folder else {
      throw Shelf.refusal(
        name, "moved", "the plugin '\(name)' was allowed to run in \(record.folder), and is now in \(place)",
        "sp plugin enable \(name)")
    }
    if !record.isLinked, let difference = Pins.difference(try Pins.of(place), from: record.files) {
      throw Shelf.refusal(
        name, "changed", "the plugin '\(name)' is not as it was allowed to run: \(difference)",
        "sp plugin enable \(name) shows what it wants and allows it anew")
    }
    return Admitted(entry: entry, manifest: try manifest(entry), grant: record.grant)
  }

  /// The only plugin of a name, with a manifest that can be read.
  public func entry(_ name: String) throws(Failure) -> Entry {
    let found = entries(named: name)
    guard let entry = found.first else {
      throw Failure(
        .notFound, "there is no plugin '\(name)'", code: "no_plugin",
        hint: Nearest.match(name, in: entries().map(\.name)).map { "did you mean \($0)?" } ?? "sp plugin list"
      )
    }
    guard found.count == 1 else {
      let places = found.map(\.folder).joined(separator: " and ")
      throw Failure(
        .usage, "two plugins are called '\(name)': \(places)", code: "ambiguous",
        hint: "remove one of them: sp plugin remove \(name), or change SP_PLUGIN_PATH")
    }
    if let problem = entry.problem {
      throw Failure(.usage, problem, code: "manifest", hint: "sp plugin verify \(name)")
    }
    return entry
  }

  /// What keeps a plugin from running that was allowed to run without a network only.
  public static func unheld(_ name: String, _ problem: SystemError) -> Failure {
    refusal(
      name, "network",
      "the plugin '\(name)' was allowed to run without a network only, and this system \(problem.description)",
      "sp plugin enable \(name) allows it to run as it is")
  }

  private static func refusal(_ name: String, _ code: String, _ message: String, _ hint: String) -> Failure {
    Failure(.authentication, message, code: code, hint: hint)
  }
}
