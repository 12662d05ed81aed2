import Catalog

extension ManPage {
  static func synopsis(_ page: inout Mdoc, _ command: Command) {
    page.line(".Nm sp")
    for word in command.path { page.macro("Cm", word) }
    for argument in command.arguments {
      let dots = argument.isRepeatable ? " ..." : ""
      let name = Mdoc.argument(argument.name)
      page.line(argument.isRequired ? ".Ar \(name)\(dots)" : ".Op Ar \(name)\(dots)")
    }
    for option in command.options where option.isRequired { page.line("." + flag(option)) }
    page.line(".Op Ar options")
  }

  static func synopsisTerm(_ command: Command) -> String {
    (["Cm"] + command.path.map(Mdoc.argument)).joined(separator: " ")
  }

  static func describe(_ page: inout Mdoc, _ command: Command) {
    page.macro("Ss", "sp \(command.name)")
    page.prose(command.summary + ".")
    page.prose(command.detail)
    page.list(
      command.arguments.map { ("Ar \(Mdoc.argument($0.name))", $0.explanation + ".") }
        + command.options.map(option))
    if case .endpoint(_, let endpoint, _) = command.action {
      if !command.arguments.isEmpty || !command.options.isEmpty { page.line(".Pp") }
      page.prose("Calls")
      page.macro("Ql", "\(endpoint.method.rawValue) \(endpoint.path)")
    }
  }

  static func option(_ option: Parameter) -> (term: String, meaning: String) {
    let short = option.short.map { "Fl \($0) , " } ?? ""
    return (short + flag(option), option.explanation + ".")
  }

  /// `Fl \-output Ar FORM`.
  private static func flag(_ option: Parameter) -> String {
    let name = option.flagText.dropFirst()
    let value = option.valueName.map { " Ar \(Mdoc.argument($0))" } ?? ""
    return "Fl \(Mdoc.argument(String(name)))\(value)"
  }

  static func exitStatus(_ page: inout Mdoc) {
    page.line(".Sh EXIT STATUS")
    page.list(Help.entries(of: ExitCode.allCases).map { ($0.term, capitalizedStart($0.meaning) + ".") })
  }

  static func examples(_ page: inout Mdoc, _ examples: [Example]) {
    guard !examples.isEmpty else { return }
    page.line(".Sh EXAMPLES")
    for (index, example) in examples.enumerated() {
      if index > 0 { page.line(".Pp") }
      page.prose(example.purpose + ":")
      page.literal(example.lines)
    }
  }

  static func entries(_ page: inout Mdoc, _ heading: String, _ entries: [Topic.Entry], macro: String) {
    guard !entries.isEmpty else { return }
    page.line(".Sh \(heading)")
    page.list(entries.map { ("\(macro) \(Mdoc.argument($0.term))", $0.meaning) })
  }

  /// Other pages, in the order of their sections.
  static func seeAlso(_ page: inout Mdoc, _ others: [Reference]) {
    guard !others.isEmpty else { return }
    page.line(".Sh SEE ALSO")
    let sorted = others.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
    for (index, other) in sorted.enumerated() {
      page.line(".Xr \(other.name) \(other.section)" + (index + 1 < sorted.count ? " ," : ""))
    }
  }

  private static func capitalizedStart(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
