import Engine
import Platform
import Shell
import Testing

/// Where answers go: files, the system's shell; and what scripts do about failures.
@Suite struct PipelineTests {
  /// A script, with HOME standing for the directory of the test, and the content of `out` afterwards.
  struct Redirection: CustomTestStringConvertible, Sendable {
    let script: String
    let status: Int32
    let content: String?
    var testDescription: String { script }

    init(_ script: String, _ status: Int32, _ content: String?) {
      (self.script, self.status, self.content) = (script, status, content)
    }

    init(_ script: String, _ content: String?) { self.init(script, 0, content) }
  }

  static let redirections: [Redirection] = [
    Redirection("say a > HOME/out", "[a]\n"),
    Redirection("say a >HOME/out", "[a]\n"),
    Redirection("echo $given > HOME/out", "a  b\n"),
    Redirection("fail 4 > HOME/out", 4, "before\n"),
    Redirection("say a >> HOME/out; say b >> HOME/out", "before\n[a]\n[b]\n"),
    Redirection("say a | cat > HOME/out", "[a]\n"),
    Redirection("say a | sed 's/a/x;y/' | tr x z > HOME/out; say b", "[z;y]\n"),
    Redirection("say a | cat > HOME/out && say b", "[a]\n"),
    Redirection("say 'a;b' | (cat; echo c) > HOME/out", "[a;b]\nc\n"),
    Redirection("say a | cat $(echo HOME/out; :) > HOME/out2 || say b", "before\n"),
    Redirection("say a | sh -c \"cat > HOME/out; exit 7\"", 7, "[a]\n"),
    Redirection("fail 4 | cat > HOME/out", 4, ""),
    Redirection("!echo it > HOME/out", "it\n"),
    Redirection("set v='x y'; !echo \"$SP_VAR_v\" > HOME/out", "x y\n"),
    Redirection("!exit 9", 9, "before\n"),
    Redirection("once HOME/out; say a; say b", "[a]\n"),
    Redirection("once HOME/out\nfail 4 || say b", "before\n"),
    Redirection("once '| cat > HOME/out'; say a; say b", "[a]\n"),
    Redirection("once HOME/out; say a > HOME/other; say b", "[b]\n"),
    Redirection("output HOME/out; say a; say b; output; say c", "[a]\n[b]\n"),
    Redirection("output HOME/out; fail 4 || say b; output -; say c", "[b]\n"),
    Redirection("output HOME/out; each @* say x || 2 say a", "[a]\n[a]\n"),
    Redirection("output '|tr a z >> HOME/out'; say a; say b", "before\n[z]\n[b]\n"),
    Redirection("tee HOME/out; say a; say b > HOME/other; tee; say c", "before\n[a]\n"),
    Redirection("once", 2, "before\n"),
    Redirection("tee a b", 2, "before\n"),
  ]

  static let hereDocuments: [Redirection] = [
    Redirection("read <<E > HOME/out\n$given\n\\$given $\nE\nsay b", "a  b\n$given $\n"),
    Redirection("read <<'E' | cat > HOME/out\n$given\nE", "$given\n"),
    Redirection("read <<-E > HOME/out; say b\n\t\tx\n\tE\nsay c", "x\n"),
  ]

  /// One after another: standard input is the process's.
  @Test(.serialized, arguments: hereDocuments)
  func linesBelowAreStandardInput(_ row: Redirection) throws { try answersGoWhereTheyAreSent(row) }

  @Test(arguments: redirections)
  func answersGoWhereTheyAreSent(_ row: Redirection) throws {
    let bench = try Bench()
    try bench.write("before\n", to: "out")
    let script = row.script.replacing("HOME", with: bench.home.path)
    #expect(try bench.run(script, set: ["given": "a  b"]) == row.status, "\(bench.console.errorText)")
    #expect(bench.file("out") == row.content)
    #expect(try Files.list(bench.home.path).allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test func aScriptStopsAtItsFirstFailure() throws {
    let bench = try Bench()
    #expect(try bench.run("say a\nfail 5\nsay b") == 5)
    #expect(bench.calls == [["say", "a"], ["fail", "5"]])
    #expect(bench.console.errorText.contains(#""place":"test.sp:2""#))
  }

  static let exempt = ["fail 1 || say b\nsay c", "fail 1 && say b\nsay c", "say a | false || say b\nsay c"]

  @Test(arguments: exempt)
  func aFailureThatIsAskedForDoesNotStopIt(_ script: String) throws {
    let bench = try Bench()
    #expect(try bench.run(script) == 0)
    #expect(bench.calls.last == ["say", "c"])
  }

