import Catalog
import Engine
import Values

extension Command {
  /// Reads a command that the executable carries out.
  init(manifest node: ManifestNode, plugin: Plugin, timeout: TimeSpan?) throws(Failure) {
    let words = try Command.words(node, plugin.name)
    let name = words.joined(separator: " ")
    let resource = try node.text("resource")
    guard resource == nil || plugin.resource(resource) != nil else {
      throw node.failure("answers with '\(resource ?? "")', which is no declared resource")
    }
    var program = Program(
      plugin: plugin.name, answer: try node.word("answer", default: Program.Answer.json),
      resource: plugin.resource(resource), timeout: try Manifest.timeout(node, default: timeout),
      writes: try node.flag("writes"))
    program.readsInput = try node.flag("input")
    program.listsAll = try node.flag("listsAll")
    self.init(name, try Manifest.line(node, "summary"), action: .program(program))
    detail = try node.text("detail") ?? ""
    arguments = try node.nodes("arguments").map { (node) throws(Failure) in
      try Parameter(manifest: node, isArgument: true)
    }
    options = try node.nodes("options").map { (node) throws(Failure) in try Parameter(manifest: node) }
    let needsNothing = !(arguments + options).contains(where: \.isRequired)
    guard !program.listsAll || resource != nil && program.answer != .text && !program.writes && needsNothing
    else {
      throw node.failure("has 'listsAll', and answers with no resource, needs an argument, or writes")
    }
    globals = program.answer == .text ? [] : [.output, .list]
    if program.listsAll { globals.append(.request) }
    if program.writes { globals.append(.write) }
    globals.append(.terminal)
    examples = try Example.all(node, default: "sp \(name)", summary: summary)
  }

  /// The words of a command, with the plugin's name before them: in the manifest the rest only, or all.
  static func words(_ node: ManifestNode, _ plugin: String) throws(Failure) -> [String] {
    var words = (try node.text("command") ?? "").split(separator: " ").map(String.init)
    if words.first != plugin { words.insert(plugin, at: 0) }
    guard words.allSatisfy(Manifest.isWord) else {
      throw node.failure("has the command '\(words.joined(separator: " "))': words are of a-z, 0-9 and -")
    }
    return words
  }
}

extension Example {
  /// The examples of a command; where none are declared, one without arguments.
  static func all(_ node: ManifestNode, default line: String, summary: String) throws(Failure) -> [Example] {
    let declared = try node.nodes("examples").map { (node) throws(Failure) in
      Example.example(try Manifest.line(node, "purpose"), try Manifest.line(node, "line"))
    }
    return declared.isEmpty ? [.example(summary, line)] : declared
  }
}

extension Parameter {
  private static let kinds: [String: Kind] = [
    "text": .text, "integer": .integer, "number": .number, "boolean": .boolean, "flag": .flag,
    "timestamp": .timestamp, "span": .span, "texts": .texts, "json": .json, "file": .file,
    "object": .object, "records": .records,
  ]
  private static let roles: [String: Role] = [
    "page": .page, "page-size": .pageSize, "offset": .offset, "sort": .sort, "order": .order,
    "fields": .fields,
  ]

