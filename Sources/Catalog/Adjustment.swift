/// A change of one number in many records, chosen by what is known of them: `prompts reprice`.
public struct Adjustment: Sendable, Hashable {
  /// The words of its command.
  public var command: [String]
  /// One line for people, without a full stop.
  public var summary: String
  /// The number that is changed.
  public var field: String
  /// The operation whose list says what is known of the records, with their ids; of any domain of the service.
  public var list: String
  /// The operation that changes a record.
  public var update: String
  /// A command line worth copying.
  public var example: Example

  /// Declares an adjustment.
  public init(
    _ command: String, _ summary: String, field: String, list: String, update: String, example: Example
  ) {
    self.command = command.split(separator: " ").map(String.init)
    self.summary = summary
    self.field = field
    self.list = list
    self.update = update
    self.example = example
  }
}

extension Command {
  /// The command of an adjustment.
  init(adjustment: Adjustment, of plugin: Plugin, service: String) {
    self.init(
      adjustment.command.joined(separator: " "), adjustment.summary,
      detail: """
        Shows what would change, asks, and sends the changes through the queue at the service's limits. --where chooses \
        by everything that sp \(adjustment.list.split(separator: ".").joined(separator: " ")) shows.
        """,
      options: [
        .option("where", "Only records for which this SQL expression holds", placeholder: "SQL")
          .naming(.condition),
        .option("by", "Change it by 5%, -10%, +2 or -1", placeholder: "AMOUNT"),
        .option("to", "Set it to this", kind: .number, placeholder: "N"),
        .option(
          "round", "Round the result to a multiple of this", kind: .number, placeholder: "N", default: "0.01"),
        .option("least", "Never below this", kind: .number, placeholder: "N"),
        .option("most", "Never above this", kind: .number, placeholder: "N"),
        .option(
          "within", "Stop after this long (exit 10); sp queue run goes on", kind: .span, placeholder: "SPAN"),
      ],
      globals: [.output, .request, .write, .terminal],
      examples: [adjustment.example],
      action: .adjusting(service: service, plugin, adjustment))
  }
}
