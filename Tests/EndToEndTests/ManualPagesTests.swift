import Manual
import Platform
import Testing

/// The manual says nothing that a formatter or a shell does not take.
@Suite struct ManualPagesTests {
  @Test func theLinterIsSilent() throws {
    let sp = try Sp()
    // References are looked up where the pages are installed.
    let outcome = try sp.shell(
      """
      for section in 1 5 7; do mkdir -p "$HOME/man/man$section"; cp man/*.$section "$HOME/man/man$section"; done
      makewhatis "$HOME/man" && MANPATH=$HOME/man mandoc -Tlint -Wstyle man/*
      """)
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }

  @Test func everyPageRenders() throws {
    let sp = try Sp()
    let outcome = try sp.shell(
      #"""
      for page in man/*; do
        mandoc -Tutf8 -O width=78 "$page" | sed 's/.\x08//g' >"$HOME/page"
        grep -q '^NAME$' "$HOME/page" || echo "$page does not render"
      done
      """#)
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }

  /// The examples of a topic, one after the other in a home of their own, with what `sp sandbox seed` makes.
  static let topics = Topic.all(session: [])

  @Test(arguments: topics.map(\.name)) func theExamplesRun(topic: String) throws {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    for example in Self.topics.first(where: { $0.name == topic })?.examples ?? [] {
      let outcome = try sp.shell("cd \"$HOME\" && \(example.line)")
      #expect(outcome.status == 0, "\(example.line): \(outcome.output)")
    }
  }

  @Test func aTopicThatIsNotThereSuggestsOne() throws {
    let sp = try Sp()
    try Refused("help exit-code", 2, "no command or topic", "sp help exit-codes").check(sp)
    try Refused("help prompst", 2, "no command or topic", "sp help prompts").check(sp)
    try Refused("help xyzzy", 2, "no command or topic", "lists").check(sp)
  }
}
