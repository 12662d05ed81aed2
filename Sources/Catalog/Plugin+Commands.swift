extension Plugin {
  /// The commands that follow from its rows.
  public func commands(service: String) -> [Command] {
    let rows = endpoints.map { Command(row: $0, service: service) }
    let batches = resources.filter { !$0.identity.isEmpty }.flatMap {
      [
        Command(importing: $0, of: self, service: service),
        Command(exporting: $0, of: self, service: service),
      ]
    }
    return rows + batches
  }
}

extension Command {
  /// The command of a row: its path parameters as arguments, everything else as options.
  init(row: Endpoint, service: String) {
    self.init(row.command.joined(separator: " "), row.summary, action: .endpoint(service: service, row))
    arguments = row.pathParameters
    if row.action == .get || row.action == .delete {
      for index in arguments.indices where index == arguments.count - 1 {
        arguments[index].isRepeatable = true
      }
    }
    options = row.query.filter { $0.role == nil || $0.role == .page || $0.role == .order } + row.body
    if !row.isRead && !row.body.isEmpty {
      options.append(
        .option(
          "input", "The whole body as JSON, which options then change", kind: .file, placeholder: "FILE"))
    }
    globals = [.output]
    if row.action == .list { globals.append(.list) }
    globals.append(row.isRead ? .request : .write)
    globals.append(.terminal)
    examples = row.examples
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
  init(exporting resource: Resource, of plugin: Plugin, service: String) {
    self.init(
      "\(plugin.name) export", "Export \(resource.name) whole, ready to import again",
      detail:
        "Every record with its id and all fields that can be written; importing the result changes nothing.",
      options: [],
      globals: [.output, .list, .request, .terminal],
      examples: [.example("Save all as CSV", "sp \(plugin.name) export -o csv")],
      action: .exporting(service: service, plugin, resource))
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
