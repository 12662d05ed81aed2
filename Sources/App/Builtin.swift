import Catalog
import Engine

/// A command about `sp` itself: its declaration, and what carries it out.
struct Builtin: Sendable {
  let command: Command
  /// Returns what the process ends with; only other programs' statuses are no `ExitCode`.
  let run: @Sendable (Invocation, Session) throws(Failure) -> Int32

  init(_ command: Command, run: @escaping @Sendable (Invocation, Session) throws(Failure) -> ExitCode) {
    self.init(
      command, status: { invocation, session throws(Failure) in try run(invocation, session).rawValue })
  }

  init(_ command: Command, status run: @escaping @Sendable (Invocation, Session) throws(Failure) -> Int32) {
    self.command = command
    self.run = run
  }

  /// All of them, in the order of the overview.
  static func all(for services: Services) -> [Builtin] {
    let groups: [[Builtin]] = [
      StatusCommands.all, ConfigCommands.all, AuthCommands.all, CredentialCommand.all, CacheCommands.all,
      QueueCommands.all, [ListenCommand.builtin], EventCommands.all,
      [TriggerCommand(sandbox: .init(services: services)).builtin], WebhookCommands.all,
      SandboxCommands(services: services).all, APICommands.all, PluginCommands.all,
      ShellCommands(services: services).all,
      SetupCommand.all, HelpCommands.all,
    ]
    return groups.flatMap(\.self)
  }
}

extension Invocation {
  /// Where an answer of a builtin goes.
  func output(_ session: Session) throws(Failure) -> Output {
    try Output(
      self, fallback: try session.settings()["output"], console: session.console, now: session.clock.now(),
      observer: session.observer)
  }

  /// Where the answer of a command goes that shows or mends settings, whatever is wrong with them.
  func outputWithoutSettings(_ session: Session) throws(Failure) -> Output {
    let form = session.uncheckedSettings()["output"].flatMap(OutputForm.init(rawValue:))
    return try Output(
      self, fallback: form?.rawValue, console: session.console, now: session.clock.now(),
      observer: session.observer)
  }
}
