import Catalog
import Engine
import Platform

/// What the completion scripts of shells ask: `sp __complete WORDS… WORD` behind the word of a shell's line.
enum ShellCompletion {
  /// The first word, which no help names.
  static let word = "__complete"

  /// Writes a candidate a line, a tab, and its description; then lines that begin with a tab say `nospace` where no
  /// space is to follow, and `files` with what is to stay of the word where a path of a file may stand.
  static func answer(_ words: [String], _ session: Session) throws -> ExitCode {
    let completion = session.completion(of: words.last ?? "", after: Array(words.dropLast()))
    for candidate in completion.candidates {
      try session.console.write("\(plain(candidate.text))\t\(plain(candidate.description))\n")
    }
    if completion.candidates.contains(where: { !$0.endsWord }) { try session.console.write("\tnospace\n") }
    if completion.takesFiles { try session.console.write("\tfiles\(plain(completion.kept))\n") }
    return .success
  }

  /// On one line, without what a terminal would obey.
  private static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) else { return text }
    return Console.printable(text).split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(
      separator: " ")
  }
}
