/// One domain: a name, a summary, its resources and its endpoints, as rows of data.
public struct Plugin: Sendable {
  /// The first word of its commands.
  public var name: String
  /// One line for people, without a full stop.
  public var summary: String
  /// Its kinds of record.
  public var resources: [Resource]
  /// Its rows, at most twenty (longer literals take the compiler minutes).
  public var endpoints: [Endpoint]
  /// The talks that its rows make possible.
  public var conversations: [Conversation]
  /// The numbers that can be changed in many records at once.
  public var adjustments: [Adjustment]
  /// The commands that an executable carries out.
  public var programs: [Command] = []

  /// Declares a domain.
  public init(
    name: String, summary: String, resources: [Resource] = [], endpoints: [Endpoint],
    conversations: [Conversation] = [], adjustments: [Adjustment] = []
  ) {
    self.name = name
    self.summary = summary
    self.resources = resources
    self.endpoints = endpoints
    self.conversations = conversations
    self.adjustments = adjustments
  }

  /// The resource of that name.
  public func resource(_ name: String?) -> Resource? { resources.first { $0.name == name } }

  /// The row that does `action` to the records of a resource.
  public func endpoint(_ action: Endpoint.Action, of resource: String) -> Endpoint? {
    endpoints.first { $0.action == action && $0.resource == resource }
  }
}
