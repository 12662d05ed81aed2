extension Endpoint {
  /// A list of records.
  public static func list(
    _ path: String, _ command: String, of resource: String, _ summary: String, rate: RateClass = .read,
    at pathParameters: [Parameter] = [], query: [Parameter] = [], examples: [Example]
  ) -> Endpoint {
    var made = row(.get, path, command, .list, summary, rate)
    made.resource = resource
    made.pathParameters = pathParameters
    made.query = query
    made.examples = examples
    return made
  }

  /// One record.
  public static func get(
    _ path: String, _ command: String, of resource: String, _ summary: String, rate: RateClass = .read,
    at pathParameters: [Parameter], query: [Parameter] = [], examples: [Example]
  ) -> Endpoint {
    var made = row(.get, path, command, .get, summary, rate)
    made.resource = resource
    made.pathParameters = pathParameters
    made.query = query
    made.examples = examples
    return made
  }

  /// A new record.
  public static func create(
    _ path: String, _ command: String, of resource: String, _ summary: String, rate: RateClass = .write,
    success: Int = 201, at pathParameters: [Parameter] = [], body: [Parameter], examples: [Example]
  ) -> Endpoint {
    var made = row(.post, path, command, .create, summary, rate)
    made.resource = resource
    made.pathParameters = pathParameters
    made.success = success
    made.body = body
    made.examples = examples
    return made
  }

  /// Changes to a record: what is left out stays as it is.
  public static func update(
    _ path: String, _ command: String, of resource: String, _ summary: String, rate: RateClass = .write,
    at pathParameters: [Parameter], body: [Parameter], examples: [Example]
  ) -> Endpoint {
    var made = row(.patch, path, command, .update, summary, rate)
    made.resource = resource
    made.pathParameters = pathParameters
    made.body = body
    made.examples = examples
    return made
  }

  /// The end of a record; asks first.
  public static func delete(
    _ path: String, _ command: String, of resource: String? = nil, _ summary: String,
    rate: RateClass = .write, at pathParameters: [Parameter] = [], examples: [Example]
  ) -> Endpoint {
    var made = row(.delete, path, command, .delete, summary, rate)
    made.resource = resource
    made.pathParameters = pathParameters
    made.consent = .destructive
    made.examples = examples
    return made
  }

  /// Something that is there once, such as the account of whoever asks.
  public static func show(
    _ path: String, _ command: String, of resource: String? = nil, _ summary: String,
    rate: RateClass = .read, query: [Parameter] = [], examples: [Example]
  ) -> Endpoint {
    var made = row(.get, path, command, .get, summary, rate)
    made.resource = resource
    made.query = query
    made.examples = examples
    return made
  }

  /// Something of its own: a method and a path that do to no record what the other rows do.
  public static func call(
    _ method: Method, _ path: String, _ command: String, of resource: String? = nil, _ summary: String,
    rate: RateClass = .write, success: Int = 200, at pathParameters: [Parameter] = [],
    query: [Parameter] = [], body: [Parameter] = [], examples: [Example]
  ) -> Endpoint {
    var made = row(method, path, command, .call, summary, rate)
    made.resource = resource
    made.success = success
    made.pathParameters = pathParameters
    made.query = query
    made.body = body
    made.examples = examples
    return made
  }

  private static func row(
    _ method: Method, _ path: String, _ command: String, _ action: Action, _ summary: String,
    _ rate: RateClass
  ) -> Endpoint {
    Endpoint(
      method: method, path: path, command: command.split(separator: " ").map(String.init),
      action: action, summary: summary, resource: nil, rate: rate)
  }
}