  @Test func itCanGoOnAndTellTheFirstFailure() throws {
    var manner = Shell.Manner()
    manner.keepsGoing = true
    let bench = try Bench(manner)
    #expect(try bench.run("fail 5\nsay a\nfail 6\nsay b") == 5)
    #expect(bench.calls.count == 4)
  }

  @Test func commandsAreEchoedAsTheyRun() throws {
    var manner = Shell.Manner()
    manner.echoes = true
    let bench = try Bench(manner)
    #expect(try bench.run("set x='a b'\nsay $x c\n!true") == 0)
    #expect(bench.console.errorText == "+ say 'a b' c\n+ !true\n")
  }

  @Test func exitEndsWithItsStatus() throws {
    let bench = try Bench()
    #expect(try bench.run("say a; exit 42; say b") == 42)
    #expect(try bench.run("fail 3 || exit") == 3)
    #expect(bench.calls == [["say", "a"], ["fail", "3"]])
  }

  @Test func aliasesAreKeptAndTakeArguments() throws {
    let bench = try Bench()
    #expect(try bench.run("alias hi = say hello\nalias two = 'say $2 $1; say end'\nhi you\ntwo a b") == 0)
    #expect(bench.calls == [["say", "hello", "you"], ["say", "b", "a"], ["say", "end"]])
    #expect(bench.file("config.ini")?.contains("alias.hi = say hello") ?? false)
    #expect(try bench.run("hi again\ntype hi") == 0)
    #expect(bench.calls.last == ["say", "hello", "again"])
    #expect(bench.console.outputText.hasSuffix("hi is an alias: say hello\n"))
    #expect(try bench.run("alias first = say $1 end\nfirst a") == 0)
    #expect(bench.calls.last == ["say", "a", "end"])
    #expect(try bench.run("unalias hi") == 0)
    #expect(try bench.run("hi") == 2)
  }

  static let wrongAliases = [
    ("alias watch = say a", "is a command of the shell already"),
    ("alias things = say a", "is a command of sp already"),
    ("alias 'a b' = say a", "cannot be the name of an alias"), ("alias x = say 'a", "is not closed"),
    ("alias a = b; alias b = a; a", "the alias goes in a circle: a → b → a"),
    ("alias a =", "needs a command"),
  ]

  @Test(arguments: wrongAliases)
  func anAliasHidesNothing(_ script: String, _ message: String) throws {
    let bench = try Bench()
    #expect(try bench.run(script) == 2)
    #expect(bench.console.errorText.contains(message), "\(bench.console.errorText)")
    #expect(bench.calls == [])
  }

  @Test func otherLineEndsAndMarksAreRead() throws {
    let bench = try Bench()
    try bench.write("\u{FEFF}#!/usr/bin/env -S sp run\r\nsay a\r\nsay 'b\r\nc'\r\n", to: "crlf.sp")
    let text = try Shell.text(of: "\(bench.home.path)/crlf.sp")
    #expect(try bench.run(text) == 0)
    #expect(bench.calls == [["say", "a"], ["say", "b\nc"]])
  }

  @Test func sourceRunsInTheSameSession() throws {
    let bench = try Bench()
    try bench.write("set x=inner\nsay $1", to: "inner.sp")
    #expect(try bench.run("source \(bench.home.path)/inner.sp arg\nsay $x") == 0)
    #expect(bench.calls == [["say", "arg"], ["say", "inner"]])
    try bench.write("source \(bench.home.path)/loop.sp", to: "loop.sp")
    #expect(try bench.run("source \(bench.home.path)/loop.sp") == 2)
    #expect(bench.console.errorText.contains("deeper than 25"))
  }

  @Test func watchStopsAtItsCount() throws {
    let bench = try Bench()
    #expect(try bench.run("watch -n 0.1 -c 2 say a") == 0)
    #expect(bench.calls == [["say", "a"], ["say", "a"]])
    #expect(
      bench.console.outputText.contains("Every 0.6s · say a · ") && bench.console.outputText.contains("#2"))
    #expect(bench.console.errorText.contains("every 0.6s"))
    #expect(try bench.run("watch -c 5 fail 4") == 4)
  }

  /// What the shell calls its own commands is what `sp` calls none of its own.
  @Test func theTablesTell() {
    #expect(Set(ShellManual.words).count == ShellManual.words.count)
    #expect(ShellManual.commands.allSatisfy { !$0.summary.isEmpty && !$0.summary.hasSuffix(".") })
  }
}
