import Platform
import Values

/// What may stand where a word was begun.
public struct Completion: Sendable, Hashable {
  /// One text that may stand there.
  public struct Candidate: Sendable, Hashable {
    /// What a text is.
    public enum Kind: Sendable, Hashable {
      case command, topic, option, value, service, profile, setting, id, field, file
    }

    /// What it is.
    public var kind: Kind
    /// The whole word, with what was typed of it where that stays.
    public var text: String
    /// What it is for, or is called; may be empty.
    public var description: String
    /// Whether the word is complete, so that a space follows.
    public var endsWord = true

    /// A text that may stand there.
    public init(kind: Kind, text: String, description: String, endsWord: Bool = true) {
      self.kind = kind
      self.text = text
      self.description = description
      self.endsWord = endsWord
    }
  }

  /// What fits, the best first.
  public var candidates: [Candidate] = []
  /// The part of the word that every candidate keeps as it is, such as `id,` of `id,ti`.
  public var kept = ""
  /// Whether a path of a file may stand behind `kept`. Shells know best how to list those; `addFiles` does it
  /// for everyone else.
  public var takesFiles = false

  /// Nothing fits.
  public init() {}

  init(_ candidates: [Candidate]) { self.candidates = candidates }

  /// Only candidates that begin as the word does, each behind what is kept of it.
  public init(_ choices: [Candidate], for word: String, keeping kept: String = "") {
    self.kept = kept
    candidates = choices.compactMap { choice in
      guard (kept + choice.text).hasPrefix(word) else { return nil }
      var candidate = choice
      candidate.text = kept + choice.text
      return candidate
    }
  }

  /// The completion of the last part of a word: everything before it is kept.
  func keeping(_ start: String) -> Completion {
    var moved = self
    moved.kept = start + kept
    for index in moved.candidates.indices {
      moved.candidates[index].text = start + moved.candidates[index].text
    }
    return moved
  }

  /// Adds the files and directories that the word may mean; `~/` is the home directory.
  public mutating func addFiles(for word: String, _ environment: Environment) {
    guard takesFiles, word.hasPrefix(kept) else { return }
    let (typed, name) = Completion.split(String(word.dropFirst(kept.count)))
    var directory = typed.isEmpty ? "." : typed
    if directory.hasPrefix("~/"), let home = environment.nonEmpty("HOME") {
      directory = home + directory.dropFirst()
    }
    let names = ((try? Files.list(directory)) ?? []).sorted()
    for found in names where found.hasPrefix(name) && found.hasPrefix(".") == name.hasPrefix(".") {
      let isDirectory = Files.isDirectory("\(directory)/\(found)")
      let text = kept + typed + found + (isDirectory ? "/" : "")
      candidates.append(Candidate(kind: .file, text: text, description: "", endsWord: !isDirectory))
    }
  }

  /// The path up to its last slash, and what follows.
  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }
}
