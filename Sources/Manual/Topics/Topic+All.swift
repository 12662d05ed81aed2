extension Topic {
  /// Those that `sp help` lists, in its order.
  public static let all = [
    output, exitCodes, queries, offline, importing, queue, profiles, environment, scripts,
  ]

  /// The one of a name.
  public static func named(_ name: String) -> Topic? { all.first { $0.name == name } }
}
