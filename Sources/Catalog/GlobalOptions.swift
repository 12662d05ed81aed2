/// The options that every command understands, declared in the same words as any other.
public enum GlobalOptions {
  /// A heading of help and the options under it.
  public enum Group: String, Sendable, CaseIterable {
    /// Shaping the answer.
    case output = "Output"
    /// Choosing among the records of a list.
    case list = "Lists"
    /// Where the answer comes from.
    case request = "Requests"
    /// Asking before writing.
    case write = "Writes"
    /// Manners on a terminal.
    case terminal = "General"

    /// The options of the group.
    public var options: [Parameter] {
      switch self {
      case .output: GlobalOptions.output
      case .list: GlobalOptions.list
      case .request: GlobalOptions.request
      case .write: GlobalOptions.write
      case .terminal: GlobalOptions.terminal
      }
    }
  }

  /// All of them.
  public static var all: [Parameter] { Group.allCases.flatMap(\.options) }

  private static let output: [Parameter] = [
    .option(
      "output", "Form of the answer; a table on a terminal, else json", placeholder: "FORM", short: "o",
      allowed: ["table", "json", "jsonl", "csv", "tsv", "yaml", "svg", "html"]),
    .flag("json", "The same as --output json"),
    .option(
      "fields", "Only these fields, such as id,title,user.username", kind: .texts, placeholder: "NAMES"
    ).naming(.field),
    .flag("meta", "Wrap the answer with its paging, source and age"),
    .flag("expanded", "In place of a table, each record of a list as a field a line"),
  ]

  private static let list: [Parameter] = [
    .option("where", "Only records for which this SQL expression holds", placeholder: "SQL").naming(
      .condition),
    .option("sort", "Order by this field; -FIELD for descending", placeholder: "FIELD").naming(.field),
    .option("limit", "At most this many records", kind: .integer, placeholder: "N", default: "1000"),
    .flag("all", "Every record, however many pages it takes"),
  ]

  private static let request: [Parameter] = [
    .flag("offline", "Answer from the cache; never open a connection"),
    .flag("refresh", "Ask the service even if the cache is fresh"),
    .option("max-age", "Accept a cached answer up to this old", kind: .span, placeholder: "SPAN"),
    .flag("no-wait", "Exit 5 instead of waiting for a rate limit"),
  ]

  private static let write: [Parameter] = [
    .flag("dry-run", "Print the exact request and send nothing", short: "n"),
    .flag("yes", "Do not ask", short: "y"),
    .flag("queue", "Put the write into the queue instead of sending it now"),
    .flag("read-only", "Refuse to write, whatever the command or a plugin asks"),
  ]

  private static let terminal: [Parameter] = [
    .option("profile", "Use this profile", placeholder: "NAME").naming(.profile),
    .flag("quiet", "No progress, notes or summaries on standard error", short: "q"),
    .flag("verbose", "Say on standard error what is asked and answered", short: "v"),
    .flag("no-input", "Never ask; fail instead"),
    .option("color", "Colour", placeholder: "WHEN", allowed: ["auto", "always", "never"]),
    .flag("no-color", "The same as --color never"),
    .option("columns", "Width of the terminal", kind: .integer, placeholder: "N"),
    .flag("no-pager", "Do not page long answers"),
    .flag("help", "Show help", short: "h"),
  ]
}
