extension Plugin {
  /// Whether the records of a row's lists can all be fetched, and told apart in the cache.
  public func canSync(_ list: Endpoint) -> Bool {
    list.canBeCached && (!list.belongs || parent(of: list) != nil)
  }

  /// The resource whose records each have a list of the row: the conversations of the messages.
  public func parent(of list: Endpoint) -> Resource? {
    let holes = list.pathParameters + list.query.filter(\.isRequired)
    guard list.action == .list, holes.count == 1, case .id(let name) = holes[0].kind else { return nil }
    return resource(name)
  }
}

extension Endpoint {
  /// Whether nothing can be asked for before something else is known.
  public var belongs: Bool { !pathParameters.isEmpty || query.contains(where: \.isRequired) }

  /// Whether records of its lists can be told from those of other lists of it.
  public var canBeCached: Bool { pathParameters.allSatisfy { $0.filter != nil } }
}

extension Plugin {
  /// The command of the executable that answers with every record of a resource; nil where none does.
  public func lister(of resource: String) -> Command? {
    programs.first { command in
      guard case .program(let program) = command.action else { return false }
      return program.listsAll && program.resource?.name == resource
    }
  }
}

extension Command {
  /// The list that an executable answers with, as a row: what is asked of it chooses among its records.
  public var list: Endpoint? {
    guard case .program(let program) = action, program.listsAll, let resource = program.resource else {
      return nil
    }
    var row = Endpoint.list(
      "/" + path.joined(separator: "/"), name, of: resource.name, summary, examples: examples)
    row.query = arguments + options
    return row
  }
}
