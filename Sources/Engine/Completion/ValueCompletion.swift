import Catalog
import Database
import Values

/// What may stand as the value of an option or argument.
struct ValueCompletion {
  let session: Session
  let line: PartialLine

  /// The largest number of records that are offered.
  private static let limit = 50

  func of(_ parameter: Parameter, typed: String) -> Completion {
    if parameter.kind == .texts || parameter.role == .fields {
      return list(typed) { item in
        if case .record(let name) = parameter.meaning { return records(of: name, typed: item) }
        return Completion(choices(parameter, typed: item), for: item)
      }
    }
    if parameter.readsFiles, typed.hasPrefix("@") { return files(keeping: "@") }
    switch parameter.meaning {
    case .fieldValue: return fieldValue(typed)
    case .condition: return condition(typed)
    case .query: return query(typed)
    case .write(let states): return Completion(writes(states), for: typed)
    case .job: return Completion(jobs, for: typed)
    case .received: return Completion(events, for: typed)
    case .record(let name): return records(of: name, typed: typed)
    case .settingAndValue: return settingAndValue(typed)
    case .settingValue: return setting(line.operands.last ?? "", typed: typed)
    case .columnField:
      guard let equals = typed.firstIndex(of: "=") else { return Completion() }
      return Completion(fields(""), for: typed, keeping: String(typed[...equals]))
    default: break
    }
    switch parameter.kind {
    case .file: return files()
    case .id(let resource): return records(of: resource, typed: typed)
    default: return Completion(choices(parameter, typed: typed), for: typed)
    }
  }

  /// A list of values: those before the last comma stay, and are not offered again.
  private func list(_ typed: String, _ complete: (String) -> Completion) -> Completion {
    let comma = typed.lastIndex(of: ",").map { typed.index(after: $0) } ?? typed.startIndex
    let before = String(typed[..<comma])
    let given = before.split(separator: ",").map(String.init)
    var completion = complete(String(typed[comma...]))
    completion.candidates.removeAll { given.contains($0.text) }
    for index in completion.candidates.indices { completion.candidates[index].endsWord = false }
    return completion.keeping(before)
  }

  private func files(keeping kept: String = "") -> Completion {
    var completion = Completion()
    completion.kept = kept
    completion.takesFiles = true
    return completion
  }

  private func choices(_ parameter: Parameter, typed: String) -> [Completion.Candidate] {
    func values(_ words: [String], _ kind: Completion.Candidate.Kind = .value) -> [Completion.Candidate] {
      words.map { .init(kind: kind, text: $0, description: "") }
    }
    if !parameter.allowed.isEmpty { return values(parameter.allowed) }
    if parameter.kind == .boolean { return values(["true", "false"]) }
    switch parameter.meaning {
    case .profile: return profiles
    case .service: return services
    case .domain: return services + domains.filter { session.table.catalog.provider($0.text) == nil }
    case .setting: return settings
    case .command: return commandWords
    case .plugin: return plugins
    case .webhook: return webhooks.map(\.candidate)
    case .sender: return senders + webhooks.map(\.candidate)
    case .event: return values(unique(webhooks.flatMap(\.webhook.events)))
    case .happening:
      return (session.happenings?() ?? []).map { .init(kind: .value, text: $0.name, description: $0.service) }
    case .field where parameter.kind == .texts: return fields(typed)
    case .field: return sortFields(typed)
    default: return parameter.role == .fields ? fields(typed) : []
    }
  }
}

// MARK: Services and settings

extension ValueCompletion {
  private var services: [Completion.Candidate] {
    session.table.catalog.everyProvider.map {
      .init(kind: .service, text: $0.name, description: $0.service().summary)
    }
  }

  /// The webhooks, each as it may be typed.
  private var webhooks: [(webhook: Webhook, candidate: Completion.Candidate)] {
    session.table.catalog.providers.flatMap { provider in
      let service = provider.service()
      return service.webhooks.map { webhook in
        let help = "Webhook of \(service.title)"
        return (webhook, Completion.Candidate(kind: .value, text: webhook.name, description: help))
      }
    }
  }

