extension Plugin {
  /// The most rows of a plugin: longer literals take the compiler minutes.
  static let mostRows = 20

  /// What is wrong with the domain, its resources and its rows.
  public func violations(of service: Service) -> [Violation] {
    var inspection = Inspection(name)
    inspection.requireWord(name, "name")
    inspection.requireLine(summary, "summary")
    inspection.require(
      endpoints.count <= Plugin.mostRows,
      "has \(endpoints.count) rows, at most \(Plugin.mostRows) compile fast")
    inspection.requireUnique(resources.map(\.name), "resources")
    inspection.requireUnique(commands(service: service.name).map(\.name), "commands")
    for resource in resources {
      inspection.add(resource.violations)
      inspection.add(violations(ofImporting: resource))
    }
    inspection.requireUnique(endpoints.map(\.operation), "operations")
    for endpoint in endpoints {
      inspection.add(endpoint.violations(in: self, of: service))
    }
    for conversation in conversations {
      for operation in [conversation.open, conversation.say, conversation.history?.operation].compactMap(
        \.self)
      where !endpoints.contains(where: { $0.operation == operation }) {
        inspection.require(false, "talks by '\(operation)', which is no operation of the domain")
      }
    }
    return inspection.violations
  }

  /// What can be listed and created can be imported, by fields that a record shows and a write sets.
  private func violations(ofImporting resource: Resource) -> [Violation] {
    var inspection = Inspection("\(name) \(resource.name)")
    let create = endpoint(.create, of: resource.name)
    let canList = endpoint(.list, of: resource.name) != nil
    guard !resource.identity.isEmpty else {
      inspection.require(
        create == nil || !canList, "can be listed and created, and has no identity to import by")
      return inspection.violations
    }
    guard let create, canList else {
      inspection.require(false, "has an identity, and cannot be listed and created")
      return inspection.violations
    }
    for name in resource.identity {
      inspection.require(
        create.body.contains { $0.name == name },
        "the identity '\(name)' is not in the body of \(create.name)")
    }
    return inspection.violations
  }
}
