extension Catalog {
  /// What is wrong with the rows of all services; empty for a sound catalogue. Builds every plugin.
  public var violations: [Violation] {
    var inspection = Inspection("catalogue")
    let plugins = providers.flatMap { provider in provider.domains.map { (provider, $0, $0.plugin()) } }
    let resources = plugins.flatMap(\.2.resources)
    inspection.requireUnique(providers.map(\.name), "services")
    inspection.requireUnique(plugins.map(\.1.name), "domains")
    inspection.requireUnique(resources.map(\.name), "resources")
    for provider in providers {
      let service = provider.service()
      inspection.require(
        service.name == provider.name, "'\(provider.name)' builds the service '\(service.name)'")
      inspection.add(service.violations)
      inspection.add(provider.violations)
    }
    for (provider, domain, plugin) in plugins {
      inspection.add(domain.violations(as: plugin))
      inspection.add(plugin.violations(of: provider.service()))
      inspection.add(plugin.strayReferences(among: Set(resources.map(\.name))))
    }
    return inspection.violations
  }
}

extension Catalog.Provider {
  /// What only all domains of a service together can break.
  var violations: [Violation] {
    var inspection = Inspection(name)
    let endpoints = domains.flatMap { $0.plugin().endpoints }
    inspection.requireUnique(endpoints.map { "\($0.method.rawValue) \($0.path)" }, "rows")
    let probe = String(service().probe.prefix { $0 != "?" })
    inspection.require(
      endpoints.isEmpty || endpoints.contains { $0.method == .get && $0.path == probe },
      "the probe '\(probe)' is the path of no read")
    return inspection.violations
  }
}

extension Catalog.Domain {
  /// Where the overview would say something else than the plugin.
  func violations(as plugin: Plugin) -> [Violation] {
    var inspection = Inspection(name)
    inspection.require(plugin.name == name, "builds the plugin '\(plugin.name)'")
    inspection.require(plugin.summary == summary, "the plugin's summary is another one")
    return inspection.violations
  }
}

extension Plugin {
  /// Ids of resources that no plugin has.
  func strayReferences(among known: Set<String>) -> [Violation] {
    endpoints.flatMap { endpoint in
      (endpoint.pathParameters + endpoint.query + endpoint.body).compactMap { parameter in
        guard case .id(let resource) = parameter.kind, !known.contains(resource) else { return nil }
        return Violation(
          row: "\(endpoint.name) \(parameter.name)",
          problem: "is the id of '\(resource)', which is no resource")
      }
    }
  }
}
