import Catalog
import Engine
import HTTP
import Host
import Platform
import Sandbox
import Values

/// The whole of `sp`: words in, answer out, and a number for the shell.
public struct Tool: Sendable {
  /// Every command there is.
  let table: CommandTable
  private let services: Services
  private let builtins: [Builtin]
  /// The plugins of this machine; nil where none are looked for.
  let shelf: Shelf?

  /// Makes the tool for these services, and for the plugins that the environment leads to.
  init(services: Services, environment: Environment? = nil) {
    self.services = services
    shelf = environment.flatMap { environment in
      (try? Directories(environment)).map { Shelf($0, environment) }
    }
    builtins = Builtin.all(for: services)
    var catalog = services.catalog
    catalog.additions = shelf?.additions
    table = CommandTable(
      catalog: catalog, builtins: builtins.map(\.command), topics: HelpCommands.topics)
  }

  /// Carries out the words of this process and ends it.
  public static func main(services: Services) -> Never {
    let console = Console(environment: .process)
    let tool = Tool(services: services, environment: console.environment)
    let status = tool.run(words: CurrentProcess.words, console)
    if let signal = Interrupt.requested { Interrupt.dieBySignal(signal) }
    CurrentProcess.exit(status)
  }

  /// Carries out the words of a process. One that is not text is refused: repaired it would mean something else.
  private func run(words: [String?], _ console: Console) -> Int32 {
    let arguments = words.compactMap(\.self)
    guard let place = words.firstIndex(of: nil) else { return run(arguments, console: console) }
    let failure = Failure(
      .usage, "word \(place + 1) of the command line is not UTF-8 text", hint: "give a value in a file: @FILE"
    )
    FailureRenderer(console: console, form: form(arguments, nil)).render(failure)
    return failure.kind.rawValue
  }

  /// Carries out words and returns the exit code.
  func run(_ arguments: [String], console: Console) -> Int32 { perform(arguments, console).status }

  /// Carries out words, in a session that goes on or one of their own; the one place that turns errors into exit
  /// codes. `place` is where a script has the words.
  func perform(
    _ arguments: [String], _ console: Console, within session: Session? = nil, at place: String? = nil
  )
    -> (status: Int32, failure: Failure?)
  {
    var invocation: Invocation?
    do {
      let status = try dispatch(arguments, console, session, &invocation)
      try console.flush()
      return (status, nil)
    } catch {
      var failure = Failure(local: error)
      guard failure.kind != .success else { return (0, nil) }
      try? console.flush()
      failure.hint = failure.hint ?? invocation.flatMap { hint(failure, $0) }
      failure.place = failure.place ?? place
      // An answer that goes elsewhere has its form; the failure is told to whoever is there.
      let form = console.isDiverted ? nil : form(arguments, invocation)
      FailureRenderer(console: console, form: form).render(failure)
      return (failure.kind.rawValue, failure)
    }
  }

  private func dispatch(
    _ arguments: [String], _ console: Console, _ open: Session?, _ reached: inout Invocation?
  ) throws -> Int32 {
    if arguments == ["--version"] { return try HelpCommands.version(console).rawValue }
    if arguments.first == ShellCompletion.word {
      return try ShellCompletion.answer(Array(arguments.dropFirst()), try session(console)).rawValue
    }
    if let probe = arguments.first.flatMap(ShellProbe.init) {
      return try probe.answer(Array(arguments.dropFirst()), try session(console)).rawValue
    }
    if let outside = Outside(arguments, self, console) { return try outside.run() }
    let isShell = open == nil && ShellCommands(services: services).areMeant(by: arguments)
    let (words, table) = try meant(isShell ? ["shell"] + arguments : arguments)
    switch try InvocationParser.parse(words, table) {
    case .empty: return try HelpCommands.help([], table, console).rawValue
    case .help(let words, _): return try HelpCommands.help(words, table, console).rawValue
    case .run(let invocation):
      reached = invocation
      _ = try OutputForm(asked: invocation)
      try adapt(console, invocation)
      let session = try open ?? session(console, table)
      session.manners = .init(invocation)
      Interrupt.install()
      do {
        return try carryOut(invocation, session)
      } catch let failure as Failure where failure.code == Failure.damagedCache {
        try session.setCacheAside()
        if case .importing = invocation.command.action { throw failure }
        guard !console.hasWritten else { throw failure }
        return try carryOut(invocation, session)
      }
    }
  }

