import Platform
import Testing

/// Every example in the help of the commands about `sp` itself runs as it stands, with what it speaks of at hand.
@Suite struct HelpExamplesTests {
  /// What examples that begin so need before, and how they end.
  struct Need: Sendable {
    var beginning: String
    /// Lines of the shell.
    var before: String
    var status: Int32 = 0
  }

  /// A command that goes on until it is told to end is given two seconds.
  private static let goesOn: Int32 = 124

  static let needs: [Need] = [
    Need(beginning: "sp config unset", before: "sp config set cache.max-age 5m"),
    Need(beginning: "pass show model", before: "sp config set sandbox.llm.url http://127.0.0.1:9/v1"),
    Need(
      beginning: "sp auth login crealia",
      before: "echo Password-1 | sp auth signup crealia --email me@example.com --name Me"),
    Need(
      beginning: "sp auth logout",
      before: "\(live); echo sk_test_1234567890 | sp auth login snackprompt --profile live"),
    Need(
      beginning: "sp auth token",
      before: "\(live); echo sk_test_1234567890 | sp auth login snackprompt --profile live"),
    Need(beginning: "sp listen --print-secret", before: ":"),
    Need(beginning: "sp listen snackprompt --print-secret", before: ":"),
    Need(beginning: "sp listen", before: ":", status: goesOn),
    Need(beginning: "sp sandbox serve", before: ":", status: goesOn),
    Need(beginning: "sp sandbox seed", before: "sp sandbox reset --yes"),
    Need(beginning: "sp events show", before: event),
    // Nobody listens there: the delivery waits for another try.
    Need(beginning: "sp events replay", before: event, status: 8),
    Need(beginning: "sp trigger sale.completed --to", before: ":", status: 5),
    Need(
      beginning: "sp webhooks verify",
      before: "echo '{}' > body.json; echo hush | sp webhooks secret stripe --stdin",
      status: 6),
    Need(
      beginning: "sp webhooks import",
      before: "printf 'url,events\\nhttps://example.com/hook,sale.completed\\n' > webhooks.csv"),
    Need(
      beginning: "sp plugin add plugins",
      before: "mkdir plugins; ln -s \(Sp.package)/plugins/examples plugins/examples"),
    Need(
      beginning: "sp plugin add openapi.json", before: "sp api spec snackprompt > openapi.json", status: 2),
    Need(beginning: "sp plugin new", before: ":"),
    Need(beginning: "sp plugin link", before: "sp plugin new weather", status: 2),
    Need(beginning: "sp plugin list", before: ":"),
    Need(beginning: "sp plugin verify", before: ":"),
    Need(beginning: "sp plugin enable", before: "\(weather); echo '#' >> weather/weather", status: 2),
    Need(beginning: "sp plugin", before: weather),
    Need(beginning: "sp run report.sp", before: "echo 'echo $1' > report.sp"),
    Need(beginning: "sp queue", before: "sp prompts create --title T --content C --queue"),
  ]

  private static let live = "sp config profile add live --set snackprompt.url=production"
  private static let weather = "sp plugin new weather; sp plugin link ./weather --yes"
  private static let event = """
    sp listen --port 0 --count 1 > /dev/null 2> heard & until grep -q http heard; do sleep 0.05; done
    sp trigger sale.completed; wait
    """

  /// Programs that examples speak of and that may not be installed.
  private static let others = [
    "pass": "echo sk_test_1234567890", "sudo": #"exec "$@" --dry-run"#, "nano": "true",
    "other-program": "cat",
  ]

  @Test func everyExampleRuns() throws {
    let help = try Sp()
    let examples = try commands(help).flatMap { try Self.examples(in: help(["help"] + $0).output) }
    #expect(examples.count > 70)
    for example in examples {
      let need = Self.needs.first { example.hasPrefix($0.beginning) }
      let sp = try Sp()
      try Files.makeDirectories("\(sp.home.path)/bin")
      for (name, line) in Self.others {
        try Files.writePrivate(Array("#!/bin/sh\n\(line)\n".utf8), to: "\(sp.home.path)/bin/\(name)")
      }
      let outcome = try sp.shell(
        """
        cd "$HOME"; chmod 700 bin/*; PATH=$PATH:$HOME/bin; sp sandbox seed -q; sp sync -q > /dev/null
        { \(need?.before ?? ":")
        } > before 2>&1; echo Password-1 > password; cat > line <<'END'
        \(example)
        END
        timeout 2 bash line < \(example.contains("sp auth") ? "password" : "/dev/null")
        """)
      let says = outcome.output
      #expect(outcome.status == need?.status ?? 0, "\(example): \(says)")
      #expect(need == nil || need?.status == 0 || !says.contains("no_"), "\(example): \(says)")
    }
  }

  /// The words of every command about `sp` itself, as help lists them.
  private func commands(_ sp: Sp) throws -> [[String]] {
    let overview = try sp("help").output
    let own = overview.split(separator: "About sp itself:\n").last?.split(separator: "\n\n").first ?? ""
    return try Self.terms(String(own)).flatMap { word -> [[String]] in
      let text = try sp("help", word).output
      guard text.contains("sp \(word) <command>") else { return [[word]] }
      let under = text.split(separator: "Commands:\n").last?.split(separator: "\n\n").first ?? ""
      return Self.terms(String(under)).map { [word] + $0.split(separator: " ").map(String.init) }
    }
  }

  /// What stands on the left of a table, which a wider gap parts from the right.
  private static func terms(_ table: String) -> [String] {
    table.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap {
      $0.dropFirst(2).split(separator: "  ").first.map(String.init)
    }
  }

  private static func examples(in help: String) -> [String] {
    let part = help.split(separator: "Examples:\n").dropFirst().first?.split(separator: "\n\n").first ?? ""
    return part.replacing("\\\n", with: "\\\u{1}").split(separator: "\n").filter { !$0.hasPrefix("  #") }
      .map { String($0.drop { $0 == " " }).replacing("\u{1}", with: "\n") }
  }
}
