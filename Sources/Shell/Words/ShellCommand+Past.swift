import Engine
import Platform
import Values

extension ShellCommand {
  /// What was typed before.
  static let past: [ShellCommand] = [
    .row(
      "history", "[-n N] [-g] [PATTERN] | run N[-M] | delete N[-M]",
      "Show the lines typed before, with -g also in other sessions since, run some again, or forget some",
      letter: "s"
    ) { (shell, words) throws(Failure) in try shell.showHistory(shell.expansion.texts(words)) },
    .row(
      "edit", "[N]", "Write lines in the editor and run them; begins with the last, or line N of the history",
      letter: "e"
    ) {
      (shell, words) throws(Failure) in
      let number = try shell.expansion.texts(words).first
      let text = try number.map { (number) throws(Failure) in
        try shell.history.entries(number).map(\.text).joined(separator: "\n")
      }
      guard let edited = try shell.edit(text ?? shell.lastLine) else { return 0 }
      return try shell.runTyped(edited)
    },
  ]
}

extension Shell {
  fileprivate func showHistory(_ texts: [String]) throws(Failure) -> Int32 {
    switch texts.first {
    case "run":
      guard texts.count == 2 else { throw .usage("history run takes the number of a line", hint: "history") }
      let lines = try history.entries(texts[1])
      for line in lines {
        console.report(TextStyle.dim.paint("→ \(Console.printable(line.text))", if: console.colorsError))
        let status = try runTyped(line.text)
        if status != 0 { return status }
      }
      return 0
    case "delete":
      guard texts.count == 2 else {
        throw .usage("history delete takes the number of a line", hint: "history")
      }
      try history.delete(texts[1])
      return 0
    default: return try listHistory(texts)
    }
  }

  private func listHistory(_ texts: [String]) throws(Failure) -> Int32 {
    var rest = texts[...]
    var count = Int.max
    while let flag = rest.first, ["-n", "-g"].contains(flag) {
      guard flag == "-n" else {
        history.reload()
        rest = rest.dropFirst()
        continue
      }
      guard let number = rest.dropFirst().first.flatMap({ Int($0) }), number > 0 else {
        throw .usage("history -n takes a number above 0")
      }
      count = number
      rest = rest.dropFirst(2)
    }
    guard rest.count <= 1 else { throw .usage("history takes one pattern") }
    let pattern = rest.first?.lowercased()
    let found = history.entries.enumerated().filter { _, entry in
      pattern.map { entry.text.lowercased().contains($0) } ?? true
    }
    let width = "\(history.entries.count)".utf8.count
    for (index, entry) in found.suffix(count) {
      let number = String(index + 1)
      let text = entry.text.replacing("\n", with: "\n" + String(repeating: " ", count: width + 2))
      _ = try write(
        String(repeating: " ", count: width - number.utf8.count) + "\(number)  \(Console.printable(text))")
    }
    return 0
  }

  /// The line before the one that asks for it.
  fileprivate var lastLine: String {
    history.entries.last { !$0.text.hasPrefix("edit") && !$0.text.hasPrefix("\\e") }?.text ?? ""
  }

  /// Runs lines as if they were typed now.
  func runTyped(_ text: String) throws(Failure) -> Int32 {
    guard depth < 25 else { throw .usage("lines go deeper than 25: do they run themselves?") }
    depth += 1
    defer { depth -= 1 }
    var script = try parse(text)
    try check(script)
    try agreeOnce(to: &script)
    return run(script)
  }

  /// Lets the person change a text in the editor; nil where the editor failed or nothing is left.
  func edit(_ text: String) throws(Failure) -> String? {
    let environment = console.environment
    let editor =
      environment.nonEmpty("SP_EDITOR") ?? session.uncheckedSettings()["editor"] ?? "vi"
    return try Failure.local {
      let directory = try TemporaryDirectory(environment)
      let path = "\(directory.path)/line.sp"
      try Files.writePrivate(Array((text + "\n").utf8), to: path)
      try console.flush()
      let words = editor.split(separator: " ").map(String.init) + [path]
      let status = try Subprocess.runOnTerminal(words, environment: environment)
      guard status == 0 else { throw Failure(.other, "\(editor) ended with \(status)", code: "editor") }
      let edited = try Shell.text(of: path).trimmingBlanks
      return edited.isEmpty ? nil : edited
    }
  }
}
