import Catalog
import HTTP
import Platform
import Values

/// One command of the catalogue being carried out.
struct Execution {
  let session: Session
  let invocation: Invocation
  let provider: Catalog.Provider
  let service: Service
  let settings: Settings
  let output: Output

  init(_ session: Session, _ invocation: Invocation, service name: String) throws(Failure) {
    guard let provider = session.table.catalog.provider(name) else {
      throw Failure(.other, "no service is called '\(name)'")
    }
    self.session = session
    self.invocation = try session.readingLists(of: invocation)
    self.provider = provider
    service = provider.service()
    settings = try session.settings()
    output = try Output(
      invocation, of: session.resource(of: invocation.command), fallback: settings["output"],
      console: session.console, now: session.clock.now(), observer: session.observer)
  }

  var profile: String { settings.profile }

  /// A client for a row; without one for the service's usual rows.
  func client(for endpoint: Endpoint? = nil) throws(Failure) -> Client {
    try session.client(provider, profile: profile, proof: endpoint?.authentication)
  }

  /// Where the records of a resource are kept; those that say something of their own for some parameters apart.
  func place(_ resource: Resource, shape: String = "") -> Cache.Place {
    Cache.Place(resource, of: service.name, profile: profile, shape: shape)
  }

  /// What distinguishes the records of this call from those of others.
  func cacheShape(of endpoint: Endpoint) -> String {
    endpoint.shape(of: invocation.options.merging(invocation.arguments) { option, _ in option })
  }
}

extension Session {
  /// The same call with the lists that stand in files.
  fileprivate func readingLists(of invocation: Invocation) throws(Failure) -> Invocation {
    var read = invocation
    for parameter in invocation.command.options + invocation.command.arguments where parameter.isReadFromFiles
    {
      for values in [\Invocation.options, \Invocation.arguments] {
        guard let texts = invocation[keyPath: values][parameter.name] else { continue }
        var elements: [String] = []
        for text in texts { elements += try list(text) }
        read[keyPath: values][parameter.name] = elements
      }
    }
    return read
  }

  /// The resource of a command that can draw it.
  fileprivate func resource(of command: Command) -> Resource? {
    guard case .endpoint(_, let endpoint, _) = command.action, endpoint.chart != nil else { return nil }
    return table.catalog.domain(endpoint.command[0])?.plugin.resource(endpoint.resource)
  }
}

extension Endpoint {
  /// The values of the parameters that choose no records and yet change what the answer says, such as a period; empty
  /// where none is given, or only what the service takes anyway.
  func shape(of values: [String: [String]]) -> String {
    let holes = action == .list ? pathParameters : []
    return (holes + query).filter { $0.role == nil && ($0.filter == nil || action != .list) }
      .compactMap { parameter in
        guard let texts = values[parameter.name], texts != [parameter.fallback].compactMap(\.self) else {
          return nil
        }
        return "\(parameter.name)=\(texts.joined(separator: ","))"
      }.sorted().joined(separator: "&")
  }
}

extension Session {
  /// Carries out a command of the catalogue; returns what the process ends with.
  public func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    manners = Manners(invocation)
    if manners.isReadOnly, !invocation.flag("dry-run") { try refuseBatch(invocation) }
    switch invocation.command.action {
    case .endpoint(let name, let endpoint, let variants):
      let execution = try Execution(self, invocation, service: name)
      let chosen = variants.first { $0.isChosen(by: invocation) } ?? endpoint
      return try execution.carryOut(try row(chosen.operation))
    case .downloading(let name, _, let endpoint):
      return try Execution(self, invocation, service: name).download(try row(endpoint.operation))
    case .conversing(let name, _, let conversation):
      return try Execution(self, invocation, service: name).converse(conversation)
    case .adjusting(let name, _, let adjustment):
      return try AdjustCommand(Execution(self, invocation, service: name), adjustment).run()
    case .importing(let name, let plugin, let resource):
      return try ImportCommand(Execution(self, invocation, service: name), plugin, resource).run()
    case .exporting(let name, let plugin, let resources):
      return try ExportCommand(Execution(self, invocation, service: name), plugin, resources).run()
    case .builtin, .program:
      throw Failure(.other, "'\(invocation.command.name)' is not a command of the catalogue")
    }
  }

  /// Writes of a batch would wait in the queue, where no command is read-only.
  private func refuseBatch(_ invocation: Invocation) throws(Failure) {
    switch invocation.command.action {
    case .importing, .adjusting: throw .readOnly(invocation.command.name)
    default: break
    }
  }
}

extension Endpoint {
  /// Whether its switch, or an option that only it takes, was given.
  fileprivate func isChosen(by invocation: Invocation) -> Bool {
    guard case .option(let name) = reach else { return false }
    return invocation.flag(name) || body.contains { invocation.options[$0.name] != nil }
  }
}

extension Execution {
  /// Carries out a row by what it does to records.
  func carryOut(_ row: Session.Row) throws(Failure) -> ExitCode {
    try row.endpoint.checkChronology { invocation.option($0) }
    if let authorization = row.endpoint.authorization { return try authorize(row, authorization) }
    switch row.endpoint.action {
    case .list: return try list(row)
    case .get: return try get(row)
    case .create, .update, .delete, .call: return row.endpoint.isRead ? try get(row) : try write(row)
    }
  }

  /// The ids of a command's last argument; `-` reads them from standard input, one a line or as JSON with an id.
  func targets(_ endpoint: Endpoint, id: String) throws(Failure) -> [[String]] {
    let fixed = endpoint.pathParameters.dropLast().map { invocation.argument($0.name) ?? "" }
    guard let last = endpoint.pathParameters.last else { return [[]] }
    var ids: [String] = []
    for text in invocation.arguments[last.name] ?? [] {
      if text == "-" { ids += try standardInputIDs(id) } else { ids.append(text) }
    }
    if ids.isEmpty { throw .usage("no \(last.label) was given") }
    return ids.map { fixed + [$0] }
  }

  private func standardInputIDs(_ id: String) throws(Failure) -> [String] {
    let bytes = try session.standardInput()
    let text = String(decoding: bytes, as: UTF8.self)
    guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
      return text.split(whereSeparator: \.isNewline).map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
    }
    var ids: [String] = []
    var rest = bytes[...]
    var splitter = JSONSplitter(limit: 1 << 20) { buffer in
      let part = rest.prefix(buffer.count)
      buffer.copyBytes(from: part)
      rest = rest.dropFirst(part.count)
      return part.count
    }
    try Failure.local {
      while let value = try splitter.next() {
        let json = try JSON.parse(value.bytes)
        for element in json.array ?? [json] {
          guard let found = element[id] ?? (element.string.map(JSON.string)) else {
            throw Failure.usage("standard input has a record without '\(id)', at line \(value.line)")
          }
          ids.append(found.string ?? found.text())
        }
      }
    }
    return ids
  }
}
