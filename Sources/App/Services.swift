import Catalog
import Crealia
import Sandbox
import Shellia
import SnackPrompt
import SocialSync
import Storytelling

/// The services that a `sp` knows.
public struct Services: Sendable {
  /// One service: what its module brings into the catalogue, and how the sandbox plays it.
  public struct Entry: Sendable {
    let provider: Catalog.Provider
    let rules: @Sendable () -> LocalService

    /// Enters a service; its rules are built when the sandbox first plays it.
    public init(_ provider: Catalog.Provider, local rules: @escaping @Sendable () -> LocalService) {
      self.provider = provider
      self.rules = rules
    }
  }

  /// Those of `sp`, in the order of the house.
  public static let all = Services([
    Entry(SnackPrompt.provider) { SnackPrompt.local },
    Entry(Shellia.provider) { Shellia.local },
    Entry(SocialSync.provider) { SocialSync.local },
    Entry(Crealia.provider) { Crealia.local },
    Entry(Storytelling.provider) { Storytelling.local },
  ])

  /// What their modules provide.
  public let catalog: Catalog
  /// The rules by which the sandbox plays each.
  let rules: [String: @Sendable () -> LocalService]

  /// Gathers services; each has a name of its own.
  public init(_ entries: [Entry]) {
    catalog = Catalog(entries.map(\.provider))
    rules = Dictionary(entries.map { ($0.provider.name, $0.rules) }) { first, _ in first }
  }

  /// What can be made to happen at each service in the sandbox.
  var happenings: [(service: String, name: String)] {
    catalog.providers.flatMap { provider in
      (rules[provider.name]?().acts.keys.sorted() ?? []).map { (provider.name, $0) }
    }
  }
}
