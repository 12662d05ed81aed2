import Manual
import Shell

/// What `sp help` explains besides commands.
enum Topics {
  static let all = Topic.all(
    session: ShellManual.commands.map { .entry($0.synopsis, "\($0.summary).") })

  /// The one of a name.
  static func named(_ name: String) -> Topic? { all.first { $0.name == name } }
}
