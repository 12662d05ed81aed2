import Catalog
import Engine
import Values

/// `sp sync`: the cache filled from the services, and from the plugins that list what they know.
struct SyncCommand {
  private let invocation: Invocation
  private let session: Session
  /// Services or domains; all when empty.
  private let names: [String]

  static let command = Command(
    "sync", "Fill the cache from the services, within their limits",
    arguments: [
      .argument(
        "NAME", "Services, domains or plugins; all when none is given", required: false, repeatable: true
      )
      .naming(.domain)
    ],
    options: [.flag("whole", "Read singly the records that lists show only in part")],
    globals: [.output, .terminal],
    examples: [.example("Everything, ready for a journey", "sp sync --whole")]
  ).answering(fields)

  private static let fields: [Resource.Field] = [
    .field("resource", .text, "What was fetched"), .field("service", .text, "Where from"),
    .field("records", .integer, "How many there are"), .field("fetched_at", .timestamp, "When"),
  ]

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    try SyncCommand(invocation, session).run()
  }

  private init(_ invocation: Invocation, _ session: Session) {
    (self.invocation, self.session) = (invocation, session)
    names = invocation.arguments["NAME"] ?? []
  }

  private func run() throws(Failure) -> ExitCode {
    let providers = session.table.catalog.everyProvider
    let known = Set(providers.flatMap { [$0.name] + $0.domains.map(\.name) })
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw .usage(
        "there is no service or domain '\(unknown)'",
        hint: Nearest.match(unknown, in: known).map { "did you mean \($0)?" })
    }
    var records: [JSON] = []
    for provider in providers {
      let domains = provider.domains.filter { isWanted(provider, $0) }
      guard !domains.isEmpty, try canAsk(provider) else { continue }
      for domain in domains {
        let plugin = domain.plugin()
        records += try session.sync(provider, plugin, whole: invocation.flag("whole"))
        for program in plugin.programs { records += try fill(program).map { [$0] } ?? [] }
      }
    }
    return try invocation.show(
      records, RecordShape("resources", singular: "resource", id: "resource", fields: SyncCommand.fields),
      session)
  }

  private func isWanted(_ provider: Catalog.Provider, _ domain: Catalog.Domain) -> Bool {
    names.isEmpty || names.contains(provider.name) || names.contains(domain.name)
  }

  /// Whether a provider can be asked; of those that were not named the others are left out, which is said.
  private func canAsk(_ provider: Catalog.Provider) throws(Failure) -> Bool {
    guard names.isEmpty else { return true }
    guard provider.isAdded else { return try session.canAsk(provider) }
    do throws(Failure) { try session.admit?(provider.name) } catch {
      if !session.manners.isQuiet { session.console.report("note: \(error.message); it is left out") }
      return false
    }
    return provider.service().addresses.isEmpty ? true : try session.canAsk(provider)
  }

  /// Has a command of a plugin that lists all its records fill the cache; nil where it does not.
  private func fill(_ command: Command) throws(Failure) -> JSON? {
    guard case .program(let program) = command.action, program.listsAll, let resource = program.resource,
      let fill = session.fill
    else { return nil }
    let start = session.clock.now()
    let count = try fill(command)
    return [
      "resource": .string(resource.name), "service": .string(program.plugin),
      "records": .number(.init(count)), "fetched_at": .string(start.rfc3339),
    ]
  }
}
