import Platform
import Testing

/// What the documents show is what happens.
@Suite struct ReadmeTests {
  /// The blocks marked `console` are one session in a new home: each `$` line writes what is shown under it.
  @Test(arguments: [
    ("README.md", "sp", 20), ("plugins/README.md", "sp-with-bookshelf", 7),
  ]) func sessionIsReal(_ name: String, _ program: String, _ count: Int) throws {
    let steps = try Document(name).steps
    #expect(steps.count >= count)
    let end = "\u{1}"
    let lines = steps.map { "\($0.line)\ns=$?; printf '\(end)'; (exit $s)" }
    let named = "mkdir $HOME/bin; ln -s $(command -v \(program)) $HOME/bin/sp; PATH=$HOME/bin:$PATH"
    let script = ([named] + lines).joined(separator: "\n")
    let written = try Sp().shell(script).output.split(separator: end, omittingEmptySubsequences: false)
    try #require(written.count == steps.count + 1)
    for (step, output) in zip(steps, written) {
      #expect(calm(String(output)) == calm(step.output), "$ \(step.line)")
    }
  }

  /// The files that the guide to plugins shows are those that the program of the test was built from.
  @Test func guideShowsWhatIsBuilt() throws {
    let files = try Document("plugins/README.md").blocks("swift")
    #expect(files.count == 4)
    for file in files {
      let path = String(try #require(file.mark.split(separator: " ").last)).replacing(
        "plugins/Bookshelf", with: "\(Sp.package)/Tests/Fixtures/sp-with-bookshelf")
      #expect(
        String(decoding: try Files.readAll(path, limit: 1 << 20), as: UTF8.self) == file.text, "\(path)")
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
