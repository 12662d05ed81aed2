import Platform
import Testing

/// What the documents show is what happens.
@Suite struct ReadmeTests {
  /// Every `$` line of the blocks marked `console`, in order and in one home, writes what is shown under it.
  @Test func sessionsAreReal() throws {
    let sp = try Sp()
    let steps = try Document("README.md").steps
    #expect(steps.count >= 12)
    for step in steps {
      let outcome = try sp.shell(step.line)
      #expect(calm(outcome.output) == calm(step.output), "$ \(step.line)")
    }
  }

  /// What the first command does with `sp` works in a home that knows nothing.
  @Test func firstCommandWorks() throws {
    let commands = try Document("README.md").blocks("sh").map(\.text)
    #expect(commands.count >= 2)
    let first = try #require(commands.first)
    #expect(first.contains(".ci/setup && swift build && "))
    let lines = first.split(separator: "&& ").filter { $0.hasPrefix(".build/debug/sp ") }
    #expect(lines.count >= 3)
    let sp = try Sp()
    for line in lines {
      let outcome = try sp.shell(String(line.drop { $0 != " " }.replacing("\\\n", with: "")).asCommand)
      #expect(outcome.status == 0, "\(line)\(outcome.output)")
      #expect(!outcome.output.isEmpty)
    }
    #expect(try sp("prompts", "list", "-q").output.split(separator: "\n").count == 14)
    #expect(commands[1].hasPrefix(".ci/setup --tests && swift test"))
  }

  /// Every file that a document links to is there.
  @Test(arguments: ["README.md", "plugins/README.md"]) func linksLead(_ name: String) throws {
    let folder = Files.split("\(Sp.package)/\(name)").directory
    let links = try Document(name).links.filter { !$0.contains("://") }
    for link in links { #expect(Files.exists("\(folder)/\(link)"), "\(name) links to \(link)") }
  }

  /// How long something took is the one thing that differs from run to run.
  private func calm(_ text: String) -> String {
    text.replacing(/\bin \d+(\.\d+)?(ms|s)\b/, with: "in TIME")
  }
}

extension String {
  /// The words behind `sp` as a line for the shell.
  fileprivate var asCommand: String { "sp" + self }
}
