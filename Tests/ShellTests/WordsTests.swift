import Platform
import Shell
import Testing

/// Words as the shell hands them on: quotes, variables, rows, and what ends a command.
@Suite struct WordsTests {
  struct Line: CustomTestStringConvertible, Sendable {
    let text: String
    let calls: [[String]]
    var testDescription: String { text }

    init(_ text: String, _ calls: [String]...) { (self.text, self.calls) = (text, calls) }
  }

  static let plain: [Line] = [
    Line("say a b", ["say", "a", "b"]),
    Line("  say   a\tb  ", ["say", "a", "b"]),
    Line("sp say a", ["say", "a"]),
    Line(#"say 'a b' "c d""#, ["say", "a b", "c d"]),
    Line(#"say a'b c'"d e"f"#, ["say", "ab cd ef"]),
    Line(#"say '' """#, ["say", "", ""]),
    Line(#"say a\ b \' \" \\ \$x"#, ["say", "a b", "'", "\"", "\\", "$x"]),
    Line(#"say "a\"b" "c\\d" "e\nf" "g\th" "i\jk""#, ["say", "a\"b", "c\\d", "e\nf", "g\th", "i\\jk"]),
    Line(#"say 'a\nb' '$x' '"'"#, ["say", "a\\nb", "$x", "\""]),
    Line("say é 日本 👍🏽", ["say", "é", "日本", "👍🏽"]),
    Line("say a#b # a comment", ["say", "a#b"]),
    Line("# only a comment"),
    Line("say 'a\nb'", ["say", "a\nb"]),
    Line("say a \\\n  b", ["say", "a", "b"]),
    Line("say a\nsay b", ["say", "a"], ["say", "b"]),
    Line("say a; say b;; say c", ["say", "a"], ["say", "b"], ["say", "c"]),
    Line("say http://x/?a=1&b=2", ["say", "http://x/?a=1&b=2"]),
    Line("say 50% a=b e@f @x @@y", ["say", "50%", "a=b", "e@f", "@x", "@@y"]),
    Line("say ~ ~/x '~' a~", ["say", "/home/someone", "/home/someone/x", "~", "a~"]),
    Line("say $ a$ $. 5$", ["say", "$", "a$", "$.", "5$"]),
    Line("say (a) {b} *", ["say", "(a)", "{b}", "*"]),
  ]

  static let joined: [Line] = [
    Line("say a && say b", ["say", "a"], ["say", "b"]),
    Line("fail 1 && say b || say c", ["fail", "1"], ["say", "c"]),
    Line("say a || say b && say c", ["say", "a"], ["say", "c"]),
    Line("say a &&\n\n # why\n say b", ["say", "a"], ["say", "b"]),
    Line("fail 3 || say $?", ["fail", "3"], ["say", "3"]),
    Line("3 say a", ["say", "a"], ["say", "a"], ["say", "a"]),
    Line("repeat 2 say a", ["say", "a"], ["say", "a"]),
    Line("time say a", ["say", "a"]),
  ]

  static let values: [Line] = [
    Line("set x='a b'; say $x ${x}c \"$x\" '$x'", ["say", "a b", "a bc", "a b", "$x"]),
    Line("set x=1 y=$x; say $x$y x$x.csv", ["say", "11", "x1.csv"]),
    Line("set x=a; set x=b; say $x", ["say", "b"]),
    Line("let x = 'a b'; set y = $x z=1; say $y$z", ["say", "a b1"]),
    Line(
      "let p = (things record); set q = $(things record) r=$(things record); say $p.id $q.id $r.id",
      ["things", "record"], ["things", "record"], ["things", "record"],
      ["say", "thing-7", "thing-7", "thing-7"]),
    Line(
      "set p=(things record); say $p.id ${p.tags.1} $p.owner.name $p.tags",
      ["things", "record"], ["say", "thing-7", "b", "Ann", #"["a","b"]"#]),
    Line("set p=(things record); set q=$p; say $q.id", ["things", "record"], ["say", "thing-7"]),
    Line("set x=old; set x=(fail 4) || say $x", ["fail", "4"], ["say", "old"]),
    Line("say $1 $2 $# \"$@\"", ["say", "one", "two words", "2", "one two words"]),
    Line("say $@", ["say", "one", "two words"]),
    Line("say $given", ["say", "from outside"]),
  ]

  static let rows: [Line] = [
    Line("things list; things get @2", ["things", "list"], ["things", "get", "thing-2"]),
    Line("things list; things get @-1 @1", ["things", "list"], ["things", "get", "thing-3", "thing-1"]),
    Line("things list; things get @2..3", ["things", "list"], ["things", "get", "thing-2", "thing-3"]),
    Line(
      "things list; things get @*", ["things", "list"], ["things", "get", "thing-1", "thing-2", "thing-3"]),
    Line(
      "things list; say @1.title @2.size --x=@3 \"@1\" '@1'",
      ["things", "list"], ["say", "Thing 1", "2", "--x=thing-3", "@1", "@1"]),
    Line("things list; say $ROWS", ["things", "list"], ["say", "3"]),
    Line(
      "things list; say @_.total @_ x@_ @_x",
      ["things", "list"], ["say", "7", #"{"count":3,"total":7}"#, "x@_", "@_x"]),
    Line("things list; things none; say @1", ["things", "list"], ["things", "none"], ["say", "thing-1"]),
    Line(
      "things list; each @2..3 say {id} {title}-{size} {}",
      ["things", "list"], ["say", "thing-2", "Thing 2-2", "thing-2"],
      ["say", "thing-3", "Thing 3-3", "thing-3"]),
    Line("set p=(things record); each $p.tags say {}", ["things", "record"], ["say", "a"], ["say", "b"]),
    Line("watch -n 0.6 -c 2 say a", ["say", "a"], ["say", "a"]),
    Line("watch -n 0.6 --until \"size = 3\" things list", ["things", "list"]),
    Line("watch -n 0.6 -c 2 --until \"size = 9\" things list", ["things", "list"], ["things", "list"]),
    Line(
      "use things; list; get @1; say x",
      ["things", "list"], ["things", "get", "thing-1"], ["say", "x"]),
  ]

  @Test(arguments: plain + joined + values + rows)
  func wordsReachTheirCommands(_ line: Line) throws {
    let bench = try Bench()
    _ = try bench.run(line.text, ["one", "two words"], set: ["given": "from outside"])
    #expect(bench.calls == line.calls, "\(bench.console.errorText)")
  }

  struct Mistake: CustomTestStringConvertible, Sendable {
    let text: String
    let message: String
    let place: String
    var testDescription: String { text }

    init(_ text: String, _ message: String, at place: String) {
      (self.text, self.message, self.place) = (text, message, place)
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("say a\nsay 'b", "the quote ' is not closed", at: "test.sp:2:5"),
    Mistake("say a\nsay \"b", "the quote \\\" is not closed", at: "test.sp:2:5"),
    Mistake("say a\nsay b |", "a command must follow |", at: "test.sp:2:8"),
    Mistake("say a\n| cat", "a command must stand before '|'", at: "test.sp:2:1"),
    Mistake("say a\n&& say b", "a command must stand before '&'", at: "test.sp:2:1"),
    Mistake("say a\nsay b &&", "a command must follow &&", at: "test.sp:2:9"),
    Mistake("say a\nsay b > ", "the name of a file must follow '>'", at: "test.sp:2:9"),
    Mistake("say a\nsay b 2> x", "only the answer can be sent to a file, not stream 2", at: "test.sp:2:8"),
    Mistake("say a\nsay b > x > y", "the answer goes to one place only", at: "test.sp:2:11"),
    Mistake("say a\nsay b < x", "'<' reads no file here", at: "test.sp:2:7"),
    Mistake("say a\nsay <<E\nx", "'E' does not end the lines of '<<E'", at: "test.sp:2:5"),
    Mistake("say a\nset x=(say", "the parenthesis is not closed", at: "test.sp:2:7"),
    Mistake("say a\nsay b | (cat", "'(' is not closed", at: "test.sp:2:13"),
    Mistake("say a\nsay $nope", "the variable 'nope' is not set", at: "test.sp:2:5"),
    Mistake("say a\nsay x$3", "the variable '3' is not set", at: "test.sp:2:5"),
    Mistake("say a\nsay b > $nope", "the variable 'nope' is not set", at: "test.sp:2:9"),
    Mistake("say a\nthigns list", "there is no command 'thigns'", at: "test.sp:2:1"),
    Mistake("say a\nthings lst", "there is no things command 'lst'", at: "test.sp:2:1"),
    Mistake("say a\nthings get", "sp things get needs <ID>", at: "test.sp:2:1"),
    Mistake("say a\nthings list --nope", "sp things list has no option --nope", at: "test.sp:2:1"),
    Mistake("say a\nwach say b", "there is no command 'wach'", at: "test.sp:2:1"),
    Mistake("say a\nsay \u{0}", "the text holds a NUL byte", at: "test.sp:2:5"),
  ]

  @Test(arguments: mistakes)
  func nothingRunsWhereTheLastLineIsWrong(_ mistake: Mistake) throws {
    let bench = try Bench()
    #expect(try bench.run(mistake.text, ["one"]) == 2)
    #expect(bench.calls == [])
    #expect(bench.console.errorText.contains(mistake.message), "\(bench.console.errorText)")
    #expect(bench.console.errorText.contains(#""place":"\#(mistake.place)""#), "\(bench.console.errorText)")
  }

  static let late: [Mistake] = [
    Mistake("things list\nthings get @4", "the last list has 3 rows, not '@4'", at: "test.sp:2"),
    Mistake("things list\nthings get @0", "the last list has 3 rows, not '@0'", at: "test.sp:2"),
    Mistake("things list\nthings get @3..2", "the last list has 3 rows, not '@3..2'", at: "test.sp:2"),
    Mistake("things list\nthings get @1.nope", "the row '@1.nope' has no 'nope'", at: "test.sp:2"),
    Mistake("say a\nsay @_.total", "there is no list yet that '@_.total' could mean", at: "test.sp:2"),
    Mistake("things list\nsay @_.nope", "the last list tells no 'nope'", at: "test.sp:2"),
    Mistake("things list\neach @_ say {}", "'@_' tells about the last list and is no row", at: "test.sp:2"),
    Mistake("things empty\nsay @1", "the last list has 0 rows, not '@1'", at: "test.sp:2"),
    Mistake("say a\nlet x", "a variable is given as NAME=VALUE, not 'x'", at: "test.sp:2"),
    Mistake("say a\n0 say b", "'0' is how often a command behind it runs", at: "test.sp:2"),
    Mistake("say a\nwatch --until", "watch --until takes a value and a command", at: "test.sp:2"),
    Mistake("say a\nwatch -z 3 say b", "watch has no option -z", at: "test.sp:2"),
    Mistake("say a\ntype", "type takes words", at: "test.sp:2"),
    Mistake("say a\nx maybe", "x is on or off", at: "test.sp:2"),
    Mistake("say a\nchart size", "there is no list yet to draw", at: "test.sp:2"),
    Mistake("things list\nchart", "chart takes a field with numbers", at: "test.sp:2"),
    Mistake("things list\nchart title", "'title' holds no numbers to draw", at: "test.sp:2"),
    Mistake("things list\nchart sise", "no record of the last list has 'sise'", at: "test.sp:2"),
    Mistake("things none\nthings get @1", "there is no list yet that '@1' could mean", at: "test.sp:2"),
    Mistake("set p=(things record)\nsay ${p.nope}", "the variable 'p' has no 'nope'", at: "test.sp:2"),
    Mistake("say a\nset ?=1", "'?' cannot be the name of a variable", at: "test.sp:2"),
    Mistake("say a\nset ROWS=1", "'ROWS' is set by the shell itself", at: "test.sp:2"),
    Mistake("say a\nunset nope", "the variable 'nope' is not set", at: "test.sp:2"),
    Mistake("say a\nwatch --until '=' say b", "watch --until cannot be understood", at: "test.sp:2"),
    Mistake("things list\npivot title", "pivot takes two fields", at: "test.sp:2"),
    Mistake("things list\npivot titel size", "no record of the last list has 'titel'", at: "test.sp:2"),
    Mistake("things list\npivot id title title", "pivot adds up numbers", at: "test.sp:2"),
    Mistake("say a\npivot id title", "there is no list yet to pivot", at: "test.sp:2"),
    Mistake("say a\ntiming maybe", "timing is on, off or auto", at: "test.sp:2"),
    Mistake("say a\nexit soon", "exit takes a number from 0 to 255", at: "test.sp:2"),
    Mistake("say a\nuse nope", "there is no domain 'nope'", at: "test.sp:2"),
    Mistake("say a\nsource nope.sp", "cannot open nope.sp", at: "test.sp:2"),
  ]

  @Test(arguments: late)
  func whatCannotBeForeseenSendsNothingMore(_ mistake: Mistake) throws {
    let bench = try Bench()
    #expect(try bench.run(mistake.text) != 0)
    #expect(bench.calls.count == 1)
    #expect(bench.console.errorText.contains(mistake.message), "\(bench.console.errorText)")
    #expect(bench.console.errorText.contains(#""place":"\#(mistake.place)""#), "\(bench.console.errorText)")
  }

  /// What `--echo` says of a line means the same, typed again.
  @Test(arguments: plain + joined + rows.filter { !$0.text.contains("--x") })
  func whatIsEchoedMeansTheSame(_ line: Line) throws {
    var manner = Shell.Manner()
    manner.echoes = true
    manner.keepsGoing = true
    let first = try Bench(manner)
    _ = try first.run(line.text)
    var said: [String] = []
    for line in first.console.errorText.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("+ ") {
        said.append(String(line.dropFirst(2)))
      } else if !line.hasPrefix(#"{"error""#), !line.hasSuffix("s"), !said.isEmpty, !line.isEmpty {
        said[said.count - 1] += "\n" + line
      }
    }
    let second = try Bench(manner)
    #expect(try second.run(said.joined(separator: "\n")) >= 0)
    #expect(second.calls == first.calls, "\(said)")
  }

  /// The quoting that both languages share means the same to `sh`.
  @Test func quotingIsThatOfTheSystemsShell() throws {
    let atoms = [
      "a", "'b c'", "\"d e\"", "\\ ", "\\'", "\"'\"", "'\"'", "\\\\", "é", "👍🏽", "a#b", "''", "\"\\\\\"",
      "x=1",
    ]
    var lines: [String] = []
    for first in atoms { for second in atoms { lines.append("\(first)\(second) \(second) \(first)") } }
    let script = lines.map { "say \($0)" }.joined(separator: "\n")
    let bench = try Bench()
    #expect(try bench.run(script) == 0)
    let sh = lines.map { "printf '[%s]' \($0); echo" }.joined(separator: "\n")
    let (status, output) = try Subprocess.run(
      ["/bin/sh", "-c", sh], environment: Environment(["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]))
    #expect(status == 0)
    #expect(bench.console.outputText == String(decoding: output, as: UTF8.self))
    #expect(lines.count == 196)
  }
}
