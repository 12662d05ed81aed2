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
    .row("pager", "on | off", "Say whether long answers go through a pager") {
      (shell, words) throws(Failure) in
      let texts = try shell.expansion.texts(words)
      guard texts == ["on"] || texts == ["off"] else { throw .usage("pager is on or off") }
      shell.manner.options.removeAll { $0 == "--no-pager" }
      if texts == ["off"] { shell.manner.options.append("--no-pager") }
      return 0
    },
    .row(
      "timing", "on | off | auto", "Say how long each line took, or with auto each of half a second and more"
    ) { (shell, words) throws(Failure) in
      let texts = try shell.expansion.texts(words)
      guard texts.count == 1, ["on", "off", "auto"].contains(texts[0]) else {
        throw .usage("timing is on, off or auto", hint: "timing auto")
      }
      shell.timing = texts[0]
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
