import Engine
import Platform

/// Where answers go that name no place themselves.
struct Places {
  /// A file, or a line of the system's shell that reads the answer.
  enum Place: Hashable {
    case file(String, isAddedTo: Bool)
    case pipe(String)

    /// Reads the name of a file, or a line behind `|`.
    init(_ text: String) {
      let line = text.drop { $0 == " " }
      self = line.hasPrefix("|") ? .pipe(String(line.dropFirst())) : .file(text, isAddedTo: false)
    }
  }

  /// Where the next answer goes.
  var next: Place?
  /// Where every answer goes.
  var every: Place?

  /// The place of an answer; that of the next one is used up.
  mutating func take() -> Place? {
    defer { next = nil }
    return next ?? every
  }

  /// Notes that the file of every answer holds one, to which the others are added.
  mutating func haveTaken(_ place: Place) {
    if case .file(let path, isAddedTo: false) = place, every == place {
      every = .file(path, isAddedTo: true)
    }
  }
}

extension ShellCommand {
  /// Where answers go.
  static let places: [ShellCommand] = [
    .row("once", "FILE | '|COMMAND'", "Send the next answer to a file, or to a command of the system's shell")
    { (shell, words) throws(Failure) in
      shell.places.next = try shell.place(words, "once")
      return 0
    },
    .row(
      "output", "[FILE | '|COMMAND' | -]",
      "Send the answers that follow to a file, begun anew, or a command each; alone or with -, to the screen",
      letter: "o"
    ) { (shell, words) throws(Failure) in
      let isOver = words.isEmpty || words.map(\.literal) == ["-"]
      shell.places.every = isOver ? nil : try shell.place(words, "output")
      return 0
    },
    .row("tee", "[FILE | -]", "Add what the screen shows of answers to a file too; alone or with -, no more")
    {
      (shell, words) throws(Failure) in
      let texts = try shell.expansion.texts(words)
      guard texts.count <= 1 else { throw .usage("tee takes one file", hint: "tee session.log") }
      guard let path = texts.first, path != "-" else {
        shell.console.copyAnswers(to: nil)
        return 0
      }
      try Failure.local {
        let file = try FileSink(appendingTo: path, access: .shared)
        shell.console.copyAnswers { (bytes) throws(SystemError) in
          try file.write(bytes)
          try file.flush()
        }
      }
      return 0
    },
  ]

  /// The words that say where answers go, and give none themselves.
  static let placing: Set<String> = ["once", "output", "o", "tee"]
}

extension Shell {
  fileprivate func place(_ words: [Word], _ command: String) throws(Failure) -> Places.Place {
    let texts = try expansion.texts(words)
    guard texts.count == 1, let text = texts.first, !text.isEmpty else {
      throw .usage("\(command) takes a file, or '|' and a command in quotes", hint: "\(command) '| less -S'")
    }
    return Places.Place(text)
  }
}
