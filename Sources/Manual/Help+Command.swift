import Catalog
import Values

extension Help {
  /// Everything about one command. `service` and `resource` are those of its endpoint, where it has one.
  public static func command(
    _ command: Command, service: Service? = nil, resource: Resource? = nil, width: Int
  ) -> String {
    var flow = TextFlow(width: width)
    flow.paragraph(command.summary + ".")
    flow.section("Usage", lines: TextFlow.wrap(usage(command), to: width - 2))
    flow.section("Examples", lines: examples(command.examples))
    flow.paragraph(command.detail)
    flow.section("Arguments", command.arguments.map { ($0.usageText, argument($0)) })
    flow.section("Options", command.options.map { ($0.optionText, $0.explanation) })
    flow.section(
      "Options of every such command (sp help options explains them)",
      command.globals.map { group in
        (group.rawValue, group.options.map(\.briefText).joined(separator: ", "))
      })
    if let resource {
      flow.section("Fields, for --fields and the like", lines: fields(resource, of: command, width: width))
    }
    flow.section("Exit codes", entries(of: command.exitCodes))
    if case .endpoint(_, let endpoint, _) = command.action {
      flow.section("Calls", lines: call(endpoint, service, width: width))
    }
    return flow.finished
  }

  /// The line that shows what must be given: `sp prompts update <promptId> [options]`.
  public static func usage(_ command: Command) -> String {
    var words = ["sp"] + command.path + command.arguments.map(\.usageText)
    for option in command.options where option.isRequired {
      words.append(option.valueName.map { "--\(option.option) \($0)" } ?? "--\(option.option)")
    }
    return (words + ["[options]"]).joined(separator: " ")
  }

  private static func argument(_ argument: Parameter) -> String {
    guard case .id = argument.kind, argument.isRepeatable else { return argument.help }
    return argument.help + "; - reads ids from standard input"
  }

  private static func fields(_ resource: Resource, of command: Command, width: Int) -> [String] {
    var shown = resource.fields
    if case .endpoint(_, let endpoint, _) = command.action, endpoint.action == .list {
      shown = shown.filter(\.isInLists)
    }
    let names = shown.map { field in field.unit.map { "\(field.name) (\($0))" } ?? field.name }
    return TextFlow.wrap(names.joined(separator: ", "), to: width - 2)
  }

  private static func call(_ endpoint: Endpoint, _ service: Service?, width: Int) -> [String] {
    guard let service else { return ["\(endpoint.method.rawValue) \(endpoint.path)"] }
    let address = service.addresses.first?.url ?? ""
    let limits = service.limits(for: endpoint.rate)
    let limit = limits.isEmpty ? [] : ["at most " + limits.map(\.text).joined(separator: " and ")]
    let line = "\(endpoint.method.rawValue) \(address)\(endpoint.path)"
    guard line.count > width - 2 else { return [line] + limit }
    return ["\(endpoint.method.rawValue) \(address)", "  \(endpoint.path)"] + limit
  }
}

extension Command {
  /// The exit codes that it can end with for reasons of its own.
  var exitCodes: [ExitCode] {
    switch action {
    case .builtin: [.success, .other, .usage]
    case .program: [.success, .other, .usage, .authentication, .interrupted]
    case .endpoint(_, let endpoint, _):
      ExitCode.allCases.filter { code in
        switch code {
        case .success, .other, .usage, .authentication, .temporary, .refused, .interrupted: true
        case .notFound: !arguments.isEmpty
        case .notCached: endpoint.isRead
        case .partial: endpoint.batch != nil || arguments.contains(where: \.isRepeatable)
        case .timeBudget: endpoint.job != nil || endpoint.authorization != nil
        case .unfinished: endpoint.job != nil
        }
      }
    case .downloading, .conversing:
      ExitCode.allCases.filter { ![.partial, .unfinished, .timeBudget, .notCached].contains($0) }
    case .importing, .adjusting: ExitCode.allCases.filter { $0 != .notFound && $0 != .notCached }
    case .exporting:
      ExitCode.allCases.filter { ![.notFound, .refused, .partial, .unfinished, .timeBudget].contains($0) }
    }
  }
}
