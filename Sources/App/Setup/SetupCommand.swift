import Catalog
import Engine
import Manual
import Platform
import Values

/// `sp setup` and `sp completion`: what is around the program on a machine.
enum SetupCommand {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "setup", "Install sp, its completions and its manual for this user, or remove them",
        detail: """
          Puts the program that runs now into PREFIX/bin, the completions of bash, zsh and fish and the manual pages \
          into PREFIX/share, each file in one step, and says what a shell must be told where it does not look there by \
          itself. --remove takes away exactly what was put there.
          """,
        options: [
          .option(
            "prefix", "The directory above bin and share", kind: .file, placeholder: "DIR",
            default: "~/.local"),
          .flag("remove", "Remove what was installed"),
          .flag("dry-run", "Only show what would change", short: "n"),
        ],
        globals: [.output, .terminal],
        examples: [
          .example("See what it would do", "sp setup --dry-run"),
          .example("For every user of the machine", "sudo sp setup --prefix /usr/local"),
        ]
      ).answering("change", "path"),
      run: setup),
    Builtin(
      Command(
        "completion", "Print the completion script of a shell",
        arguments: [.argument("SHELL", "The shell", allowed: CompletionScript.shells)],
        examples: [.example("Without installing it", "source <(sp completion bash)")]),
      run: completion),
  ]

  private static func completion(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let shell = invocation.argument("SHELL") ?? ""
    let text = CompletionScript.text(shell, question: ShellCompletion.word) ?? ""
    try Failure.local { try session.console.write(text) }
    return .success
  }

  private static func setup(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let installation = Installation(
      prefix: try prefix(invocation, session.environment),
      program: try Failure.local { try Files.realPath("/proc/self/exe") })
    let isDry = invocation.flag("dry-run")
    let plan =
      invocation.flag("remove")
      ? try remove(installation, isDry: isDry) : try install(installation, isDry: isDry, session)
    let records = plan.map { step -> JSON in
      ["path": .string(installation.absolute(step.path)), "change": .string(step.change.rawValue)]
    }
    let code = try invocation.show(
      records, RecordShape("files", singular: "file", id: "path", columns: ["change", "path"]), session)
    if invocation.flag("quiet") { return code }
    if isDry { session.console.report("nothing was changed") }
    if !invocation.flag("remove") {
      for line in Advice(installation, session.environment).lines { session.console.report(line) }
    }
    return code
  }

  private static func install(_ installation: Installation, isDry: Bool, _ session: Session) throws(Failure)
    -> [(path: String, change: Installation.Change)]
  {
    try Failure.local {
      let files = Installation.files(session.table)
      let plan = try installation.plan(files)
      if !isDry { try installation.install(files, plan) }
      return plan
    }
  }

  private static func remove(_ installation: Installation, isDry: Bool) throws(Failure)
    -> [(path: String, change: Installation.Change)]
  {
    let removal = try Failure.local { try installation.removal() }
    guard let removal else {
      throw Failure(
        .notFound, "sp setup has installed nothing below \(installation.prefix)", code: "not_installed",
        hint: "sp setup --remove --prefix DIR")
    }
    if !isDry { try Failure.local { try installation.remove() } }
    return removal
  }

  /// The prefix as an absolute path without a slash at its end.
  private static func prefix(_ invocation: Invocation, _ environment: Environment) throws(Failure) -> String {
    var path = invocation.option("prefix") ?? "~/.local"
    if path.isEmpty { throw .usage("--prefix takes a directory") }
    if path == "~" || path.hasPrefix("~/") {
      path = try Failure.local { try Directories.home(environment) } + path.dropFirst()
    }
    if !path.hasPrefix("/") { path = try Failure.local { try Files.currentDirectory() } + "/" + path }
    while path.hasSuffix("/"), path.utf8.count > 1 { path.removeLast() }
    return path
  }
}