  private func carryOut(_ invocation: Invocation, _ session: Session) throws -> Int32 {
    if case .program(let program) = invocation.command.action, let shelf {
      if let code = try session.cachedAnswer(invocation, program) { return code.rawValue }
      return try PluginRun(session, invocation, program, try shelf.admit(program.plugin)).run()
    }
    guard case .builtin = invocation.command.action else { return try session.run(invocation).rawValue }
    guard let builtin = builtins.first(where: { $0.command.path == invocation.command.path }) else {
      throw Failure(.other, "nothing carries out '\(invocation.command.name)'")
    }
    return try builtin.run(invocation, session)
  }

  /// The form in which an error is told: as asked, also by words that were not understood otherwise.
  private func form(_ arguments: [String], _ invocation: Invocation?) -> OutputForm? {
    if let invocation { return (try? OutputForm(asked: invocation)) ?? nil }
    let isJSON =
      arguments.contains { ["--json", "--output=json", "-ojson"].contains($0) }
      || zip(arguments, arguments.dropFirst()).contains { ["-o", "--output"].contains($0) && $1 == "json" }
    return isJSON ? .json : nil
  }

  /// What to type next where the failure itself does not know.
  private func hint(_ failure: Failure, _ invocation: Invocation) -> String? {
    let command = invocation.command
    switch failure.kind {
    case .usage, .refused: return "sp help \(command.name)"
    case .notFound:
      let list = [command.path[0], "list"]
      guard case .command = table.match(list) else { return nil }
      return "\((["sp"] + list).joined(separator: " ")) shows the ids"
    default: return nil
    }
  }

  /// Tells the console what the options say about colour and width.
  private func adapt(_ console: Console, _ invocation: Invocation) throws(Failure) {
    console.colorChoice = invocation.option("color").flatMap(Console.ColorChoice.init) ?? .auto
    if invocation.flag("no-color") { console.colorChoice = .never }
    console.columnsChoice = try invocation.integer("columns", atLeast: 20)
  }

  /// The words to read and the commands they may be: behind `plugin exec NAME` those of the plugin alone.
  private func meant(_ words: [String]) throws(Failure) -> (words: [String], table: CommandTable) {
    guard words.count > 2, words.starts(with: ["plugin", "exec"]), !words[2].hasPrefix("-"), let shelf else {
      return (words, table)
    }
    let provider = shelf.provider(try shelf.entry(words[2]))
    let catalog = Catalog([provider] + services.catalog.providers)
    return (Array(words.dropFirst(2)), CommandTable(catalog: catalog, builtins: []))
  }

  private func session(_ console: Console, _ other: CommandTable? = nil) throws -> Session {
    let table = other ?? table
    let directories = try Directories(console.environment)
    let sandbox = SandboxCommands(services: services)
    let session = Session(
      table: table, environment: console.environment, directories: directories, console: console
    ) { session in try sandbox.transport(session) }
    session.programs = { Outside.programs(console.environment) }
    session.happenings = { [services] in services.happenings }
    session.admit = { [shelf] (name) throws(Failure) in _ = try shelf?.admit(name) }
    session.fill = { [shelf, weak session] (command) throws(Failure) in
      guard let shelf, let session, case .program(let program) = command.action else { return 0 }
      return try PluginRun(session, Invocation(command: command), program, try shelf.admit(program.plugin))
        .fill()
    }
    return session
  }
}
