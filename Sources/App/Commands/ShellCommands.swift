import Catalog
import Engine
import Platform
import Shell

/// `sp` without words, `sp -c` and `sp run`: lines in one session.
struct ShellCommands {
  let services: Services

  var all: [Builtin] { [shell, run] }

  private var shell: Builtin {
    Builtin(
      Command(
        "shell", "Type commands in one session, or run lines; the same as sp without words",
        detail: """
          In front of a terminal it is an editor of lines with Tab, history and a prompt that shows the profile. Lines \
          that come through a pipe or with -c are a script. sp help scripts tells the language.
          """,
        arguments: [
          .argument("ARG", "An argument of the lines, as $1 and $@", required: false, repeatable: true)
        ],
        options: [
          .option(
            "command", "Run this line; several run in order", placeholder: "LINE", short: "c",
            repeatable: true),
          .flag("no-rc", "Do not begin with the lines of sprc"),
        ] + scriptOptions,
        examples: [
          .example("The second about a row of the first", "sp shell -c 'prompts list; prompts get @1'")
        ]),
      status: { invocation, session throws(Failure) in try runShell(invocation, session) })
  }

  private var run: Builtin {
    Builtin(
      Command(
        "run", "Run a script of commands",
        detail: """
          Nothing runs unless the whole file can be read, its variables are set and its commands exist. It stops at \
          the first failure, says FILE:LINE, and ends with that status. A first line '#!/usr/bin/env -S sp run' makes \
          the file a program. sp help scripts tells the language.
          """,
        arguments: [
          .argument("FILE", "The script; - reads standard input"),
          .argument("ARG", "An argument, as $1 and $@", required: false, repeatable: true),
        ],
        options: scriptOptions + [
          .flag("dry-run", "Read and check the script, print its statements, and run none", short: "n")
        ],
        examples: [.example("A script with an argument", "sp run report.sp programming")]),
      status: { invocation, session throws(Failure) in
        let shell = try shell(invocation, session)
        let path = invocation.argument("FILE") ?? "-"
        let (text, name) = (try Shell.text(of: path), path == "-" ? "standard input" : path)
        let arguments = invocation.arguments["ARG"] ?? []
        return invocation.flag("dry-run")
          ? shell.show(script: text, named: name, arguments: arguments)
          : shell.run(script: text, named: name, arguments: arguments)
      })
  }

  private var scriptOptions: [Parameter] {
    [
      .flag("keep-going", "Go on after a failure; the first one's status is the last", short: "k"),
      .flag("echo", "Say each command on standard error before it runs", short: "x"),
      .option("var", "Set a variable", placeholder: "NAME=VALUE", repeatable: true),
    ]
  }

  private func runShell(_ invocation: Invocation, _ session: Session) throws(Failure) -> Int32 {
    let shell = try shell(invocation, session)
    let lines = invocation.all("command")
    let arguments = invocation.arguments["ARG"] ?? []
    if !lines.isEmpty {
      return shell.run(script: lines.joined(separator: "\n"), named: "-c", arguments: arguments)
    }
    if let word = arguments.first { throw .usage("sp shell runs no '\(word)'", hint: "sp -c '\(word)'") }
    let console = session.console
    if isSession(invocation, console) {
      var repl = REPL(shell, readsFirst: !invocation.flag("no-rc"))
      return repl.run(isQuiet: invocation.flag("quiet"))
    }
    let text = try Shell.text(of: "-")
    guard !text.isEmpty else {
      return try Failure.local { try HelpCommands.help([], session.table, console) }.rawValue
    }
    return shell.run(script: text, named: "standard input")
  }

  /// Whether a person will type the lines.
  private func isSession(_ invocation: Invocation, _ console: Console) -> Bool {
    invocation.command.path == ["shell"] && invocation.all("command").isEmpty && console.inputIsTerminal
      && (console.outputIsTerminal || console.errorIsTerminal)
  }

  /// A shell that carries out words in this session as the tool would.
  private func shell(_ invocation: Invocation, _ session: Session) throws(Failure) -> Shell {
    guard session.observer == nil else {
      throw .usage("a session is running already", hint: "source FILE runs the lines of a file in it")
    }
    let tool = Tool(services: services, environment: session.environment)
    var manner = Shell.Manner()
    manner.keepsGoing = invocation.flag("keep-going")
    manner.echoes = invocation.flag("echo")
    manner.options = inherited(invocation, session.console)
    if !isSession(invocation, session.console) { manner.options += ["--no-input", "--no-pager"] }
    let shell = Shell(session: session, manner: manner) { words, place in
      tool.perform(words, session.console, within: session, at: place)
    }
    for text in invocation.all("var") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { throw .usage("--var takes NAME=VALUE, not '\(text)'") }
      try shell.set(parts[0], parts[1])
    }
    return shell
  }

  /// The options of ours that every line gets, as they are typed.
  private func inherited(_ invocation: Invocation, _ console: Console) -> [String] {
    // A session without its banner is not one whose commands say nothing.
    let all = GlobalOptions.all.filter { !isSession(invocation, console) || $0.name != "quiet" }
      .filter { $0.name != "dry-run" || invocation.command.path != ["run"] }
    return all.flatMap { parameter -> [String] in
      let values = invocation.all(parameter.name)
      if parameter.isSwitch { return values.last == "true" ? ["--\(parameter.option)"] : [] }
      return values.map { "--\(parameter.option)=\($0)" }
    }
  }
}

extension ShellCommands {
  /// Whether words begin no command but a session: none but options, or one of the session's own before any word.
  func areMeant(by arguments: [String]) -> Bool {
    let own = shell.command.options
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), let option = option(word, in: own + GlobalOptions.all), option.name != "help"
      else {
        return false
      }
      if own.contains(where: { $0.name == option.name }) { return true }
      if !option.isSwitch, !word.contains("=") { rest = rest.dropFirst() }
    }
    return true
  }

  private func option(_ word: String, in options: [Parameter]) -> Parameter? {
    options.first { option in
      word == "--\(option.option)" || word.hasPrefix("--\(option.option)=")
        || option.short.map { word.hasPrefix("-\($0)") && !word.hasPrefix("--") } ?? false
    }
  }
}
