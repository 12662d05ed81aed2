import Platform
import Testing

/// `sp run`, `sp -c` and `sp < FILE`: lines in one session, from the words to the exit code.
@Suite struct ScriptTests {
  /// A script, what it writes, how it ends, and what it says.
  struct Script: CustomTestStringConvertible, Sendable {
    let lines: String
    let status: Int32
    let output: String
    let error: String
    var testDescription: String { lines }

    init(_ lines: String, _ status: Int32, _ output: String, says error: String = "") {
      (self.lines, self.status, self.output, self.error) = (lines, status, output, error)
    }

    init(_ lines: String, _ output: String, says error: String = "") {
      self.init(lines, 0, output, says: error)
    }
  }

  static let scripts: [Script] = [
    Script("echo a; echo b", "a\nb\n"),
    Script("prompts list --sort id --fields id -o csv | tail -1\necho @2", "prompt-3\nprompt-2\n"),
    Script(
      "prompts list -q > /dev/null; prompts get @3 --fields id,title",
      #"{"id":"prompt-3","title":"c"}"# + "\n"),
    Script("set p=(prompts get prompt-1)\necho $p.title $p.price", "a 1\n"),
    Script("prompts list -q | jq -c 'map(.id)' ; echo $?", #"["prompt-1","prompt-2","prompt-3"]"# + "\n0\n"),
    Script(
      "prompts list -q > /dev/null; each @* prompts get {id} --fields title -o csv | grep -v title",
      "a\nb\nc\n"),
    Script("use prompts\nget prompt-2 --fields title -o csv\nuse /\nuse", "title\nb\n/\n"),
    Script("use prompts/prompt-2\nget --fields title -o csv", "title\nb\n"),
    Script(
      "format csv; prompts get prompt-1 --fields id; prompts get prompt-1 --fields id -o json",
      "id\nprompt-1\n{\"id\":\"prompt-1\"}\n"),
    Script("prompts get nope || echo $?", "3\n", says: "There is no prompt with the id nope"),
    Script("echo a\nprompts get nope\necho b", 3, "a\n", says: #""place":"FILE:2""#),
    Script("prompts get nope | cat\necho b", 3, "", says: #""place":"FILE:1""#),
    Script("echo a\nprompts list --nope", 2, "", says: #""place":"FILE:2:1""#),
    Script("echo a\nprmpts list", 2, "", says: #""hint":"sp prompts""#),
    Script("echo a\necho 'b", 2, "", says: #""place":"FILE:2:6""#),
    Script("echo a\nset x", 2, "a\n", says: "a variable is given as NAME=VALUE"),
    Script("prompts list -q > /dev/null\nprompts delete @99 --yes", 2, "", says: "the last list has 3 rows"),
    Script("prompts delete prompt-1", 2, "", says: "nobody is here to answer"),
    Script(
      "prompts import - --dry-run --fields create <<END\ntitle,content\nT,C\nEND", #"{"create":1}"# + "\n",
      says: "1 to create"),
    Script("time echo a", "a\n", says: "s\n"),
    Script("!exit 7", 7, ""),
    Script("exit 9; echo a", 9, ""),
    Script(
      "help watch",
      "Run a command every 2 seconds, until Ctrl-C, a failure, COUNT times, fewer than ROWS rows, or a record as SQL says.\n\nUsage:\n  watch [-n SECONDS] [-c COUNT] [-m ROWS] [--until SQL] [--force] COMMAND…\n"
    ),
    Script(
      "prompts list -q > /dev/null; format csv; pivot category price; pivot category title price || echo $?",
      "category,1,2,3\n-,1,1,1\ncategory,a,b,c\n-,1,2,3\n"),
    Script(
      "prompts list -q > /dev/null; chart title price; x on; prompts list --limit 2 --fields id,price -o table -q; echo @_.total",
      """
      Price · prompts
      a  █████████████████████████ 1
      b  ██████████████████████████████████████████████████ 2
      c  ███████████████████████████████████████████████████████████████████████████ 3
         0─────────────────────────────────────────────────────────────────────────3
      bars: price
      3 points; lowest 1 (a), highest 3 (c), mean 2
      id     prompt-1
      price  1

      id     prompt-2
      price  2
      3

      """),
    Script(
      "prompts list --limit 1 -q > /dev/null; chart price | tail -1",
      "1 point; lowest 1 (a), highest 1 (a), mean 1\n"),
    Script("quit; echo a", ""),
    Script("quit 4; echo a", 4, ""),
    Script("echo a\nquitt", 2, "", says: #""hint":"quit""#),
    Script("use prompts/prompt-1; type get", "get is sp prompts get: Show a prompt with its content\n"),
    Script("run x.sp", 2, "", says: "a session is running already"),
  ]

  private func seeded() throws -> Sp {
    let sp = try Sp()
    for (index, title) in ["a", "b", "c"].enumerated() {
      let words = ["prompts", "create", "--title", title, "--content", "x", "--price", "\(index + 1)", "-q"]
      try #require(try sp(words).status == 0)
    }
    return sp
  }

  /// The same from a file, through a pipe and with `-c`.
  @Test(arguments: scripts) func runsFromAnywhere(_ script: Script) throws {
    let sp = try seeded()
    let path = "\(sp.home.path)/script.sp"
    try Files.writePrivate(Array(script.lines.utf8), to: path)
    let runs: [(name: String, Sp.Outcome)] = [
      (path, try sp("run", path)), ("standard input", try sp([], input: script.lines)),
      ("standard input", try sp("run", "-", input: script.lines)), ("-c", try sp("-c", script.lines)),
    ]
    for (name, outcome) in runs {
      #expect(outcome.status == script.status, "\(name): \(outcome.error)")
      #expect(outcome.output == script.output, "\(name): \(outcome.error)")
      let error = script.error.replacing("FILE", with: name)
      #expect(
        error.isEmpty ? outcome.error.isEmpty : outcome.error.contains(error), "\(name): \(outcome.error)")
    }
  }

  @Test func takesArgumentsAndOptions() throws {
    let sp = try seeded()
    let path = "\(sp.home.path)/script.sp"
    let program = "#!/usr/bin/env -S sp run\necho $1 $# $v\nprompts get nope\necho end\n"
    try Files.writePrivate(Array(program.utf8), to: path)
    let run = try sp("run", "-k", "-x", "--var", "v=w", path, "--", "-a b", "c")
    #expect(run.status == 3 && run.output == "-a b 2 w\nend\n", "\(run)")
    #expect(run.error.contains("+ prompts get nope\n"))
    let shebang = try sp.shell("chmod 700 \(path); \(path) one 2>/dev/null")
    #expect(shebang.status == 2 && shebang.output == "", "\(shebang)")
    let first = try sp.shell("\(path) one 2>&1")
    #expect(first.output.contains("the variable 'v' is not set"), "\(first)")
    #expect(try sp("-c", "echo $1-$2", "a", "b c").output == "a-b c\n")
    #expect(try sp("-c", "echo a", "-c", "echo b").output == "a\nb\n")
    #expect(try sp("--profile", "nope", "-c", "prompts list").status == 2)
    #expect(try sp("prompts", "get", "@1").error.contains("is a row of the last list"))
    #expect(try sp("run", "\(sp.home.path)/none.sp").error.contains("check the name of the script"))
    #expect(try sp([]).output.contains("Usage:"))
  }

  /// `-n` reads and checks a script, prints it, and runs nothing.
  @Test func aScriptCanBeShownOnly() throws {
    let sp = try seeded()
    let path = "\(sp.home.path)/script.sp"
    try Files.writePrivate(
      Array("# why\nset x=1; prompts delete $x \\\n  --yes\n\nprompts list | cat && echo $1\n".utf8), to: path
    )
    let shown = try sp("run", "-n", path, "one")
    #expect(shown.status == 0 && shown.error.isEmpty, "\(shown)")
    #expect(
      shown.output
        == "\(path):2: set x=1\n\(path):2: prompts delete $x \\\n  --yes\n\(path):5: prompts list | cat && echo $1\n"
    )
    #expect(try sp("prompts", "list", "-o", "jsonl").output.split(separator: "\n").count == 3)
    let wrong = try sp("run", "--dry-run", "-", input: "echo a\nprompts nope\n")
    #expect(
      wrong.status == 2 && wrong.output.isEmpty && wrong.error.contains("standard input:2:1"), "\(wrong)")
  }

  /// Nothing is sent where a later line is wrong: the peer sees no request.
  @Test func nothingIsSentWhereTheLastLineIsWrong() throws {
    let peer = Peer { _, _ in .json(200, #"{"success":true,"data":[]}"#) }
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    for last in ["echo 'x", "prompts nope", "echo $nope", "prompts list |", "echo \u{0}", "prompts get"] {
      let outcome = try sp([], input: "prompts list --refresh\n\(last)\n")
      #expect(outcome.status == 2, "\(last): \(outcome)")
    }
    #expect(peer.requests.isEmpty)
    #expect(try sp([], input: "prompts list --refresh\n").status == 0)
    #expect(peer.requests.count == 1)
  }

  @Test func aFileIsReplacedOnlyOnSuccess() throws {
    let sp = try seeded()
    let file = "\(sp.home.path)/out.json"
    try Files.writePrivate(Array("before".utf8), to: file)
    #expect(try sp("-c", "prompts get nope > \(file)").status == 3)
    #expect(try Files.readAll(file, limit: 100) == Array("before".utf8))
    let old = try #require(Files.status(file)).identity
    #expect(
      try sp("-c", "prompts get prompt-1 --fields id > \(file); prompts get prompt-2 --fields id >> \(file)")
        .status == 0)
    #expect(
      try Files.readAll(file, limit: 100) == Array("{\"id\":\"prompt-1\"}\n{\"id\":\"prompt-2\"}\n".utf8))
    #expect(Files.status(file)?.identity != old)
  }

  @Test func aReaderThatLeavesIsNoFailure() throws {
    let sp = try seeded()
    let outcome = try sp("-c", "prompts list -q | head -1; echo $?")
    #expect(outcome.output.hasSuffix("\n0\n") && outcome.error.isEmpty, "\(outcome)")
    let shell = try sp.shell(
      "set -o pipefail; sp -c 'repeat 9999 echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | head -1")
    #expect(shell.output == "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "\(shell)")
  }

  /// Megabytes of nonsense, and of sense.
  @Test func largeInputIsReadOrRefused() throws {
    let sp = try Sp()
    let nonsense = try sp([], input: String(repeating: "x", count: 10 << 20))
    #expect(nonsense.status == 2 && nonsense.error.utf8.count < 2000)
    let lines = try sp(
      [], input: String(repeating: "echo \(String(repeating: "y", count: 1000))\n", count: 10_000))
    #expect(lines.status == 0 && lines.output.utf8.count == 10_010_000)
  }
}
