extension Endpoint {
  /// The words of its command, as people name the row.
  var name: String { command.joined(separator: " ") }

  /// What is wrong with the row and its parameters.
  public func violations(in plugin: Plugin, of service: Service) -> [Violation] {
    var inspection = Inspection(name.isEmpty ? operation : name)
    switch reach {
    case .command, .option:
      inspection.require(command.first == plugin.name, "the command does not begin with '\(plugin.name)'")
      inspection.require(command.count > 1 || command == [plugin.name], "the command has no verb")
      inspection.add(exampleViolations)
    case .builtin, .outside: break
    }
    if case .option = reach {
      inspection.require(
        plugin.endpoints.contains { $0.reach == .command && $0.command == command },
        "is chosen by a switch of a command that is not there")
    }
    inspection.require(
      ownOperation == nil || operation.split(separator: ".").first.map(String.init) == plugin.name,
      "the operation '\(operation)' does not begin with '\(plugin.name)'")
    for word in command { inspection.requireWord(word, "word") }
    inspection.requireLine(summary, "summary")
    inspection.require(detail.isEmpty || detail.hasSuffix("."), "the detail is no full sentence")
    inspection.require(
      (200...299).contains(success) || reach != .command, "the status \(success) is no success")
    inspection.require(
      resource == nil || plugin.resource(resource) != nil, "'\(resource ?? "")' is no resource of the domain")
    inspection.add(requestViolations)
    inspection.add(parameterViolations(of: plugin.resource(resource)))
    inspection.add(traitViolations(in: plugin))
    if action == .list { inspection.add(pagingViolations(paging ?? service.paging)) }
    return inspection.violations
  }

  /// What its traits name is there.
  private func traitViolations(in plugin: Plugin) -> [Violation] {
    var inspection = Inspection(name)
    let named = [job?.poll, authorization?.callback].compactMap(\.self)
    for operation in named where !plugin.endpoints.contains(where: { $0.operation == operation }) {
      inspection.require(false, "names the operation '\(operation)', which the domain has not")
    }
    if let borrowing {
      for member in borrowing.members.keys where !body.contains(where: { $0.name == member }) {
        inspection.require(false, "borrows '\(member)', which is not in its body")
      }
    }
    inspection.require(sample == nil || !body.isEmpty, "has a sample of a body, and no body")
    return inspection.violations
  }

  /// Method, path and consent.
  private var requestViolations: [Violation] {
    var inspection = Inspection(name)
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let holes = segments.filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map { $0.dropFirst().dropLast() }
    inspection.require(path.hasPrefix("/") && !path.contains("?"), "the path '\(path)' is not a path")
    inspection.require(
      holes.map(String.init) == pathParameters.map(\.name),
      "the holes of '\(path)' are not its path parameters \(pathParameters.map(\.name))")
    inspection.require(!isRead || body.isEmpty, "reads, and has a body")
    inspection.require(
      isRead == (action == .list || action == .get) || action == .call, "is a \(method.rawValue)")
    inspection.require(
      action == .list || action == .get || parameter(.page) == nil, "has pages and is no list")
    inspection.require(
      consent != nil || (method != .delete && action != .delete), "is destructive and asks nobody")
    inspection.require(action != .update || !body.isEmpty, "changes nothing")
    return inspection.violations
  }

  /// Examples are there and are command lines of this row.
  private var exampleViolations: [Violation] {
    var inspection = Inspection(name)
    inspection.require(!examples.isEmpty, "has no example")
    for example in examples {
      inspection.require(example, of: name)
      inspection.require(
        example.line.hasPrefix("sp "), "the example '\(example.line)' does not begin with sp")
    }
    return inspection.violations
  }

  /// A list has the parameters that its service's pages need.
  private func pagingViolations(_ paging: Paging) -> [Violation] {
    var inspection = Inspection(name)
    guard let size = parameter(.pageSize) else {
      inspection.require(
        parameter(.page) == nil && parameter(.offset) == nil, "has pages, and nothing says how large")
      return inspection.violations
    }
    if case .pages = paging {
      inspection.require(
        parameter(.page) != nil || parameter(.offset) != nil, "nothing asks for the second page")
    }
    inspection.require(
      size.range != nil || paging.largest != nil, "nothing says how large a page may be")
    return inspection.violations
  }
}