  /// Reads an argument or an option.
  init(manifest node: ManifestNode, isArgument: Bool = false) throws(Failure) {
    let name = try node.required("name")
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "_-.".utf8.contains($0)
    }
    guard isPlain else { throw node.failure("is called '\(name)': names are of letters, digits, _, - and .") }
    self = .option(name, try Manifest.line(node, "help"), kind: try Parameter.kind(node))
    isRequired = try node.flag("required")
    isRepeatable = try node.flag("repeatable") || kind == .texts
    allowed = try node.texts("allowed")
    fallback = node.value["default"].flatMap { $0.isNull ? nil : $0.string ?? $0.text() }
    unit = try node.text("unit")
    placeholder = try node.text("placeholder")
    isSecret = try node.flag("secret")
    isField = try node.text("in") == "header"
    isWholeBody = try node.flag("wholeBody")
    isOpen = try node.flag("open")
    source = try node.text("source")
    parts = try node.nodes("parts").map { (node) throws(Failure) in try Parameter(manifest: node) }
    try readLimits(node)
    try readUses(node)
    if isArgument, short != nil || isSecret {
      throw node.failure("is an argument, and has 'short' or 'secret'")
    }
    if isRequired, fallback != nil { throw node.failure("is required and has a default") }
    if let fallback { _ = try value(of: fallback, as: "\(node.place) default") }
  }

  private static func kind(_ node: ManifestNode) throws(Failure) -> Kind {
    let word = try node.text("kind") ?? "text"
    if word == "id" { return .id(of: try node.required("of")) }
    guard let kind = kinds[word] else {
      throw node.failure("is of the kind '\(word)', which is none \((kinds.keys.sorted() + ["id"]).choice)")
    }
    return kind
  }

  private mutating func readLimits(_ node: ManifestNode) throws(Failure) {
    let (low, high) = (try node.number("min"), try node.number("max"))
    if low != nil || high != nil {
      guard kind == .integer || kind == .number, (low ?? -1e15) <= (high ?? 1e15) else {
        throw node.failure("has 'min' or 'max' that bound no number")
      }
      range = (low ?? -1e15)...(high ?? 1e15)
    }
    let (short, long) = (try node.integer("minLength"), try node.integer("maxLength"))
    if short != nil || long != nil {
      guard max(0, short ?? 0) <= (long ?? Int.max) else {
        throw node.failure("has lengths that none can have")
      }
      length = max(0, short ?? 0)...(long ?? Int.max)
    }
    if let word = try node.text("form") {
      guard let form = Form(rawValue: word) else {
        throw node.failure("has the form '\(word)', which is none of phone, url, place or email")
      }
      self.form = form
    }
  }

  private mutating func readUses(_ node: ManifestNode) throws(Failure) {
    if let letter = try node.text("short") {
      guard letter.count == 1, let character = letter.first, character.isASCII, character.isLetter else {
        throw node.failure("has 'short', which is no letter")
      }
      short = character
    }
    if let word = try node.text("role") {
      guard let role = Parameter.roles[word] else {
        throw node.failure("has the role '\(word)', which is none \(Parameter.roles.keys.sorted().choice)")
      }
      self.role = role
    }
    guard let filter = try node.node("filter"), let member = filter.value.object?.members.first else {
      return
    }
    let fields = member.value.array?.compactMap(\.string) ?? [member.value.string].compactMap(\.self)
    guard let field = fields.first else { throw filter.failure("names no field") }
    switch member.key {
    case "equals": self.filter = .equals(field)
    case "anyOf": self.filter = .anyOf(field)
    case "atLeast": self.filter = .atLeast(field)
    case "atMost": self.filter = .atMost(field)
    case "excluded": self.filter = .excluded(field)
    case "text": self.filter = .text(fields)
    default: throw filter.failure("filters by '\(member.key)', which sp does not know")
    }
  }
}

extension Resource {
  /// Reads a resource.
  init(manifest node: ManifestNode) throws(Failure) {
    let name = try node.required("name")
    let fields = try node.nodes("fields").map { (node) throws(Failure) in try Field(manifest: node) }
    guard !fields.isEmpty else { throw node.failure("has no fields") }
    let id = try node.text("id") ?? (fields.contains { $0.name == "id" } ? "id" : fields[0].name)
    var columns = try node.texts("columns")
    if columns.isEmpty {
      columns = fields.filter { $0.kind != .list && $0.kind != .object }.prefix(6).map(\.name)
    }
    self.init(
      name, singular: try node.text("singular") ?? Resource.singular(of: name), id: id,
      label: try node.text("label") ?? id, version: try node.text("version"),
      created: try node.text("created"), columns: columns, importableBy: try node.texts("identity"),
      single: try node.flag("single"), fields: fields)
    for column in [id, label] + columns
    where !fields.contains(where: { $0.name == column.prefix { $0 != "." } }) {
      throw node.failure("names '\(column)', which is none of its fields")
    }
  }

  /// `pets` without its s; other plurals are declared.
  static func singular(of name: String) -> String {
    if name.hasSuffix("ies") { return String(name.dropLast(3)) + "y" }
    return name.hasSuffix("s") && !name.hasSuffix("ss") ? String(name.dropLast()) : name
  }
}

extension Resource.Field {
  init(manifest node: ManifestNode) throws(Failure) {
    let word = try node.text("kind") ?? "text"
    guard let kind = Kind(rawValue: word) else {
      throw node.failure(
        "is of the kind '\(word)', which is none of text, integer, number, boolean, timestamp, list or object"
      )
    }
    self = .field(
      try node.required("name"), kind, try node.text("help") ?? "", unit: try node.text("unit"),
      inLists: node.value["inLists"] != false, searched: try node.flag("searched"),
      secret: try node.flag("secret"),
      parts: try node.nodes("parts").map { (node) throws(Failure) in try Resource.Field(manifest: node) })
  }
}
