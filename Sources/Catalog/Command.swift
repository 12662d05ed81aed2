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
    /// The export of a resource.
    case exporting(service: String, Plugin, Resource)
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

  /// The words as typed, without `sp`.
  public var name: String { path.joined(separator: " ") }
}
