/// All services, plugins, resources and endpoints, as data; nothing is built before it is asked for.
public struct Catalog: Sendable {
  /// A plugin that is built when a command of it is used.
  public struct Domain: Sendable {
    /// The first word of its commands.
    public var name: String
    /// One line for people, so that the overview need not build it.
    public var summary: String
    /// Whether it has no commands of its own: only rows that `sp` itself uses, or the service.
    public var isHidden = false
    /// The names of its resources, where they are known without building it.
    public var resources: [String]?
    /// Builds it.
    public var plugin: @Sendable () -> Plugin

    /// Declares a domain by the plugin it builds.
    public init(
      _ name: String, _ summary: String, hidden isHidden: Bool = false,
      plugin: @escaping @Sendable () -> Plugin
    ) {
      self.name = name
      self.summary = summary
      self.isHidden = isHidden
      self.plugin = plugin
    }
  }

  /// A service with its domains, built when used.
  public struct Provider: Sendable {
    /// The service's name.
    public var name: String
    /// Builds the service.
    public var service: @Sendable () -> Service
    /// Its domains.
    public var domains: [Domain]
    /// Whether it is no part of `sp` but was added on this machine.
    public var isAdded = false

    /// Those with commands of their own.
    public var shownDomains: [Domain] { domains.filter { !$0.isHidden } }

    /// Declares what a service's module provides.
    public init(_ name: String, domains: [Domain], service: @escaping @Sendable () -> Service) {
      self.name = name
      self.domains = domains
      self.service = service
    }
  }

  /// What others added on this machine: looked for only where nothing of `sp` itself is meant.
  public struct Additions: Sendable {
    /// Those that can be used, by name; told without building any of them.
    public var all: @Sendable () -> [Provider]
    /// The one of that name.
    public var named: @Sendable (String) -> Provider?
    /// The names of all, also of those that cannot be used as they are, and what each is for.
    public var names: @Sendable () -> [(name: String, summary: String)]

    /// Declares where additions are found.
    public init(
      all: @escaping @Sendable () -> [Provider], named: @escaping @Sendable (String) -> Provider?,
      names: @escaping @Sendable () -> [(name: String, summary: String)]
    ) {
      self.all = all
      self.named = named
      self.names = names
    }
  }

  /// The services, in the order of the house.
  public var providers: [Provider]
  /// What others added; each has one domain, which has its name.
  public var additions: Additions?

  /// Gathers what the services' modules provide.
  public init(_ providers: [Provider], additions: Additions? = nil) {
    self.providers = providers
    self.additions = additions
  }

  /// The services of `sp`, then what others added.
  public var everyProvider: [Provider] { providers + (additions?.all() ?? []) }

  /// A plugin and the provider it belongs to; nil when no domain has that name.
  public func domain(_ name: String) -> (provider: Provider, plugin: Plugin)? {
    for provider in providers {
      if let domain = provider.domains.first(where: { $0.name == name }) {
        return (provider, domain.plugin())
      }
    }
    guard let added = additions?.named(name), let domain = added.domains.first else { return nil }
    return (added, domain.plugin())
  }

  /// The provider of a service.
  public func provider(_ service: String) -> Provider? {
    providers.first { $0.name == service } ?? additions?.named(service)
  }

  /// A resource, found by its name, with the plugin and the provider it belongs to.
  public func resource(_ name: String) -> (provider: Provider, plugin: Plugin, resource: Resource)? {
    for provider in providers {
      if let found = provider.resources(wanted: { $0 == name }).first { return found }
    }
    return (additions?.all() ?? []).lazy.compactMap { $0.resources(wanted: { $0 == name }).first }.first
  }

  /// The resources whose names are wanted, each with what it belongs to; of what others added nothing else is built.
  public func resources(
    wanted isWanted: (String) -> Bool = { _ in true }
  ) -> [(provider: Provider, plugin: Plugin, resource: Resource)] {
    everyProvider.flatMap { $0.resources(wanted: isWanted) }
  }
}

extension Catalog.Provider {
  /// Its resources whose names are wanted.
  public func resources(
    wanted isWanted: (String) -> Bool
  ) -> [(provider: Catalog.Provider, plugin: Plugin, resource: Resource)] {
    domains.filter { $0.resources?.contains(where: isWanted) ?? true }.flatMap { domain in
      let plugin = domain.plugin()
      return plugin.resources.filter { isWanted($0.name) }.map { (self, plugin, $0) }
    }
  }
}
