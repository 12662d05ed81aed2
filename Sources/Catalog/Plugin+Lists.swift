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
