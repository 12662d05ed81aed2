import Catalog
import Engine
import Host
import Platform
import Values

/// `sp plugin`: commands that others wrote.
struct PluginCommands {
  let invocation: Invocation
  let session: Session
  let shelf: Shelf

  init(_ invocation: Invocation, _ session: Session) {
    (self.invocation, self.session) = (invocation, session)
    shelf = Shelf(session.directories, session.environment)
  }

  /// The fields of what is said of a plugin that was added, linked or enabled.
  private static let reported: [Resource.Field] =
    ["name", "version", "state", "grants", "commands", "folder"].map { .field($0, .text, "") }

  static let all = [list, show, add, link, enable, disable, remove, verify, new, exec]

  private static let name = Parameter.argument("NAME", "The plugin").naming(.plugin)
  private static let names = Parameter.argument("NAME", "The plugins", repeatable: true).naming(.plugin)

  private static let list = Builtin(
    Command(
      "plugin list", "List the plugins and what each may do", globals: [.output, .list, .terminal],
      examples: [.example("Those that do not run", "sp plugin list --where \"state <> 'enabled'\"")]
    ).answering(PluginReport.shape.fields),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).list() })

  private static let show = Builtin(
    Command(
      "plugin show", "Show what a plugin declares, wants and may do", arguments: [name],
      globals: [.output, .terminal],
      examples: [.example("Its commands", "sp plugin show weather --fields commands")]
    ).answering(
      PluginReport.shape.fields
        + ["executable", "service", "wants", "commands", "resources", "files"].map { .field($0, .text, "") }),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).show() })

  private static let add = Builtin(
    Command(
      "plugin add", "Add a plugin from a folder or an OpenAPI document",
      detail: """
        A folder has a plugin.json; it is copied. An OpenAPI 3 document in JSON becomes a plugin with a command for \
        each operation. What the plugin wants to be allowed is shown, and you are asked, \
        unless --yes is given. That holds for these very files: when one changes, the plugin does not run until it \
        is allowed anew. A plugin of the same name that was added before is replaced.
        """,
      arguments: [.argument("SOURCE", "The folder, or the document", kind: .file)],
      options: [
        .option("name", "What to call the plugin of a document", placeholder: "NAME"),
        .option("url", "Where the service of a document is", placeholder: "URL"),
      ],
      globals: [.output, .terminal],
      examples: [
        .example("A plugin that comes with sp", "sp plugin add plugins/examples/greet --yes"),
        .example("Any web service", "sp plugin add openapi.json --name petstore"),
      ]
    ).answering(reported),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).add() })

  private static let link = Builtin(
    Command(
      "plugin link", "Use a plugin where it is, for whoever works on it",
      detail: "Nothing is copied, and its files may change without your being asked again.",
      arguments: [.argument("FOLDER", "The folder with its plugin.json", kind: .file)],
      globals: [.output, .terminal],
      examples: [.example("The one just begun", "sp plugin link ./weather")]
    ).answering(reported),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).link() })

  private static let enable = Builtin(
    Command(
      "plugin enable", "Allow a plugin to run with its files as they are now",
      arguments: [name], globals: [.output, .terminal],
      examples: [.example("After its files have changed", "sp plugin enable weather")]
    ).answering(reported),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).enable() })

  private static let disable = Builtin(
    Command(
      "plugin disable", "Keep plugins from being used, and keep them",
      arguments: [names], examples: [.example("For a while", "sp plugin disable weather")]),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).disable() })

  private static let remove = Builtin(
    Command(
      "plugin remove", "Remove plugins and what was granted to them",
      detail: "Asks, unless --yes is given. Of a linked plugin only the link goes.",
      arguments: [names], examples: [.example("For good", "sp plugin remove weather --yes")]),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).remove() })

  private static let verify = Builtin(
    Command(
      "plugin verify", "Check manifests, files and grants of plugins",
      detail: "Ends with 1 where one of them would not run.",
      arguments: [
        .argument("NAME", "The plugins; without, all", required: false, repeatable: true).naming(.plugin)
      ],
      globals: [.output, .list, .terminal],
      examples: [.example("All of them", "sp plugin verify")]
    ).answering(PluginReport.shape.fields),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).verify() })

  private static let new = Builtin(
    Command(
      "plugin new", "Write a plugin to begin with",
      detail: "Makes a folder NAME here, with a plugin.json and an executable that works as it is.",
      arguments: [.argument("NAME", "Its name, which is also the first word of its commands")],
      options: [
        .option(
          "language", "The language of the executable", placeholder: "LANGUAGE", allowed: ["sh", "python"],
          default: "sh")
      ],
      globals: [.output, .terminal],
      examples: [.example("In Python", "sp plugin new weather --language python")]
    ).answering("folder", "files"),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).begin() })

  /// Its words are read by `Tool`, for the rest is the plugin's.
  private static let exec = Builtin(
    Command(
      "plugin exec", "Run a command of a plugin, whatever else has its name",
      arguments: [
        name,
        .argument("WORD", "What would follow its name", required: false, repeatable: true),
      ],
      examples: [.example("One that a newer sp has a command for", "sp plugin exec weather hello")]),
    run: { (invocation, session) throws(Failure) in try PluginCommands(invocation, session).execute() })
}

