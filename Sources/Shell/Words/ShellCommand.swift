import Engine
import Values

/// A command of the shell's own, beside those of `sp`: what is typed, what it is for, and what carries it out.
struct ShellCommand: Sendable {
  /// The word.
  let name: String
  /// What follows it, as help shows it.
  let usage: String
  /// One line for people, without a full stop.
  let summary: String
  /// A letter that psql's users type for it, behind a backslash.
  let letter: String?
  let run: @Sendable (Shell, [Word]) throws(Failure) -> Int32

  /// Declares a row.
  static func row(
    _ name: String, _ usage: String, _ summary: String, letter: String? = nil,
    run: @escaping @Sendable (Shell, [Word]) throws(Failure) -> Int32
  ) -> ShellCommand {
    ShellCommand(name: name, usage: usage, summary: summary, letter: letter, run: run)
  }

  /// The word and what follows it.
  var synopsis: String { usage.isEmpty ? name : "\(name) \(usage)" }

  /// The command a word names.
  static func named(_ word: String) -> ShellCommand? { byName[word] }

  /// The name that may have been meant.
  static func nearest(_ word: String) -> String? { Nearest.match(word, in: all.map(\.name)) }

  /// All of them, in the order of help.
  static let all: [ShellCommand] = flow + values + places + past + surroundings

  private static let byName = Dictionary(
    all.flatMap { command in [command.name, command.letter].compactMap { $0 }.map { ($0, command) } }
  ) { first, _ in first }
}

/// What help and man pages say about the shell's own commands.
public enum ShellManual {
  /// A command: what is typed, and what it is for.
  public struct Entry: Sendable {
    /// The word and what follows it.
    public let synopsis: String
    /// One line, without a full stop.
    public let summary: String
  }

  /// The commands of the REPL and scripts, in the order of help.
  public static var commands: [Entry] {
    ShellCommand.all.map { command in
      Entry(synopsis: command.synopsis, summary: command.summary)
    }
  }

  /// The words, for completion and for the rule that no command of `sp` has the same.
  public static var words: [String] { ShellCommand.all.map(\.name) }
}
