import Catalog
import Engine
import Platform
import Values

/// `sp webhooks verify` and `sp webhooks secret`: signatures held against their bodies, and what proves them.
/// `sp on`: what `sp listen` does about an event.
enum WebhookCommands {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "webhooks verify", "Check the signature of a webhook, and say why it is wrong",
        detail: """
          The body is read from FILE or standard input, to the byte. The secret is that of the keyring, or \
          SP_WEBHOOK_SECRET. Exit 6 when the signature proves nothing; the message says what would make it right.
          """,
        arguments: [.argument("FILE", "The body; standard input without it", kind: .file, required: false)],
        options: [
          .option(
            "scheme", "The webhook it came by, or its kind; another word lists them", placeholder: "NAME"
          ).naming(.webhook),
          .option("signature", "The value of the header field", placeholder: "VALUE"),
          .option(
            "tolerance", "How far a signed moment may be from now", kind: .span, placeholder: "SPAN",
            default: "5m"),
        ],
        globals: [.output, .terminal],
        examples: [
          .example("A body in a file", "sp webhooks verify body.json --scheme stripe --signature t=1,v1=2")
        ]
      ).answering("valid", "scheme"),
      run: verify),
    Builtin(
      Command(
        "webhooks secret", "Show or change the secret that proves who sends a webhook",
        detail: "The one before stays good for a day, so that nothing is lost while the sender changes too.",
        arguments: [.argument("NAME", "The webhook, such as snackprompt or instagram").naming(.webhook)],
        options: [
          .flag("stdin", "Keep the secret that standard input has"),
          .flag("rotate", "Make a new one and keep it"),
          .flag("verify-token", "Show what Meta asks for when a webhook is set up"),
        ],
        examples: [.example("For the sender's settings", "sp webhooks secret snackprompt")]),
      run: secret),
    Builtin(
      Command(
        "on", "Have sp listen run a command for an event",
        detail:
          "Without arguments, lists the rules; --remove takes one away. Rules are kept in the config file.",
        arguments: [
          .argument("EVENT", "Name of the event, * for any characters", required: false).naming(.event),
          .argument("COMMAND", "What to run, with the event as JSON on standard input", required: false),
        ],
        options: [.flag("remove", "Take the rules of the event away")],
        globals: [.output, .terminal],
        examples: [
          .example(
            "Answer success with a price", "sp on sale.completed 'sp prompts reprice --by 5% --yes'")
        ]
      ).answering("event", "command"),
      run: on),
  ]

  // MARK: Verifying

  private static func verify(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let sources = try ListenCommand.sources([], session)
    let families = sources.map(\.webhook.family).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    guard let scheme = invocation.option("scheme"), let signature = invocation.option("signature") else {
      throw .usage(
        "sp webhooks verify needs --scheme and --signature",
        hint: "--scheme is one of \(families.joined(separator: ", "))")
    }
    let chosen = sources.filter { $0.webhook.family == scheme || $0.webhook.name == scheme }
    guard let first = chosen.first else {
      throw .usage(
        "--scheme is one of \(families.joined(separator: ", ")), not '\(scheme)'",
        hint: Nearest.match(scheme, in: families).map { "did you mean \($0)?" })
    }
    let path = invocation.argument("FILE") ?? "-"
    let body = path == "-" ? try session.standardInput() : try session.file(path)
    let isOther = { (source: ListenCommand.Source) in
      !chosen.contains { $0.webhook.name == source.webhook.name }
    }
    let doctor = SignatureDoctor(
      scheme: first.webhook.signature, signature: signature, body: body,
      secrets: try secrets(of: chosen, session), others: try secrets(of: sources.filter(isOther), session),
      now: session.clock.now(), tolerance: try invocation.span("tolerance") ?? SignatureScheme.tolerance)
    guard let finding = doctor.examine() else {
      let output = try invocation.output(session)
      try Failure.local { try output.record(["valid": true, "scheme": .string(scheme)]) }
      return .success
    }
    throw Failure(
      .refused, "the signature is wrong: \(finding.message)", code: "signature_\(finding.cause)",
      hint: finding.remedy)
  }

  private static func secrets(of sources: [ListenCommand.Source], _ session: Session) throws(Failure)
    -> [(name: String, secret: String)]
  {
    let kept = try WebhookSecrets(session)
    var secrets: [(name: String, secret: String)] = []
    for source in sources {
      for secret in try kept.current(source.service, source.webhook) {
        secrets.append((source.webhook.name, secret))
      }
    }
    return secrets
  }

  // MARK: Secrets

  private static func secret(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let sources = try ListenCommand.sources([invocation.argument("NAME") ?? ""], session)
    guard sources.count == 1, let source = sources.first else {
      throw .usage(
        "which one? \(sources.map(\.webhook.name).joined(separator: ", "))",
        hint: "sp webhooks secret \(sources.first?.webhook.name ?? "NAME")")
    }
    let secrets = try WebhookSecrets(session)
    if invocation.flag("stdin") {
      let bytes = try session.standardInput()
      let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(
        String.init)
      try secrets.keep(text ?? "", source.service, source.webhook)
      return .success
    }
    if invocation.flag("rotate") {
      try secrets.keep(Hex.encode(Randomness.bytes(24)), source.service, source.webhook)
    }
    let shown =
      invocation.flag("verify-token")
      ? try secrets.greeting(source.service, source.webhook)
      : try secrets.current(source.service, source.webhook).first
    guard let shown else {
      throw Failure(
        .authentication, "\(source.webhook.name) has no such secret", service: source.service.name,
        code: "no_credential", hint: "sp webhooks secret \(source.webhook.name) --stdin")
    }
    try Failure.local { try session.console.write(shown + "\n") }
    return .success
  }

  // MARK: Rules

  private static let rules = "listen.on"

  private static func on(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let event = invocation.argument("EVENT")
    let command = invocation.argument("COMMAND")
    if invocation.flag("remove") { return try remove(event ?? "", session) }
    guard let event else { return try list(invocation, session) }
    guard let command, !event.contains(where: \.isWhitespace) else {
      throw .usage("sp on takes an event and a command", hint: "sp on sale.completed 'sp limits'")
    }
    try Config.update(session.directories.configFile) { config throws(Failure) in
      try config.add(rules, "\(event) \(command)")
    }
    session.console.report("sp listen runs it for \(event) from its next start on")
    return .success
  }

  private static func list(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let records = try session.settings().all(rules).map { text -> JSON in
      let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
      return ["event": .string(parts.first ?? ""), "command": .string(parts.count == 2 ? parts[1] : "")]
    }
    return try invocation.show(records, RecordShape("rules", singular: "rule"), session)
  }

  private static func remove(_ event: String, _ session: Session) throws(Failure) -> ExitCode {
    var count = 0
    let values = try session.settings().all(rules).filter { $0.hasPrefix("\(event) ") }
    try Config.update(session.directories.configFile) { config throws(Failure) in
      for value in values where config.unset(rules, value: value) { count += 1 }
    }
    guard count > 0 else {
      throw Failure(.notFound, "there is no rule for '\(event)'", code: "no_rule", hint: "sp on lists them")
    }
    return .success
  }
}
