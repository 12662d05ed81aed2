import Platform
import Testing

/// What the documents show is what happens.
@Suite struct ReadmeTests {
  /// The blocks marked `console` are one session in a new home: each `$` line writes what is shown under it.
  @Test func sessionIsReal() throws {
    let steps = try Document("README.md").steps
    #expect(steps.count >= 20)
    let end = "\u{1}"
    let script = steps.map { "\($0.line)\ns=$?; printf '\(end)'; (exit $s)" }.joined(separator: "\n")
    let written = try Sp().shell(script).output.split(separator: end, omittingEmptySubsequences: false)
    try #require(written.count == steps.count + 1)
    for (step, output) in zip(steps, written) {
      #expect(calm(String(output)) == calm(step.output), "$ \(step.line)")
    }
  }

  /// What the first command does with `sp` works in a home that knows nothing; the rest of it is the set-up.
  @Test func firstCommandWorks() throws {
    let commands = try Document("README.md").blocks("sh").map(\.text)
    let first = try #require(commands.first)
    let setUp = ".ci/setup && swift build"
    #expect(first.hasPrefix(setUp))
    let line = first.dropFirst(setUp.count).replacing(".build/debug/sp", with: "sp")
    let outcome = try Sp().shell("true\(line)")
    #expect(outcome.status == 0)
    for shown in ["12 written, 0 refused", "prompt-12  Polite refusal", "programming  4"] {
      #expect(outcome.output.contains(shown), "\(outcome.output)")
    }
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
