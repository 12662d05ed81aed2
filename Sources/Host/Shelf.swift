import Catalog
import Engine
import Platform
import Synchronization
import Values

/// The plugins from elsewhere on this machine: found by a small index, read one at a time when used.
public final class Shelf: Sendable {
  /// What is known of a plugin without reading its manifest.
  public struct Entry: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// One line for people.
    public var summary: String
    /// The folder it is in.
    public var folder: String
    /// The SHA-256 of its manifest.
    public var hash: String
    /// Whether it declares a service.
    public var hasService: Bool
    /// The names of its resources.
    public var resources: [String] = []
    /// What is wrong with the manifest; nil where nothing is.
    public var problem: String?
    var modified: Int64
    var size: Int
  }

  /// The folders in which plugins are looked for: the data home's, then those of `SP_PLUGIN_PATH`.
  public let roots: [String]
  /// Where the files are.
  public let directories: Directories
  private let state = Mutex(State())

  private struct State {
    var index: ShelfIndex?
    var manifests: [String: Manifest] = [:]
  }

  /// The plugins of an environment; nothing is read yet.
  public init(_ directories: Directories, _ environment: Environment) {
    self.directories = directories
    let own = "\(directories.data)/plugins"
    roots = [own] + (environment.nonEmpty("SP_PLUGIN_PATH") ?? "").split(separator: ":").map(String.init)
  }

  /// Where `sp plugin add` puts plugins.
  public var home: String { roots[0] }

  /// All of them, sorted by name; a name may come twice.
  public func entries() -> [Entry] {
    state.withLock { state in
      let before = state.index ?? ShelfIndex.read(directories)
      let now = before.refreshed(roots)
      if now != before || state.index == nil && now.isNew { now.write(directories) }
      state.index = now
      return now.roots.flatMap(\.entries).sorted { ($0.name, $0.folder) < ($1.name, $1.folder) }
    }
  }

  /// Those of a name, in the order of the roots, as their manifests are now.
  public func entries(named name: String) -> [Entry] {
    let found = entries().filter { $0.name == name }
    guard found.contains(where: \.isStale) else { return found }
    state.withLock { $0.index?.distrust(name) }
    return entries().filter { $0.name == name }
  }

  /// The manifest of an entry, read once.
  public func manifest(_ entry: Entry) throws(Failure) -> Manifest {
    if let manifest = state.withLock({ $0.manifests[entry.folder + entry.hash] }) { return manifest }
    let manifest = try Manifest.read(folder: entry.folder)
    state.withLock { $0.manifests[entry.folder + entry.hash] = manifest }
    return manifest
  }

  /// Forgets what was read, because it has changed.
  public func changed() { state.withLock { $0 = State() } }

  /// What the catalogue has of the plugins: those that are in order and not disabled.
  public var additions: Catalog.Additions {
    Catalog.Additions(
      all: { [self] in
        let disabled = self.disabled
        return entries().filter { $0.problem == nil && !disabled.contains($0.name) }.map(provider)
      },
      named: { [self] name in
        guard Manifest.isWord(name), let entry = entries(named: name).first, !disabled.contains(name) else {
          return nil
        }
        return provider(entry)
      },
      names: { [self] in entries().map { ($0.name, $0.summary) } })
  }

  private var disabled: Set<String> {
    let records = (try? GrantBook.read(directories))?.records ?? [:]
    return Set(records.filter { !$0.value.isEnabled }.map(\.key))
  }

  /// A plugin as a provider of the catalogue; one that cannot be read is empty, and says so when it is used.
  public func provider(_ entry: Entry) -> Catalog.Provider {
    var domain = Catalog.Domain(entry.name, entry.summary) { [self] in
      (try? manifest(entry))?.plugin ?? Plugin(name: entry.name, summary: entry.summary, endpoints: [])
    }
    domain.resources = entry.resources
    var provider = Catalog.Provider(entry.name, domains: [domain]) { [self] in
      (try? manifest(entry))?.serviceOrNone ?? Service.unread(entry)
    }
    provider.isAdded = true
    return provider
  }
}

extension Service {
  fileprivate static func unread(_ entry: Shelf.Entry) -> Service {
    Service(
      name: entry.name, title: entry.name, summary: entry.summary, addresses: [], mount: "",
      authentication: .none, envelope: Envelope(message: "message"), paging: .none, limits: [],
      retryHints: [], probe: "/")
  }
}
