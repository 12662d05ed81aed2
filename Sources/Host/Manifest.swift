import Catalog
import Engine
import Platform
import Values

/// What a plugin from elsewhere says about itself in its `plugin.json`.
public struct Manifest: Sendable {
  /// The version of the manifest and of the call that this `sp` speaks.
  public static let version = 1
  /// What a plugin may require of a host.
  public static let features: Set<String> = [
    "json", "jsonl", "text", "services", "endpoints", "channel", "http", "cache", "sql", "queue", "progress",
    "ask",
  ]
  /// The name of the file.
  public static let file = "plugin.json"
  static let largest = 16 << 20

  /// The name, which is the first word of its commands.
  public var name: String
  /// Its own version.
  public var edition: String
  /// One line for people.
  public var summary: String
  /// The path of the executable below the folder; nil where everything is data.
  public var executable: String?
  /// What it wants to be allowed.
  public var wants: Grant
  /// Its domain.
  public var plugin: Plugin
  /// The service that it declares; nil where it declares none.
  public var service: Service?

  /// Reads the manifest of a folder.
  public static func read(folder: String) throws(Failure) -> Manifest {
    let path = "\(folder)/\(file)"
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.readAll(path, limit: largest) } catch {
      throw Failure(
        .usage, error.description, code: "manifest", hint: "sp plugin new makes a plugin to begin with")
    }
    return try parse(bytes, path: path)
  }

  /// Reads a manifest; `path` is what messages call it.
  public static func parse(_ bytes: [UInt8], path: String) throws(Failure) -> Manifest {
    let value: JSON
    do throws(JSONError) { value = try JSON.parse(bytes, as: .input) } catch {
      throw Failure(.usage, "\(path) is not JSON: \(error)", code: "manifest")
    }
    guard value.object != nil else { throw Failure(.usage, "\(path) is no JSON object", code: "manifest") }
    return try Manifest(ManifestNode(value, "\(path):"))
  }

  init(_ node: ManifestNode) throws(Failure) {
    try Manifest.checkProtocol(node)
    name = try node.required("name")
    try Manifest.checkName(name, node)
    edition = try node.text("version") ?? "0"
    summary = try Manifest.line(node, "summary")
    executable = try node.text("executable")
    wants = try Grant(manifest: node)
    let resources = try node.nodes("resources").map { (node) throws(Failure) in try Resource(manifest: node) }
    plugin = Plugin(name: name, summary: summary, resources: resources, endpoints: [])
    service = try node.node("service").map { [name, summary] (node) throws(Failure) in
      try Service(manifest: node, name: name, summary: summary)
    }
    plugin.endpoints = try node.nodes("endpoints").map { [name] (node) throws(Failure) in
      try Endpoint(manifest: node, plugin: name)
    }
    let timeout = try Manifest.timeout(node, default: .minutes(10))
    plugin.programs = try node.nodes("commands").map { [plugin] (node) throws(Failure) in
      try Command(manifest: node, plugin: plugin, timeout: timeout)
    }
    try check(node)
  }

  /// The time-out of a manifest or a command; the word `none` takes it away.
  static func timeout(_ node: ManifestNode, default fallback: TimeSpan?) throws(Failure) -> TimeSpan? {
    if try node.text("timeout") == "none" { return nil }
    return try node.span("timeout") ?? fallback
  }

  /// A text on one line that a terminal may be shown.
  static func line(_ node: ManifestNode, _ key: String) throws(Failure) -> String {
    let text = try node.required(key)
    guard !text.contains(where: \.isNewline), Console.printable(text) == text else {
      throw node.failure("has '\(key)', which is not one line of plain text")
    }
    return text
  }

  /// Refuses a name that is no word of a command line.
  static func checkName(_ name: String, _ node: ManifestNode) throws(Failure) {
    guard isWord(name), name.utf8.count <= 40 else {
      throw node.failure("is called '\(name)': a name is of a-z, 0-9 and -, and begins with a letter")
    }
  }

  /// Whether a text is a word of a command line.
  public static func isWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  private static func checkProtocol(_ node: ManifestNode) throws(Failure) {
    guard let version = try node.integer("protocol") else { throw node.failure("has no 'protocol': 1") }
    guard version == Manifest.version else {
      throw Failure(
        .usage, "\(node.place) speaks protocol \(version), this sp speaks \(Manifest.version)",
        code: "protocol", hint: version > Manifest.version ? "use a newer sp" : "use a newer plugin")
    }
    let missing = try node.texts("requires").filter { !features.contains($0) }
    guard missing.isEmpty else {
      throw Failure(
        .usage, "\(node.place) requires \(missing.joined(separator: ", ")), which this sp has not",
        code: "requires", hint: "use a newer sp")
    }
  }

  private func check(_ node: ManifestNode) throws(Failure) {
    let hasCommands = !plugin.programs.isEmpty || !plugin.endpoints.isEmpty
    guard hasCommands else { throw node.failure("declares no commands and no endpoints") }
    guard plugin.programs.isEmpty || executable != nil else {
      throw node.failure("declares commands and no 'executable' to carry them out")
    }
    guard plugin.endpoints.isEmpty || service != nil else {
      throw node.failure("declares endpoints and no 'service' to ask")
    }
    if let executable, executable.hasPrefix("/") || executable.split(separator: "/").contains("..") {
      throw node.failure("has an executable outside of its folder: '\(executable)'")
    }
    var seen: Set<String> = []
    for command in plugin.commands(service: name) {
      guard seen.insert(command.name).inserted else {
        throw node.failure("declares the command '\(command.name)' twice")
      }
      try Manifest.check(command, node)
    }
    for row in plugin.endpoints {
      guard row.resource == nil || plugin.resource(row.resource) != nil else {
        throw node.failure(
          "has '\(row.command.joined(separator: " "))' of the resource '\(row.resource ?? "")', which it does not declare"
        )
      }
    }
  }

  /// How the options of every command are spelled.
  private static let spellings = Set(GlobalOptions.all.flatMap { [$0.name, $0.option] })
  private static let shorts = Set(GlobalOptions.all.compactMap(\.short))

  /// Refuses options that would be taken for another one.
  private static func check(_ command: Command, _ node: ManifestNode) throws(Failure) {
    var seen: Set<String> = []
    for option in command.options where option.role == nil {
      let spelling = option.option
      guard !spellings.contains(spelling), !spellings.contains(option.name) else {
        throw node.failure("declares --\(spelling) for '\(command.name)', which every command has")
      }
      guard seen.insert(spelling).inserted else {
        throw node.failure("declares --\(spelling) twice for '\(command.name)'")
      }
      if let short = option.short, shorts.contains(short) {
        throw node.failure("declares -\(short) for '\(command.name)', which every command has")
      }
    }
  }
}
