import Database
import Platform
import Testing

/// bash, zsh and fish complete the words of `sp` alike.
@Suite struct ShellsTests {
  /// What is typed up to the cursor, and what each shell offers for the last word.
  struct Case: Sendable {
    var typed: String
    var offers: [String]
    /// What the line is after Tab on a terminal.
    var becomes: String
    /// fish looks at the beginnings of what is offered alone.
    var isOfferedByFish = true
  }

  static let cases: [Case] = [
    Case(typed: "sp pro", offers: ["prompts", "promotions"], becomes: "sp prom"),
    Case(typed: "sp prompts im", offers: ["import"], becomes: "sp prompts import "),
    Case(typed: "sp config profile ", offers: ["list", "add", "use"], becomes: "sp config profile "),
    Case(typed: "sp nope ", offers: [], becomes: "sp nope "),
    Case(typed: "sp prompts delete x --y", offers: ["--yes"], becomes: "sp prompts delete x --yes "),
    Case(
      typed: "sp prompts update x --no-on", offers: ["--no-on-promotion"],
      becomes: "sp prompts update x --no-on-promotion "),
    Case(typed: "sp prompts list -o y", offers: ["yaml"], becomes: "sp prompts list -o yaml "),
    Case(
      typed: "sp prompts list --output=js", offers: ["--output=json", "--output=jsonl"],
      becomes: "sp prompts list --output=json"),
    Case(
      typed: "sp prompts list --fields id,ti", offers: ["id,title"],
      becomes: "sp prompts list --fields id,title"),
    Case(
      typed: "sp config set snackprompt.url p", offers: ["production"],
      becomes: "sp config set snackprompt.url production "),
    Case(typed: "sp prompts get prompt-25", offers: ["prompt-25"], becomes: "sp prompts get prompt-25 "),
    Case(
      typed: "sp prompts get \"prompt-25", offers: ["prompt-25"], becomes: "sp prompts get \"prompt-25\" "),
    Case(typed: "sp prompts get x:", offers: ["x:y"], becomes: "sp prompts get x:y "),
    Case(typed: "sp prompts get it", offers: ["it's é"], becomes: #"sp prompts get it\'s\ é "#),
    Case(
      typed: "sp prompts get weekl", offers: ["prompt-25"], becomes: "sp prompts get prompt-25 ",
      isOfferedByFish: false),
    Case(
      typed: "sp prompts get the", offers: ["prompt-14", "prompt-11"], becomes: "sp prompts get the",
      isOfferedByFish: false),
    Case(
      typed: "sp prompts list --where pri", offers: ["price"], becomes: "sp prompts list --where price"),
    Case(typed: "sp queue list --sort att", offers: ["attempts"], becomes: "sp queue list --sort attempts "),
    Case(typed: "sp queue list --state rej", offers: ["rejected"], becomes: "sp queue list --state rejected"),
    Case(typed: "sp queue show ", offers: ["1"], becomes: "sp queue show 1 "),
    Case(typed: "sp events show ", offers: ["7"], becomes: "sp events show 7 "),
    Case(typed: "sp events replay ", offers: ["7"], becomes: "sp events replay 7 "),
    Case(typed: "sp events resend ", offers: ["7"], becomes: "sp events resend 7 "),
    Case(
      typed: "sp auth status --fields service,mo", offers: ["service,mode"],
      becomes: "sp auth status --fields service,mode"),
    Case(typed: "sp config list --sort or", offers: ["origin"], becomes: "sp config list --sort origin "),
    Case(typed: "sp sync --where rec", offers: ["records"], becomes: "sp sync --where records"),
    Case(typed: "sp prompts import ta", offers: ["table.csv"], becomes: "sp prompts import table.csv "),
    Case(typed: "sp prompts import di", offers: ["dir/"], becomes: "sp prompts import dir/"),
    Case(
      typed: "sp prompts create --content @ta", offers: ["@table.csv"],
      becomes: "sp prompts create --content @table.csv "),
    Case(
      typed: "sp prompts create --input=ta", offers: ["--input=table.csv"],
      becomes: "sp prompts create --input=table.csv "),
  ]

  static let scripts = ["bash": "sp.bash", "zsh": "_sp", "fish": "sp.fish"]

  @Test(arguments: ["bash -n sp.bash", "zsh -n _sp", "fish -n sp.fish", "shellcheck sp.bash"])
  func isClean(check: String) throws {
    let outcome = try Sp().shell("cd completions && \(check)")
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
  }

  @Test func bashOffers() throws {
    let sp = try home()
    // bash parts words at : and =, too, and readline replaces what follows the last of them.
    let script = #"""
      source "$1"; COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMP_WORDS=() COMPREPLY=()
      line=${2//[:=]/ & }; for word in $line; do COMP_WORDS+=("$word"); done
      [[ $2 == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _sp sp; printf '%s\n' "${COMPREPLY[@]}"
      """#
    for row in Self.cases where !row.typed.contains(where: { "\"'".contains($0) }) && row.becomes != row.typed
    {
      let output = try run(sp, ["bash", "-c", script, "bash", path("bash"), row.typed])
      let kept = row.typed.lastIndex { ":=".contains($0) }.map { row.typed[...$0] } ?? ""
      let word = kept.split(separator: " ").last.map(String.init) ?? ""
      let offers = row.offers.map { offer in
        offer.hasPrefix(word) ? String(offer.dropFirst(word.count)) : offer
      }
      let plain = output.map { $0.replacing("\\", with: "") }
      #expect(plain == offers.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }, "\(row.typed)")
    }
  }

  @Test func fishOffers() throws {
    let sp = try home()
    for row in Self.cases where row.isOfferedByFish {
      let output = try run(
        sp, ["fish", "--no-config", "-c", "source $argv[1]; complete -C$argv[2]", path("fish"), row.typed])
      let offers = output.map { String($0.prefix { $0 != "\t" }).replacing("\\", with: "") }
      #expect(offers == row.offers, "\(row.typed)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func aTabMakesTheLine(shell: String) throws {
    let lines = try lines(Self.cases.map(\.typed), in: shell)
    #expect(lines.count == Self.cases.count)
    for (line, row) in zip(lines, Self.cases) {
      // fish puts a space behind every word that is complete but for a few signs.
      let isLonger = shell == "fish" && line == "<\(row.becomes) >"
      #expect(line == "<\(row.becomes)>" || isLonger, "\(row.typed)")
    }
  }

  /// What further Tabs make of what was typed, where they go through what fits.
  static let cycles: [(shell: String, typed: String, becomes: [String])] = [
    (
      "zsh", "sp prompts get the",
      ["sp prompts get the", "sp prompts get prompt-14", "sp prompts get prompt-11"]
    ),
    ("zsh", "sp pro", ["sp prom", "sp prom", "sp prompts", "sp promotions"]),
    ("bash-menu", "sp prompts get the", ["sp prompts get prompt-14 ", "sp prompts get prompt-11 "]),
    ("bash-menu", "sp prompts get weekl", ["sp prompts get prompt-25 "]),
    ("bash-menu", "sp pro", ["sp prompts ", "sp promotions "]),
    (
      "bash-menu", "sp prompts list --output=js",
      ["sp prompts list --output=json ", "sp prompts list --output=jsonl "]
    ),
  ]

  @Test(arguments: ["zsh", "bash-menu"]) func tabsGoThroughWhatFits(shell: String) throws {
    let rows = Self.cycles.filter { $0.shell == shell }
    let typed = rows.flatMap { row in
      row.becomes.indices.map { row.typed + String(repeating: "\t", count: $0) }
    }
    #expect(try lines(typed, in: shell) == rows.flatMap(\.becomes).map { "<\($0)>" })
  }

  /// What lines become with a Tab behind each, and those in it.
  private func lines(_ typed: [String], in shell: String) throws -> [String] {
    let sp = try home()
    let program = "\(Sp.package)/Tests/EndToEndTests/complete-on-a-terminal"
    let script = path(shell.hasPrefix("bash") ? "bash" : shell)
    return try run(sp, ["python3", program, shell, script] + typed)
  }

  private func path(_ shell: String) -> String { "\(Sp.package)/completions/\(Self.scripts[shell] ?? "")" }

  /// A home with a filled cache, in which two records have ids that shells must quote, and some files.
  private func home() throws -> Sp {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    #expect(try sp("sync", "-q").status == 0)
    #expect(try sp("prompts", "create", "--title", "T", "--content", "c", "--queue").status == 0)
    let cache = try Connection(path: "\(sp.home.path)/cache.db")
    for (id, old) in [("x:y", "prompt-1"), ("it's é", "prompt-2")] {
      try cache.execute("UPDATE snackprompt_prompts SET _id = ? WHERE _id = ?", [.text(id), .text(old)])
    }
    let state = try Connection(path: "\(sp.home.path)/state.db")
    try state.execute(
      """
      INSERT INTO events (event, service, webhook, name, identity, headers, body, verified, received)
      VALUES (7, 'snackprompt', 'snackprompt', 'sale.completed', 'x', '[]', x'7B7D', 1, 0)
      """)
    try Files.makeDirectories("\(sp.home.path)/files/dir")
    try Files.writePrivate([], to: "\(sp.home.path)/files/table.csv")
    return sp
  }

  /// The lines a program writes, run among the files.
  private func run(_ sp: Sp, _ arguments: [String]) throws -> [String] {
    let outcome = try sp.program(["/bin/sh", "-c", #"cd "$HOME/files" && exec "$@""#, "sh"] + arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    return outcome.output.split(separator: "\n").map(String.init)
  }
}
