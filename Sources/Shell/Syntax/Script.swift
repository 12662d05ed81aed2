/// What was typed or read from a file, as statements; reading it touches nothing.
public struct Script: Sendable, Hashable {
  var statements: [Statement]

  /// A place in the text, both counted from 1.
  struct Place: Sendable, Hashable {
    var line: Int
    var column: Int
  }
}

/// Pipelines joined by `&&` and `||`, up to a newline, `;` or `&`.
struct Statement: Sendable, Hashable {
  /// A pipeline and what must be true of those before it.
  struct Link: Sendable, Hashable {
    enum Condition: Sendable, Hashable { case always, success, failure }
    var condition: Condition
    var pipeline: Pipeline
  }

  var links: [Link]
  /// Whether it runs on while the next one begins.
  var isBackground = false
  var place: Script.Place
  /// As it was typed.
  var source: String
}

/// One command, and where its answer goes.
struct Pipeline: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// A line for the system's shell, as it stands.
    case shell(String)
    /// Words for `sp`, or for the shell's own commands.
    case command([Word])
  }

  enum Target: Sendable, Hashable {
    /// A line for the system's shell that reads the answer.
    case pipe(String)
    /// A file that is replaced once the command has succeeded.
    case file(Word)
    /// A file that is added to.
    case appended(Word)
  }

  var kind: Kind
  /// The text given as standard input, from a here-document.
  var input: Word?
  var target: Target?
  var place: Script.Place
}

/// A word before its variables and rows are put in.
struct Word: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case text(String, isQuoted: Bool)
    case variable(Variable)
    case rows(RowReference)
    /// The answer of a command, in `set x=(…)`.
    case capture(Pipeline)
  }

  var pieces: [Piece]
  var place: Script.Place
  /// As it was typed.
  var source: String

  /// The text where nothing has to be put in; nil otherwise.
  var literal: String? {
    var text = ""
    for piece in pieces {
      guard case .text(let part, _) = piece else { return nil }
      text += part
    }
    return text
  }

  /// The text where nothing of it is quoted, as names of commands are.
  var bare: String? {
    guard pieces.count == 1, case .text(let text, false) = pieces[0] else { return nil }
    return text
  }
}

/// `$NAME`, `${NAME}`, with a path into the value: `$p.title`, `${p.tags.0}`.
struct Variable: Sendable, Hashable {
  var name: String
  var path: [String] = []
  /// Whether braces say where it ends: otherwise a path that leads nowhere is text behind it.
  var isBraced = false
}

/// `@3`, `@-1`, `@2..5`, `@*`, with a field: `@1.title`; `@_` is what is known about the list: `@_.total`.
struct RowReference: Sendable, Hashable {
  /// The first and last row, counted from 1, or from the end where negative; nil takes every one.
  var range: ClosedPair?
  var path: String?
  /// Whether it means the list itself, not its rows.
  var isAboutList = false

  struct ClosedPair: Sendable, Hashable {
    var first: Int
    var last: Int
  }

  /// Whether it may stand for several rows.
  var isPlural: Bool { !isAboutList && (range.map { $0.first != $0.last } ?? true) }
}
