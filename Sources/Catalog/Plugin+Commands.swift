extension Plugin {
  /// The commands that follow from its rows.
  public func commands(service: String) -> [Command] {
    let rows = endpoints.filter { $0.reach == .command }.map { row in
      Command(row: row, variants: variants(of: row), resource: resource(row.resource), service: service)
    }
    return rows + batches(service) + downloads(service)
      + conversations.map { Command(conversation: $0, of: self, service: service) }
      + adjustments.map { Command(adjustment: $0, of: self, service: service) } + programs
  }

  /// The rows that a switch chooses instead of the one with the same words.
  func variants(of row: Endpoint) -> [Endpoint] {
    endpoints.filter { if case .option = $0.reach { $0.command == row.command } else { false } }
  }

  /// Import of what can be created, export of what can be listed; an executable may have commands of these names.
  private func batches(_ service: String) -> [Command] {
    let imports = resources.filter { !$0.identity.isEmpty && endpoint(.create, of: $0.name) != nil }.map {
      Command(importing: $0, of: self, service: service)
    }
    let exported = resources.filter { resource in
      endpoint(.list, of: resource.name).map(canSync) ?? (lister(of: resource.name) != nil)
    }
    let exports = exported.isEmpty ? [] : [Command(exporting: exported, of: self, service: service)]
    return (imports + exports).filter { batch in !programs.contains { $0.path == batch.path } }
  }

  /// `reports download ID` for a record that leads to a file.
  private func downloads(_ service: String) -> [Command] {
    endpoints.filter { $0.action == .get && $0.reach == .command && $0.leadsToFile }.prefix(1).map {
      Command(downloading: $0, of: self, service: service)
    }
  }
}

extension Endpoint {
  /// Whether its payload has the address of a file.
  var leadsToFile: Bool { if case .links = download { true } else { false } }
}

extension Command {
  /// The command of a row: its path parameters as arguments, everything else as options, and what its traits add.
  init(row: Endpoint, variants: [Endpoint] = [], resource: Resource?, service: String) {
    self.init(
      row.command.joined(separator: " "), row.summary, detail: row.detail,
      action: .endpoint(service: service, row, variants: variants))
    arguments = row.pathParameters
    if row.action == .get || row.action == .delete {
      for index in arguments.indices where index == arguments.count - 1 {
        arguments[index].isRepeatable = true
      }
    }
    let lent = row.borrowing.map { Set($0.members.keys) } ?? []
    arguments += (row.query + row.body).filter(\.isArgument).map(\.optional)
    options = (row.query.filter { $0.role == nil || $0.role == .page || $0.role == .order } + row.body)
      .map { $0.isArgument || lent.contains($0.name) ? $0.optional : $0 }
    if !row.isRead && !row.body.isEmpty && !row.isMultipart {
      options.append(
        .option(
          "input", "The whole body as JSON, which options then change", kind: .file, placeholder: "FILE"))
    }
    options += row.traitOptions
    if let resource, resource.fields.contains(where: \.isSecret) {
      options.append(.flag("reveal", "Show secrets instead of ****"))
    }
    for variant in variants { options += variant.variantOptions }
    globals = [.output]
    if row.action == .list { globals.append(.list) }
    globals.append(row.isRead ? .request : .write)
    if row.isRead, variants.contains(where: { !$0.isRead }) { globals.append(.write) }
    globals.append(.terminal)
    examples = row.examples + variants.flatMap(\.examples)
  }

  /// The file that a record leads to.
  init(downloading row: Endpoint, of plugin: Plugin, service: String) {
    self.init(
      "\(plugin.name) download",
      "Save the file that a \(plugin.resource(row.resource)?.singular ?? "record") leads to",
      detail: """
        The file goes into this folder under the name that the service gives it, and appears there only when it is \
        whole. A file that is there already is replaced only with --yes, or when you say so.
        """,
      arguments: row.pathParameters,
      options: [
        .option(
          "save", "Where to; a folder, a name, or - for standard output", kind: .file, placeholder: "FILE")
      ],
      globals: [.output, .request, .terminal],
      examples: [
        .example(
          "On to a program", "sp \(plugin.name) download \(row.sampleID(in: plugin)) --save - | file -")
      ],
      action: .downloading(service: service, plugin, row))
    if let last = arguments.indices.last { arguments[last].isRepeatable = true }
  }

  /// A talk with a service.
  init(conversation: Conversation, of plugin: Plugin, service: String) {
    self.init(
      conversation.command.joined(separator: " "), conversation.summary,
      detail:
        "A line is sent as it is typed; an empty line is not. Ctrl-D ends the talk. What is piped in is said too.",
      arguments: [.argument("ID", "Go on with this one", required: false)],
      globals: [.output, .request, .terminal],
      examples: [
        .example("One question", "echo 'Bonjour' | sp \(conversation.command.joined(separator: " "))")
      ],
      action: .conversing(service: service, plugin, conversation))
  }

