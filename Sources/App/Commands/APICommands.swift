import Catalog
import Engine
import HTTP
import Manual
import Platform
import Values

/// `sp api`: the services as they are, below the commands.
enum APICommands {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "api", "Send any request to a service, with its authentication",
        detail: """
          PATH is below the service's base address, such as /prompts; --service chooses the service when several \
          have it. Fields given with -f make a JSON body, or the query of a GET.
          """,
        arguments: [
          .argument("METHOD", "HTTP method", allowed: ["GET", "POST", "PUT", "PATCH", "DELETE"]),
          .argument("PATH", "Path below the base address, with its query"),
        ],
        options: [
          .option(
            "field", "A member of the body, or of the query of a GET", placeholder: "KEY=VALUE", short: "f",
            repeatable: true),
          .option("input", "The body from a file; - for standard input", kind: .file, placeholder: "FILE"),
          .flag("paginate", "Ask for every page and join their records"),
          .option("service", "The service to ask", placeholder: "NAME").naming(.service),
        ],
        globals: [.output, .request, .write, .terminal],
        examples: [
          .example("A list as the service sends it", "sp api GET /prompts -f limit=2"),
          .example("A new prompt", "sp api POST /prompts -f title=T -f content=C -f price=5"),
        ]),
      run: RawCall.run),
    Builtin(
      Command(
        "api endpoints", "List every endpoint and the command that reaches it",
        globals: [.output, .list, .terminal],
        examples: [.example("What writes", "sp api endpoints --where \"rate = 'write'\"")]
      ).answering("service", "method", "path", "rate", "command", "summary"),
      run: endpoints),
    Builtin(
      Command(
        "api spec", "Print the OpenAPI 3.1 document of a service",
        arguments: [.argument("SERVICE", "Name of the service").naming(.service)],
        globals: [.output, .terminal],
        examples: [.example("For a code generator", "sp api spec snackprompt > snackprompt.json")]),
      run: spec),
  ]

  private static func endpoints(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    var records: [JSON] = []
    for provider in session.table.catalog.everyProvider {
      for domain in provider.domains {
        for endpoint in domain.plugin().endpoints {
          records.append([
            "service": .string(provider.name), "method": .string(endpoint.method.rawValue),
            "path": .string(endpoint.path), "rate": .string(endpoint.rate.name),
            "command": .string(endpoint.reachedBy), "summary": .string(endpoint.summary),
          ])
        }
      }
    }
    return try invocation.show(records, RecordShape("endpoints", singular: "endpoint"), session)
  }

  private static func spec(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let provider = try session.provider(invocation.argument("SERVICE") ?? "")
    let document = OpenAPI.document(
      provider.service(), plugins: provider.domains.map { $0.plugin() }, version: Version.current)
    let output = try invocation.output(session)
    try Failure.local { try output.record(document) }
    return .success
  }
}
