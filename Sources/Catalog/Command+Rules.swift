extension Command {
  /// What is wrong with a command that no row makes.
  public var violations: [Violation] {
    var inspection = Inspection(name)
    for word in path { inspection.requireWord(word, "word") }
    inspection.requireLine(summary, "summary")
    inspection.require(detail.isEmpty || detail.hasSuffix("."), "the detail is no full sentence")
    inspection.require(!examples.isEmpty, "has no example")
    for example in examples { inspection.require(example, of: name) }
    for parameter in arguments + options { inspection.add(parameter.violations(in: name)) }
    inspection.requireUnique(arguments.map(\.name), "arguments")
    inspection.add(optionViolations)
    return inspection.violations
  }

  /// Each option has a spelling of its own beside the global ones that matter to the command, with `--no-` too where
  /// it can be switched off.
  var optionViolations: [Violation] {
    var inspection = Inspection(name)
    let known = options.filter { $0.role == nil } + globals.flatMap(\.options)
    inspection.requireUnique(known.map(\.option), "options")
    inspection.requireUnique(known.compactMap { $0.short.map(String.init) }, "short options")
    for parameter in known where parameter.kind == .boolean {
      let negation = "no-\(parameter.option)"
      inspection.require(!known.contains { $0.option == negation }, "--\(negation) means two things")
    }
    return inspection.violations
  }
}
