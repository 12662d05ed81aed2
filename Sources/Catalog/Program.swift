import Values

/// How the executable of a plugin carries out a command: what it answers with, and how long it may take.
public struct Program: Sendable {
  /// The form of what it writes to standard output.
  public enum Answer: String, Sendable, CaseIterable {
    /// One JSON value: a record, or an array of records.
    case json
    /// Records, one JSON object a line, shown as they come.
    case jsonl
    /// Text for people, handed on as it is.
    case text
  }

  /// The plugin it belongs to.
  public var plugin: String
  /// The form of its answer.
  public var answer: Answer
  /// What the records of its answer are; nil when nothing is known of them.
  public var resource: Resource?
  /// How long it may take; nil for as long as it likes.
  public var timeout: TimeSpan?
  /// Whether it changes something, so that `--read-only` refuses it.
  public var writes: Bool
  /// Whether it reads standard input, which then follows the call.
  public var readsInput = false
  /// Whether it answers with every record of its resource when nothing is asked of it, so that `sp sync` keeps them.
  public var listsAll = false

  /// Declares how a command is carried out.
  public init(
    plugin: String, answer: Answer, resource: Resource? = nil, timeout: TimeSpan?, writes: Bool = false
  ) {
    self.plugin = plugin
    self.answer = answer
    self.resource = resource
    self.timeout = timeout
    self.writes = writes
  }
}