// MARK: Carrying out

extension PluginCommands {
  private func list() throws(Failure) -> ExitCode {
    let records = try PluginReport(shelf, session).all()
    return try invocation.show(records, PluginReport.shape, session)
  }

  private func show() throws(Failure) -> ExitCode {
    let record = try PluginReport(shelf, session).one(invocation.argument("NAME") ?? "")
    let output = try invocation.output(session)
    try Failure.local { try output.record(record) }
    return .success
  }

  private func add() throws(Failure) -> ExitCode {
    let source = invocation.argument("SOURCE") ?? ""
    let written =
      try Files.isDirectory(source) || source.hasSuffix(Manifest.file) ? nil : fromDocument(source)
    let candidate = try candidate(written?.path ?? source)
    try shelf.checkIsFree(candidate.manifest.name)
    try allow(candidate, "Add it?")
    return try report(candidate, in: try shelf.add(candidate), "added")
  }

  /// A folder with the manifest that an OpenAPI document makes; it goes when it is no longer used.
  private func fromDocument(_ path: String) throws(Failure) -> TemporaryDirectory {
    let bytes = try session.file(path)
    if let name = invocation.option("name"), !Manifest.isWord(name) {
      throw .usage("--name takes a name of a-z, 0-9 and - that begins with a letter, not '\(name)'")
    }
    var document = try OpenAPIImport(
      bytes, name: invocation.option("name"), address: invocation.option("url"))
    let manifest = try document.manifest()
    if !invocation.flag("quiet") {
      for note in document.notes.prefix(20) { session.console.report("note: \(Console.printable(note))") }
      let more = document.notes.count - 20
      if more > 0 { session.console.report("note: and \(more) more") }
    }
    return try Failure.local {
      let folder = try TemporaryDirectory(session.environment)
      try Files.writePrivate(Array(manifest.text(.pretty).utf8), to: "\(folder.path)/\(Manifest.file)")
      return folder
    }
  }

  private func link() throws(Failure) -> ExitCode {
    let candidate = try candidate(invocation.argument("FOLDER") ?? "")
    try shelf.checkIsFree(candidate.manifest.name)
    try allow(candidate, "Link it?")
    let place = try shelf.link(candidate)
    session.console.report(
      "note: linked to \(candidate.folder): whoever may write there decides what runs as you")
    return try report(candidate, in: place, "linked")
  }

  private func enable() throws(Failure) -> ExitCode {
    let entry = try shelf.entry(invocation.argument("NAME") ?? "")
    let candidate = try candidate(entry.folder)
    try allow(candidate, "Allow it?")
    try shelf.enable(candidate)
    return try report(candidate, in: entry.folder, "enabled")
  }

  private func disable() throws(Failure) -> ExitCode {
    for name in invocation.arguments["NAME"] ?? [] {
      try shelf.disable(name)
      session.console.report("disabled \(name); sp plugin enable \(name) undoes it")
    }
    return .success
  }

  private func remove() throws(Failure) -> ExitCode {
    let names = invocation.arguments["NAME"] ?? []
    try ask("Remove \(names.joined(separator: ", "))?")
    for name in names {
      try shelf.remove(name)
      session.console.report("removed \(name)")
    }
    return .success
  }

