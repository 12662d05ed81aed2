/// What a user types: a path of words, arguments and options, with the help that explains them.
public struct Command: Sendable {
  /// What carries it out.
  public enum Action: Sendable {
    /// A row of a service's table, and the rows that its switches choose instead.
    case endpoint(service: String, Endpoint, variants: [Endpoint])
    /// The file that a row leads to.
    case downloading(service: String, Plugin, Endpoint)
    /// The change of a number in many records.
    case adjusting(service: String, Plugin, Adjustment)
    /// A talk with a service.
    case conversing(service: String, Plugin, Conversation)
    /// The import of a resource.
    case importing(service: String, Plugin, Resource)
    /// The export of one of these resources.
    case exporting(service: String, Plugin, [Resource])
    /// The executable of a plugin.
    case program(Program)
    /// A command about `sp` itself, found by its path.
    case builtin
  }

  /// The words, such as `["prompts", "list"]`.
  public var path: [String]
  /// One line for people, without a full stop.
  public var summary: String
  /// What else there is to know, in full sentences; may be empty.
  public var detail = ""
  /// The positional arguments, in order.
  public var arguments: [Parameter] = []
  /// Its own options; the global ones come on top.
  public var options: [Parameter] = []
  /// The groups of global options that matter to it, in the order of help.
  public var globals: [GlobalOptions.Group] = [.terminal]
  /// The fields of the answer, where no resource tells them.
  public var fields: [Resource.Field] = []
  /// Command lines worth copying.
  public var examples: [Example] = []
  /// What carries it out.
  public var action: Action

  /// Declares a command.
  public init(
    _ path: String, _ summary: String, detail: String = "", arguments: [Parameter] = [],
    options: [Parameter] = [], globals: [GlobalOptions.Group] = [.terminal], examples: [Example] = [],
    action: Action = .builtin
  ) {
    self.path = path.split(separator: " ").map(String.init)
    self.summary = summary
    self.detail = detail
    self.arguments = arguments
    self.options = options
    self.globals = globals
    self.examples = examples
    self.action = action
  }

  /// The same command, whose answer has these fields.
  public func answering(_ fields: [Resource.Field]) -> Command {
    var made = self
    made.fields = fields
    return made
  }

  /// The same command, whose answer has fields of these names.
  public func answering(_ names: String...) -> Command { answering(names.map { .field($0, .text, "") }) }

  /// The words as typed, without `sp`.
  public var name: String { path.joined(separator: " ") }
}

extension [Command] {
  /// The words that may follow `words`, each once: the summary of the only command it begins, or the words behind it.
  public func next(after words: [String]) -> [(word: String, summary: String)] {
    let deeper = filter { $0.path.count > words.count && $0.path.starts(with: words) }
    var seen: Set<String> = []
    return deeper.map { $0.path[words.count] }.filter { seen.insert($0).inserted }.map { word in
      let path = words + [word]
      let under = deeper.filter { $0.path.starts(with: path) }
      if let own = under.first(where: { $0.path == path }) ?? (under.count == 1 ? under[0] : nil) {
        return (word, own.summary)
      }
      return (word, under.next(after: path).map(\.word).joined(separator: ", "))
    }
  }
}
