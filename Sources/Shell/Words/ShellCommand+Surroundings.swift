import Catalog
import Engine
import Platform
import Values

extension ShellCommand {
  /// What lines are read and shown by.
  static let surroundings: [ShellCommand] = [
    .row(
      "use", "[DOMAIN[/ID] | .. | / | --profile NAME]",
      "Choose a domain, so that 'list' means 'DOMAIN list', or a profile, until the session ends"
    ) { (shell, words) throws(Failure) in try shell.use(shell.expansion.texts(words)) },
    .row("format", "[FORM]", "Choose the form of the answers that follow, as --output does; alone, as usual")
    {
      (shell, words) throws(Failure) in
      let form = try shell.expansion.texts(words).first
      if let form { _ = try OutputForm(form, from: "format") }
      shell.setOption("output", form)
      return 0
    },
    .row("x", "[on | off]", "Show each record of a list as a field a line, or lists as tables again") {
      (shell, words) throws(Failure) in
      try shell.turn("--expanded", on: shell.choice(words, "x", else: !shell.has("--expanded")))
    },
    .row("pager", "[on | off]", "Say whether long answers go through a pager; alone, change it") {
      (shell, words) throws(Failure) in
      let isOn = try shell.choice(words, "pager", else: shell.has("--no-pager"))
      return try shell.turn("--no-pager", on: !isOn)
    },
    .row(
      "timing", "[on | off | auto]",
      "Say how long each line took, or with auto each of half a second and more; alone, change it"
    ) { (shell, words) throws(Failure) in
      if words.map(\.literal) == ["auto"] {
        shell.timing = "auto"
      } else {
        let isOn = (shell.timing ?? shell.setting("shell.timing") ?? "off") != "off"
        shell.timing = try shell.choice(words, "timing", of: "on, off or auto", else: !isOn) ? "on" : "off"
      }
      return 0
    },
    .row("clear", "", "Clear the screen; Ctrl-L does too") { (shell, words) throws(Failure) in
      guard shell.console.outputIsTerminal, !shell.console.isDumb else { return 0 }
      try Failure.local { try shell.console.write("\u{1B}[H\u{1B}[2J") }
      return 0
    },
  ]
}

extension Shell {
  /// Gives every command an option, or takes it back.
  func setOption(_ name: String, _ value: String?) {
    manner.options.removeAll { $0.hasPrefix("--\(name)=") }
    if let value { manner.options.append("--\(name)=\(value)") }
  }

  /// Whether every command gets a switch.
  fileprivate func has(_ option: String) -> Bool { manner.options.contains(option) }

  /// Gives every command a switch, or takes it back.
  fileprivate func turn(_ option: String, on isOn: Bool) throws(Failure) -> Int32 {
    manner.options.removeAll { $0 == option }
    if isOn { manner.options.append(option) }
    return 0
  }

  /// What `on` or `off` says; without either the other of what holds, which is said.
  fileprivate func choice(
    _ words: [Word], _ command: String, of choices: String = "on or off", else other: Bool
  ) throws(Failure) -> Bool {
    switch try expansion.texts(words) {
    case ["on"]: return true
    case ["off"]: return false
    case []:
      console.report("\(command) is \(other ? "on" : "off")")
      return other
    default: throw .usage("\(command) is \(choices)", hint: "\(command) on")
    }
  }

  fileprivate func use(_ texts: [String]) throws(Failure) -> Int32 {
    switch texts.count {
    case 0: return try write(context.domain == nil ? "/" : context.text)
    case 2 where texts[0] == "--profile":
      _ = try session.settings(texts[1])
      setOption("profile", texts[1])
      return 0
    case 1: context = try context(texts[0])
    default: throw .usage("use takes one domain", hint: "use prompts")
    }
    return 0
  }

  private func context(_ text: String) throws(Failure) -> Context {
    if text == "/" { return Context() }
    if text == ".." { return context.id == nil ? Context() : Context(domain: context.domain) }
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard let domain = parts.first, case .group = session.table.match([domain]) else {
      let groups = session.table.firstWords.filter {
        if case .group = session.table.match([$0]) { true } else { false }
      }
      throw .usage(
        "there is no domain '\(text)'",
        hint: Nearest.match(parts.first ?? text, in: groups).map { "use \($0)" } ?? "sp help lists them")
    }
    return Context(domain: domain, id: parts.count == 2 ? parts[1] : nil)
  }
}