  private func verify() throws(Failure) -> ExitCode {
    let names = invocation.arguments["NAME"] ?? []
    for name in names { _ = try shelf.entry(name) }
    let records = try PluginReport(shelf, session).all().filter { record in
      record["kind"] == "plugin" && (names.isEmpty || names.contains(record["name"]?.string ?? ""))
    }
    var shape = PluginReport.shape
    shape.columns = ["name", "state", "problem", "grants", "folder"]
    _ = try invocation.show(records, shape, session)
    return records.allSatisfy { ["enabled", "linked"].contains($0["state"]?.string) } ? .success : .other
  }

  private func begin() throws(Failure) -> ExitCode {
    let name = invocation.argument("NAME") ?? ""
    try checkIsForeign(name)
    let files = try Skeleton.write(name, language: invocation.option("language") ?? "sh")
    session.console.report("now: sp plugin link ./\(name), then: sp \(name) hello --name you")
    let output = try invocation.output(session)
    try Failure.local {
      try output.record(["folder": .string(name), "files": .array(files.map(JSON.string))])
    }
    return .success
  }

  private func execute() throws(Failure) -> ExitCode {
    throw .usage("sp plugin exec needs <NAME>: the plugin")
  }
}

// MARK: Asking

extension PluginCommands {
  private func candidate(_ folder: String) throws(Failure) -> Shelf.Candidate {
    let suffix = "/\(Manifest.file)"
    let folder =
      folder == Manifest.file
      ? "." : folder.hasSuffix(suffix) ? String(folder.dropLast(suffix.count)) : folder
    let candidate = try shelf.candidate(folder)
    try checkIsForeign(candidate.manifest.name)
    return candidate
  }

  /// Refuses a name that is ours.
  private func checkIsForeign(_ name: String) throws(Failure) {
    guard Manifest.isWord(name) else {
      throw .usage("a plugin's name is of a-z, 0-9 and -, and begins with a letter, not '\(name)'")
    }
    guard session.table.isOwn(name) else { return }
    throw Failure(
      .usage, "'\(name)' is a command of sp, which no plugin may take", code: "shadows",
      hint: "give it another \"name\" in its plugin.json")
  }

  /// Shows what a plugin wants and asks.
  private func allow(_ candidate: Shelf.Candidate, _ question: String) throws(Failure) {
    let manifest = candidate.manifest
    let program = manifest.executable.map { PluginReport.abilities($0, candidate.grant.network) } ?? []
    let service =
      manifest.service.map { ["send the credential of \($0.name) to \($0.addresses[0].url)"] } ?? []
    let wants = (program + service + candidate.grant.lines).map { "  may \($0)" }
    let lines =
      ["\(manifest.name) \(manifest.edition): \(manifest.summary)"] + replaced(by: manifest) + wants
    session.console.report(Console.printable(lines.joined(separator: "\n")))
    try ask(question)
  }

  /// The plugin that was added before under the name, where it is another one, as a line.
  private func replaced(by manifest: Manifest) -> [String] {
    let place = "\(shelf.home)/\(manifest.name)"
    guard let known = shelf.entries(named: manifest.name).first(where: { $0.folder == place }),
      known.edition != manifest.edition || known.summary != manifest.summary
    else { return [] }
    return ["  takes the place of \(known.name) \(known.edition): \(known.summary)"]
  }

  private func ask(_ question: String) throws(Failure) {
    let console = session.console
    guard !invocation.flag("yes") else { return }
    guard console.inputIsTerminal, console.errorIsTerminal, !invocation.flag("no-input") else {
      throw .usage("sp \(invocation.command.name) asks, and nobody is here to answer", hint: "add --yes")
    }
    let answer = console.ask("\(question) [y/N] ")?.lowercased()
    guard answer == "y" || answer == "yes" else {
      throw Failure(.interrupted, "cancelled; nothing was changed", code: "cancelled")
    }
  }

  private func report(
    _ candidate: Shelf.Candidate, in folder: String, _ state: String
  ) throws(Failure) -> ExitCode {
    let manifest = candidate.manifest
    let output = try invocation.output(session)
    try Failure.local {
      try output.record([
        "name": .string(manifest.name), "version": .string(manifest.edition), "state": .string(state),
        "grants": .string(candidate.grant.summary),
        "commands": .number(.init(manifest.plugin.commands(service: manifest.name).count)),
        "folder": .string(folder),
      ])
    }
    return .success
  }
}
