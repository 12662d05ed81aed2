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
    public var summary = ""
    /// Its own version.
    public var edition = ""
    /// The folder it is in.
    public var folder: String
    /// The names of its resources.
    public var resources: [String] = []
    /// What is wrong with the manifest; nil where nothing is.
    public var problem: String?
    /// The service that it declares, as JSON; nil where it declares none.
    var service: String?
    /// By what the manifest is known not to have changed.
    var stamp: FileStamp
    /// Whether it is a copy in the data home, which changes with its folder only: `sp plugin add` replaces that.
    var isCopy = false
  }

  /// The folders in which plugins are looked for: the data home's, then those of `SP_PLUGIN_PATH`.
  public let roots: [String]
  /// Where the files are.
  public let directories: Directories
  private let state = Mutex(State())

  private struct State {
    var index: ShelfIndex?
    /// When the folders were last looked into.
    var looked: Int64 = 0
    var manifests: [Entry: Manifest] = [:]
    var grants: (stamp: FileStamp?, book: GrantBook)?
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
  public func entries() -> [Entry] { index(asked: nil).entries { _ in true } }

  /// Those of a name.
  public func entries(named name: String) -> [Entry] {
    index(asked: name).entries { $0.name == name }
  }

  /// What is known of all plugins, as they are now; a command that asks several times looks once.
  private func index(asked name: String?) -> ShelfIndex {
    state.withLock { state in
      let now = SystemClock.system.uptime()
      if let index = state.index, now - state.looked < Shelf.glance { return index }
      var index = state.index ?? ShelfIndex.read(directories)
      index.refresh(roots, directories, asked: name)
      (state.index, state.looked) = (index, now)
      return index
    }
  }

  /// For how many milliseconds what was seen counts as seen now.
  private static let glance: Int64 = 50

  /// The manifest of an entry, read once.
  public func manifest(_ entry: Entry) throws(Failure) -> Manifest {
    if let manifest = state.withLock({ $0.manifests[entry] }) { return manifest }
    let manifest = try Manifest.read(folder: entry.folder)
    state.withLock { $0.manifests[entry] = manifest }
    return manifest
  }

  /// What the user granted to which plugin; read again only when the file has changed.
  public func grants() throws(Failure) -> GrantBook {
    let stamp = GrantBook.stamp(directories)
    if let (known, book) = state.withLock({ $0.grants }), known == stamp { return book }
    let book = try GrantBook.read(directories)
    state.withLock { $0.grants = (stamp, book) }
    return book
  }

  /// Forgets what was read, because it has changed.
  public func changed() { state.withLock { $0 = State() } }

  /// What the catalogue has of the plugins: those that are in order and not disabled.
  public var additions: Catalog.Additions {
    Catalog.Additions(
      all: { [self] in
        let index = index(asked: nil)
        return index.entries { $0.problem == nil && !index.disabled.contains($0.name) }.map(provider)
      },
      named: { [self] name in
        guard Manifest.isWord(name) else { return nil }
        let index = index(asked: name)
        return index.disabled.contains(name) ? nil : index.entries { $0.name == name }.first.map(provider)
      },
      names: { [self] in entries().map { ($0.name, $0.summary) } })
  }

  /// A plugin as a provider of the catalogue; one that cannot be read is empty, and says so when it is used.
  public func provider(_ entry: Entry) -> Catalog.Provider {
    var domain = Catalog.Domain(entry.name, entry.summary) { [self] in
      (try? manifest(entry))?.plugin ?? Plugin(name: entry.name, summary: entry.summary, endpoints: [])
    }
    domain.resources = entry.resources
    var provider = Catalog.Provider(entry.name, domains: [domain]) { [self] in
      service(entry)
    }
    provider.isAdded = true
    return provider
  }

  /// The service of an entry, without reading the rest of its manifest; one that is never asked where it declares none.
  private func service(_ entry: Entry) -> Service {
    guard let text = entry.service, let value = try? JSON.parse(text),
      let service = try? Service(
        manifest: ManifestNode(value, "\(entry.folder)/\(Manifest.file): service"), name: entry.name,
        summary: entry.summary)
    else { return Service(withoutAddress: entry.name, summary: entry.summary) }
    return service
  }
}

extension Service {
  /// A service that is never asked: a plugin's that declares none.
  fileprivate init(withoutAddress name: String, summary: String) {
    self.init(
      name: name, title: name, summary: summary, addresses: [], mount: "", authentication: .none,
      envelope: Envelope(message: "message"), paging: .none, limits: [], retryHints: [], probe: "/")
  }
}
