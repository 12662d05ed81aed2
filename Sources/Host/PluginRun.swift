import Catalog
import Engine
import Platform
import Values

/// One command of a plugin being carried out by its executable.
public struct PluginRun {
  let session: Session
  let invocation: Invocation
  let program: Program
  let admitted: Shelf.Admitted

  /// Prepares to run a command of a plugin that may run.
  public init(
    _ session: Session, _ invocation: Invocation, _ program: Program, _ admitted: Shelf.Admitted
  ) {
    (self.session, self.invocation, self.program) = (session, invocation, program)
    self.admitted = admitted
  }

  /// Runs it to its end, shows what it answers, and returns its status.
  public func run() throws(Failure) -> Int32 { try run(isShown: true).status }

  /// Runs it to its end for the cache alone; returns how many records it answered with.
  public func fill() throws(Failure) -> Int {
    let (status, count) = try run(isShown: false)
    guard status == 0 else { throw silent(status) }
    return count
  }

  private func run(isShown: Bool) throws(Failure) -> (status: Int32, count: Int) {
    if program.writes, invocation.flag("read-only") {
      throw Failure(
        .usage, "--read-only refuses '\(invocation.command.name)', which writes", code: "read_only")
    }
    let call = try PluginCall(session: session, invocation: invocation, program: program).json()
    let guest = try start(call)
    let errors = ErrorLines(console: session.console, form: (try? OutputForm(asked: invocation)) ?? nil)
    guest.onError = { errors.take($0) }
    let broker = Broker(session, invocation, admitted.manifest.name, admitted.grant)
    guest.onMessage = { [unowned guest] bytes in guest.reply(try broker.answers(to: bytes)) }
    let answer = try PluginAnswer(session, invocation, program, guest, isShown: isShown)
    do {
      try answer.show()
      let status = try end(guest, errors, problem: nil)
      if status == 0 { answer.finishCopy(isAll: program.listsAll && asksForAll) }
      return (status, answer.copy?.count ?? 0)
    } catch let error as JSONError {
      return (try end(guest, errors, problem: error), 0)
    } catch {
      throw Failure(local: error)
    }
  }

  /// Whether nothing that it declares was given, which might narrow its answer.
  private var asksForAll: Bool {
    invocation.arguments.isEmpty
      && !invocation.command.options.contains { invocation.options[$0.name] != nil }
  }

  private func start(_ call: JSON) throws(Failure) -> GuestProcess {
    let folder = admitted.entry.folder
    let path = "\(folder)/\(admitted.manifest.executable ?? "")"
    var environment = session.environment.withoutSecrets
    environment["SP_PLUGIN_NAME"] = program.plugin
    environment["SP_PLUGIN_DIR"] = folder
    environment["SP_PLUGIN_PROTOCOL"] = "\(Manifest.version)"
    let isSecluded = admitted.grant.network == .none
    do throws(SystemError) {
      return try GuestProcess(
        [path], input: Array((call.text() + "\n").utf8),
        followedByOurs: program.readsInput && !session.console.inputIsTerminal, environment: environment,
        withoutNetwork: isSecluded, timeout: program.timeout)
    } catch {
      if isSecluded, let problem = Seclusion.problem { throw Shelf.unheld(program.plugin, problem) }
      throw Failure(
        .other, "the plugin '\(program.plugin)' cannot be started: \(error.reason) (\(path))",
        code: "plugin_start",
        hint: error.isDenied
          ? "chmod +x \(Files.quote(path))" : "check its first line, which names the program that runs it")
    }
  }

  /// What the end of the executable means; `problem` is what was wrong with its answer.
  private func end(_ guest: GuestProcess, _ errors: ErrorLines, problem: JSONError?) throws(Failure) -> Int32
  {
    let ending = try Failure.local { try guest.finish() }
    errors.finish()
    switch guest.stop {
    case .interrupted: throw Failure(.interrupted, "interrupted")
    case .tookTooLong:
      let span = program.timeout?.text ?? ""
      throw failure(
        "did not end within \(span)", "plugin_timeout", "\"timeout\" in its plugin.json allows more")
    case .noLongerWanted where problem == nil: return 0
    case .noLongerWanted, nil: break
    }
    if ending.isKilled, guest.stop == nil {
      throw failure("was ended by signal \(ending.status - 128)", "plugin_crashed", nil)
    }
    if ending.status != 0, guest.stop == nil {
      if !errors.hasSpoken, program.answer != .text { throw silent(ending.status) }
      return ending.status
    }
    if let problem {
      throw failure(
        "did not answer with \(program.answer == .json ? "JSON" : "JSON Lines"): \(problem)", "plugin_answer",
        "\"answer\" in its plugin.json may be json, jsonl or text")
    }
    return ending.status
  }

  private func silent(_ status: Int32) -> Failure {
    let kind = ExitCode(rawValue: status) ?? .other
    return Failure(
      kind == .success ? .other : kind,
      "the plugin '\(program.plugin)' failed with status \(status) and did not say why", code: "plugin_failed"
    )
  }

  private func failure(_ what: String, _ code: String, _ hint: String?) -> Failure {
    Failure(.other, "the plugin '\(program.plugin)' \(what)", code: code, hint: hint)
  }
}