  /// The services that send webhooks under other names than their own.
  private var senders: [Completion.Candidate] {
    services.filter { candidate in
      let sent = session.table.catalog.provider(candidate.text)?.service().webhooks ?? []
      return !sent.isEmpty && !sent.contains { $0.name == candidate.text }
    }
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private var plugins: [Completion.Candidate] {
    (session.table.catalog.additions?.names() ?? []).map {
      .init(kind: .value, text: $0.name, description: $0.summary)
    }
  }

  private var domains: [Completion.Candidate] {
    session.table.catalog.everyProvider.flatMap(\.domains).map {
      .init(kind: .command, text: $0.name, description: $0.summary)
    }
  }

  /// The words that may follow those that are arguments already, as in `sp help prompts`.
  private var commandWords: [Completion.Candidate] {
    let inner = PartialLine(line.operands, session.table)
    guard line.operands.isEmpty else { return inner.isLost ? [] : session.nextWords(inner) }
    let words = session.nextWords(inner)
    let topics = session.table.topics.filter { topic in !words.contains { $0.text == topic.word } }
    return words + topics.map { .init(kind: .topic, text: $0.word, description: $0.summary) }
  }

  private var profiles: [Completion.Candidate] {
    let config = try? session.config()
    let names = (config?.profiles ?? []).filter { $0 != Settings.sandbox }
    let own = names.map { name in
      let values = config?.entries.filter { $0.profile == name }.map { "\($0.key)=\($0.value)" } ?? []
      return Completion.Candidate(kind: .profile, text: name, description: values.joined(separator: ", "))
    }
    return [.init(kind: .profile, text: Settings.sandbox, description: "Every service is played locally")]
      + own
  }

  private var settings: [Completion.Candidate] {
    SettingTable(catalog: session.table.catalog).all.map {
      .init(kind: .setting, text: $0.key, description: $0.help)
    }
  }

  /// A value of the setting of that name.
  private func setting(_ key: String, typed: String) -> Completion {
    let table = SettingTable(catalog: session.table.catalog)
    guard let setting = table.lookUp(key.lowercased()) else { return Completion() }
    switch setting.kind {
    case .path: return files()
    case .profile: return Completion(profiles, for: typed)
    default:
      let words = setting.words(table.addresses(setting))
      return Completion(words.map { .init(kind: .value, text: $0, description: "") }, for: typed)
    }
  }

  private func settingAndValue(_ typed: String) -> Completion {
    guard let equals = typed.firstIndex(of: "=") else {
      return Completion(settings.map(\.assigned), for: typed)
    }
    let value = String(typed[typed.index(after: equals)...])
    return setting(String(typed[..<equals]), typed: value).keeping(String(typed[...equals]))
  }
}

// MARK: Fields and records

extension ValueCompletion {
  /// The command's domain and the row behind it; the row may be missing.
  private var subject: (plugin: Plugin, row: Endpoint?, resource: Resource?)? {
    switch line.command?.action {
    case .endpoint(_, let row, _):
      guard let plugin = session.table.catalog.domain(row.command[0])?.plugin else { return nil }
      return (plugin, row, plugin.resource(row.resource))
    case .downloading(_, let plugin, let row): return (plugin, row, plugin.resource(row.resource))
    case .importing(_, let plugin, let resource): return (plugin, nil, resource)
    case .exporting(_, let plugin, let resources): return (plugin, nil, resources.first)
    case .adjusting(_, _, let adjustment):
      guard let row = try? session.row(adjustment.list) else { return nil }
      return (row.plugin, row.endpoint, row.resource)
    case .program(let program):
      guard let plugin = session.table.catalog.domain(program.plugin)?.plugin else { return nil }
      return (plugin, nil, program.resource)
    default: return nil
    }
  }

  /// The fields that answers of the command carry; behind a dot, the parts of the field before it.
  func fields(_ typed: String) -> [Completion.Candidate] {
    var fields = subject?.resource?.fields ?? subject?.row?.returns ?? line.command?.fields ?? []
    if subject?.row?.action == .list { fields = fields.filter(\.isInLists) }
    var path = ""
    for step in typed.split(separator: ".", omittingEmptySubsequences: false).dropLast() {
      fields = fields.first { $0.name == step }?.parts ?? []
      path += step + "."
    }
    return fields.map { .init(kind: .field, text: path + $0.name, description: $0.explanation) }
  }

  /// The fields with a single value; behind a minus sign, for the opposite order.
  private func sortFields(_ typed: String) -> [Completion.Candidate] {
    let sign = typed.hasPrefix("-") ? "-" : ""
    let fields = (subject?.resource?.fields ?? line.command?.fields ?? []).filter {
      $0.kind != .list && $0.kind != .object
    }
    return fields.map { .init(kind: .field, text: sign + $0.name, description: $0.explanation) }
  }

  /// A field that can be written and its value.
  private func fieldValue(_ typed: String) -> Completion {
    guard let subject, let resource = subject.resource,
      let row = subject.plugin.endpoint(.create, of: resource.name)
    else { return Completion() }
    guard let equals = typed.firstIndex(of: "=") else {
      let names = row.body.map {
        Completion.Candidate(kind: .field, text: $0.name, description: $0.help).assigned
      }
      return Completion(names, for: typed)
    }
    guard let field = row.body.first(where: { $0.name == typed[..<equals] }) else { return Completion() }
    let value = String(typed[typed.index(after: equals)...])
    return of(field, typed: value).keeping(String(typed[...equals]))
  }

  /// The cached records of the profile: by the beginning of the id, else by the words of the label.
  private func records(of name: String, typed: String) -> Completion {
    guard let (provider, resource) = resource(name),
      let finder = try? RecordFinder(path: session.directories.cacheDatabase)
    else { return Completion() }
    let profile = line.options["profile"]?.last ?? session.uncheckedSettings().profile
    let place = Cache.Place(resource, of: provider.name, profile: profile)
    let given = line.nextArgument?.isRepeatable == true ? line.operands : []
    func candidates(_ found: [RecordFinder.Choice]) -> [Completion.Candidate] {
      found.filter { !given.contains($0.id) }.map { .init(kind: .id, text: $0.id, description: $0.label) }
    }
    let (scope, limit) = (place.scope, ValueCompletion.limit)
    let byID = try? finder.records(idPrefix: typed, scope: scope, limit: limit, in: place.schema)
    if let byID, !byID.isEmpty { return Completion(candidates(byID)) }
    let byLabel = try? finder.records(labelled: typed, scope: scope, limit: limit, in: place.schema)
    return Completion(candidates(byLabel ?? []))
  }

  /// The resource of a name: the command's domain is asked first, then its service, then the others.
  private func resource(_ name: String) -> (provider: Catalog.Provider, resource: Resource)? {
    let catalog = session.table.catalog
    if let domain = line.path.first, let (provider, plugin) = catalog.domain(domain),
      let resource = plugin.resource(name) ?? Catalog([provider]).resource(name)?.resource
    {
      return (provider, resource)
    }
    return catalog.resource(name).map { ($0.provider, $0.resource) }
  }
}

extension Resource.Field {
  fileprivate var explanation: String { unit.map { "\(help) (\($0))" } ?? help }
}

extension Completion.Candidate {
  /// The name of something with the equals sign that its value follows.
  fileprivate var assigned: Completion.Candidate {
    var candidate = self
    candidate.text += "="
    candidate.endsWord = false
    return candidate
  }
}