  /// The import of a resource that can be created.
  init(importing resource: Resource, of plugin: Plugin, service: String) {
    self.init(
      "\(plugin.name) import", "Import \(resource.name) from files, each row once",
      detail: """
        Reads CSV, TSV, JSON, JSON Lines, or a folder of Markdown files with front matter. Shows a plan first: \
        what would be created, updated or left alone, how many writes that takes and when they will be done at \
        the service's limit. Rows that cannot be imported never stop the others: FILE.rejects.csv holds them as \
        they were, FILE.rejects.jsonl says why. Importing the same file again sends nothing. Without --key, a \
        row is the same record when its \(resource.identity.joined(separator: " and ")) are the same.
        """,
      arguments: [
        .argument("FILE", "Files or folders to read, - for standard input", kind: .file, repeatable: true)
      ],
      options: Command.importOptions,
      globals: [.output, .request, .write, .terminal],
      examples: [
        .example("See what an import would do", "sp \(plugin.name) import \(resource.name).csv --dry-run")
      ],
      action: .importing(service: service, plugin, resource))
  }

  /// The inverse of import.
  init(exporting resources: [Resource], of plugin: Plugin, service: String) {
    let names = resources.map(\.name)
    let isImportable = resources.allSatisfy {
      !$0.identity.isEmpty && plugin.endpoint(.create, of: $0.name) != nil
    }
    self.init(
      "\(plugin.name) export",
      "Export \(names.joined(separator: " or ")) whole" + (isImportable ? ", ready to import again" : ""),
      detail: isImportable
        ? "Every record with its id and all fields that can be written; importing the result changes nothing."
        : "Every record with all its fields. Secrets are left out.",
      arguments: names.count == 1
        ? []
        : [.argument("RESOURCE", "Which of them; \(names[0]) unless told", required: false, allowed: names)],
      globals: [.output, .list, .request, .terminal],
      examples: [.example("Save all as CSV", "sp \(plugin.name) export -o csv")],
      action: .exporting(service: service, plugin, resources))
  }

  private static let importOptions: [Parameter] = [
    .option(
      "format-in", "Format of the input, instead of telling it by name or content", placeholder: "FORM",
      allowed: ["csv", "tsv", "json", "jsonl", "markdown"]),
    .option("map", "Take a column as a field: act=title", placeholder: "COLUMN=FIELD", repeatable: true)
      .naming(.columnField),
    .option("set", "Give every row a value: price=5", placeholder: "FIELD=VALUE", repeatable: true)
      .naming(.fieldValue),
    .option("key", "Update the record whose field has the row's value", placeholder: "FIELD").naming(.field),
    .option(
      "mode", "What may be written", placeholder: "MODE", allowed: ["create", "upsert", "update"],
      default: "upsert"),
    .option(
      "within", "Stop after this long (exit 10); sp queue run goes on", kind: .span, placeholder: "SPAN"),
    .option("max-errors", "Give up when this many rows are rejected", kind: .integer, placeholder: "N"),
    .flag("detach", "Queue the rows and return; sp queue run sends them"),
  ]
}

extension Endpoint {
  /// The options that its traits bring.
  var traitOptions: [Parameter] {
    var options: [Parameter] = []
    if job != nil {
      options.append(.flag("wait", "Wait until the work is done, with progress"))
      options.append(
        .option("within", "With --wait: at most this long (exit 10)", kind: .span, placeholder: "SPAN"))
    }
    if download != nil {
      options.append(
        .option(
          "save", "Save the file: a folder, a name or -; --yes replaces one", kind: .file,
          placeholder: "FILE"))
    }
    if let chart {
      options.append(.flag("chart", "Draw the series; -o svg or -o html makes a picture of it"))
      options.append(
        .option("measure", "What to draw", placeholder: "FIELD", allowed: chart.y, default: chart.y.first))
    }
    if let borrowing {
      options.append(
        .option(
          "account", "Take \(borrowing.members.keys.sorted().joined(separator: " and ")) from this record",
          placeholder: "ID"
        ).naming(.record(of: borrowing.resource)))
    }
    if authorization != nil {
      options.append(.flag("no-browser", "Print the address only; do not open a browser"))
      options.append(.flag("yes", "In the sandbox: agree at once instead of asking", short: "y"))
      options.append(
        .option(
          "within", "Wait at most this long for the answer (exit 10)", kind: .span, placeholder: "SPAN",
          default: "5m"))
    }
    return options
  }

  /// The options of a row that a switch chooses: the switch, and what its body takes.
  var variantOptions: [Parameter] {
    guard case .option(let name) = reach else { return [] }
    return [.flag(name, summary)] + body + traitOptions
  }

  /// An id for the example of a derived command, taken from the row's own.
  func sampleID(in plugin: Plugin) -> String {
    let words = examples.first?.words ?? []
    return words.dropFirst(1 + command.count).first ?? "ID"
  }
}
