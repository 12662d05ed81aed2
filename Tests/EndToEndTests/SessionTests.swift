import Platform
import Testing

/// The session at the terminal: keys, signals, history, Tab, hints, and a terminal that is left as it was.
@Suite struct SessionTests {
  @Test func linesAreAnswered() throws {
    try Sp().play(
      #"""
      assert piped("sandbox", "seed").returncode == 0
      c = repl()
      table = ask(c, "prompts list --limit 3 --sort id", "prompt-10")
      assert "#  id" in c.logfile_read.getvalue() and "\r\n3  prompt-10" in c.logfile_read.getvalue(), c.logfile_read.getvalue()
      ask(c, "echo @1 @3.id", "\rprompt-012 prompt-10\r\n")
      ask(c, "echo @99", "the last list has 3 rows")
      ask(c, "prompts list | jq length", "30")
      ask(c, "set p=(prompts get @1)"); ask(c, "echo $p.id", "\rprompt-1\r\n")
      ask(c, "let q = $(prompts get nope)", "error: "); assert "{" not in c.before, c.before
      ask(c, "echo $p.id", "\rprompt-1\r\n")
      ask(c, "prompts list --limit 2 --sort id --fields id,price", "2  prompt-1"); ask(c, "echo @_.total @_.count", "\r30 2\r\n")
      ask(c, "x", "x is on"); ask(c, "prompts list --limit 2 --sort id --fields id,price", "@2\r\nid     prompt-1\r\nprice  18\r\n"); ask(c, "x", "x is off")
      ask(c, "chart price", "bars: price"); ask(c, "prompts list --limit 3 --sort id", "prompt-10")
      ask(c, "!echo $((6*7))", "\r42\r\n")
      ask(c, "promts list", "there is no command 'promts'"); assert "try: sp prompts" in c.logfile_read.getvalue()
      ask(c, "echo $?", "\r2\r\n"); ask(c, "sp echo a", "\ra\r\n"); ask(c, "\\history -n 1", "\\history -n 1")
      ask(c, "use prompts", prompt="sp sandbox prompts> ")
      ask(c, "list --limit 1", "prompt-1", prompt="sp sandbox prompts> "); ask(c, "use /")
      ask(c, "shell", "a session is running already"); ask(c, "watch ?", "Run a command every 2 seconds")
      ask(c, "config set output csv"); ask(c, "prompts list --limit 1 --fields id", "\rid\r\n")
      leave(c)
      c = repl("--profile", "sandbox"); c.send("exit 42\r"); c.expect(pexpect.EOF); c.close(); assert c.exitstatus == 42
      """#)
  }

  @Test func keysAndSignals() throws {
    try Sp().play(
      #"""
      c = repl()
      c.send("abc"); c.sendintr(); c.expect_exact("^C"); c.expect_exact(P); ask(c, "echo $?", "\r130\r\n")
      ask(c, "echo one", "\rone\r\n")
      c.send("\x12ech"); time.sleep(.2); c.sendintr(); c.expect_exact(P); ask(c, "echo two", "\rtwo\r\n")
      c.sendintr(); c.expect_exact(P)
      c.send("echo 'a\r"); c.expect_exact("'> "); c.sendintr(); c.expect_exact(P); ask(c, "echo $?", "\r130\r\n")
      c.send("echo <<END\rx\r"); c.expect_exact("END> "); c.expect_exact("END> "); c.sendintr(); c.expect_exact(P)
      c.send("echo \"a\r"); c.expect_exact("\"> "); c.send("b\"\r"); c.expect_exact("\ra\r\nb\r\n"); c.expect_exact(P)
      c.send("echo a \\\r"); c.expect_exact("\\> "); c.send("b\r"); c.expect_exact("\ra b\r\n"); c.expect_exact(P)
      c.send("echo 'a\r"); c.expect_exact("'> "); c.sendeof(); c.expect_exact("it was dropped"); c.expect_exact(P)
      c.send("!sleep 9\r"); time.sleep(.3); began = time.time(); c.sendintr(); c.expect_exact(P)
      assert time.time() - began < .5; ask(c, "echo $?", "\r130\r\n")
      ask(c, "echo é日本x\x7f", "\ré日本\r\n")
      c.setwinsize(30, 50); time.sleep(.1); ask(c, "!stty size", "30 50"); c.send("x" * 120 + "\x15"); ask(c, "echo wide", "\rwide\r\n")
      leave(c)
      c = repl(); c.send("abc"); c.kill(signal.SIGTERM); c.expect(pexpect.EOF); calm(c); c.close(); assert c.signalstatus == signal.SIGTERM
      c = repl(); c.kill(signal.SIGHUP); c.expect(pexpect.EOF); calm(c); c.close(); assert c.signalstatus == signal.SIGHUP
      c = repl(); ask(c, "config set shell.ignore-eof 1"); c.sendeof(); c.expect_exact("exit ends the session"); c.expect_exact(P); leave(c)
      c = repl(env={"TERM": "dumb"}); ask(c, "config unset shell.ignore-eof"); ask(c, "echo dumb", "dumb"); leave(c); assert "\x1b" not in c.logfile_read.getvalue()
      """#)
  }

  @Test func suspendedAndContinued() throws {
    try Sp().play(
      #"""
      env = {**os.environ, "TERM": "xterm", "INPUTRC": "/dev/null", "NO_COLOR": "1", "PS1": "BASH> "}
      b = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], env=env, encoding="utf-8", timeout=20, dimensions=(24, 100))
      b.expect_exact("BASH> "); b.send("sp -q\r"); b.expect_exact(P); b.send("echo abc"); b.expect_exact("abc")
      b.send("\x1a"); b.expect("Stopped"); b.expect_exact("BASH> "); b.send("stty -a\r"); b.expect_exact("BASH> ")
      assert " echo " in b.before and " icanon " in b.before, b.before
      b.send("fg\r"); b.expect_exact("echo abc"); b.send("def\r"); b.expect_exact("\rabcdef\r\n"); b.expect_exact(P)
      b.send("!sleep 9\r"); time.sleep(.3); b.send("\x1a"); b.expect("Stopped"); b.expect_exact("BASH> ")
      b.send("fg\r"); time.sleep(.3); b.sendintr(); b.expect_exact(P); b.sendeof(); b.expect_exact("BASH> ")
      b.send("stty -a\r"); b.expect_exact("BASH> "); assert " echo " in b.before, b.before
      b.send("exit\r"); b.expect(pexpect.EOF)
      """#)
  }

  @Test func pastedLinesRunInOrder() throws {
    let peer = Peer { request, _ in
      request.line.contains("bad")
        ? .json(404, #"{"success":false,"error":{"code":"NOT_FOUND","message":"none"}}"#)
        : .json(200, #"{"success":true,"data":{"id":"p","title":"t"}}"#)
    }
    defer { peer.end() }
    try NetworkTests.home(peer.url).play(
      #"""
      P = "sp live> "
      c = repl(prompt=P)
      c.send("\x1b[200~prompts get one\nprompts get two\x1b[201~\r"); c.expect_exact(P)
      c.send("\x1b[200~prompts get bad\nprompts get three\x1b[201~\r"); c.expect_exact("error:"); c.expect_exact(P)
      ask(c, "prompts get bad; prompts get four", prompt=P); ask(c, "prompts get five; prompts nope", "no prompts command", prompt=P)
      c.send("\x1b[200~echo " + "x" * 100_000 + "\x1b[201~"); c.send("\r"); c.expect_exact("x\r\n", timeout=60); c.expect_exact("x\r\n", timeout=60); c.expect_exact(P)
      leave(c)
      """#)
    let asked = peer.requests.map {
      $0.line.split(separator: " ")[1].split(separator: "/").last.map(String.init)
    }
    #expect(asked == ["one", "two", "bad", "bad", "four"])
  }

  @Test func aSlowAnswerIsCancelled() throws {
    let peer = Peer { _, _ in .stall }
    defer { peer.end() }
    try NetworkTests.home(peer.url).play(
      #"""
      P = "sp live> "
      c = repl(prompt=P); c.send("prompts list\r"); time.sleep(.5); began = time.time(); c.sendintr(); c.expect_exact("interrupted"); c.expect_exact(P)
      assert time.time() - began < .5, time.time() - began
      ask(c, "echo $?", "\r130\r\n", prompt=P); leave(c)
      c = repl(env={"NO_COLOR": ""}, prompt="> "); assert "\x1b[31mlive\x1b[0m" in c.logfile_read.getvalue(); leave(c)
      """#)
  }

  @Test func pagerEditorAndChildren() throws {
    try Sp().play(
      #"""
      assert piped("sandbox", "seed").returncode == 0
      open(os.environ["HOME"] + "/pager", "w").write("#!/bin/sh\necho --B--; cat; echo --B--\n"); os.chmod(os.environ["HOME"] + "/pager", 0o700)
      open(os.environ["HOME"] + "/editor", "w").write("#!/bin/sh\necho echo edited >> $1\n"); os.chmod(os.environ["HOME"] + "/editor", 0o700)
      c = repl(env={"PAGER": os.environ["HOME"] + "/pager", "SP_EDITOR": os.environ["HOME"] + "/editor"})
      ask(c, "prompts list", "--B--"); assert c.logfile_read.getvalue().count("--B--") == 2
      ask(c, "prompts list --limit 2", "prompt-2"); assert c.logfile_read.getvalue().count("--B--") == 2
      ask(c, "pager off"); ask(c, "prompts list"); assert c.logfile_read.getvalue().count("--B--") == 2
      ask(c, "echo first", "\rfirst"); ask(c, "edit", "\rfirst\r\nedited\r\n")
      c.send("echo typed\x18\x05"); c.expect_exact("\ntyped\r\nedited\r\n"); c.expect_exact(P); leave(c)
      c = repl(env={"PAGER": "sh -c 'trap : INT; echo paged; cat > /dev/null; sleep 1; echo left'"})
      c.send("prompts list\r"); c.expect_exact("paged"); time.sleep(.2); c.sendintr(); c.expect_exact("left"); c.expect_exact(P)
      ask(c, "echo alive", "\ralive"); ask(c, "!stty -echo -icanon", ""); ask(c, "echo $?", "\r0\r\n"); leave(c)
      """#)
  }

  @Test func historyIsKeptAndHoldsNoSecret() throws {
    try Sp().play(
      #"""
      home = os.environ["SP_HOME"]
      a = repl(env={"SP_SNACKPROMPT_TOKEN": "tok_from_environment_1"}); b = repl()
      for line in ("echo one", "echo one", " echo blank first", "echo 'two\nlines'", "set token=abcdefgh12", "echo --password=hunter2hunter2",
                   "echo tok_from_environment_1", "echo sk_live_abcdefghij1234", "!echo 'Authorization: Bearer abcdefgh12345'", "auth login snackprompt --token-stdin --profile nope"):
          if "\n" in line: a.send("\x1b[200~" + line + "\x1b[201~\r"); a.expect_exact(P)
          else: ask(a, line)
      ask(b, "echo from b", "\rfrom b"); a.kill(signal.SIGKILL); a.expect(pexpect.EOF); ask(b, "echo last"); leave(b)
      path = home + "/history"; text = open(path).read(); assert oct(os.stat(path).st_mode)[-3:] == "600"
      lines = [line.split("\t", 1)[1] for line in text.splitlines()]
      assert lines == ["echo one", r"echo 'two\nlines'", "echo from b", "echo last"], lines
      c = repl(); ask(c, "history", "echo 'two\r\n   lines'"); c.send("\x1b[A\x1b[A"); c.expect_exact("echo last"); c.send("\r"); c.expect_exact("\rlast\r\n"); c.expect_exact(P)
      c.send("echo f\x1b[A"); c.expect_exact("rom b"); c.send("\r"); c.expect_exact("\rfrom b\r\n"); c.expect_exact(P)
      c.send("\x12two"); c.expect_exact("lines"); c.send("\r"); c.expect_exact("\rtwo\r\nlines\r\n"); c.expect_exact(P)
      d = repl(); ask(d, "echo typed in d"); ask(c, "history typed"); assert "in d" not in c.before, c.before
      ask(c, "history -g typed", "  echo typed in d\r\n"); leave(d)
      ask(c, "history delete 1"); ask(c, "macro both 1-2"); ask(c, "both", "\rtwo\r\nlines\r\nfrom b"); leave(c)
      assert "echo one" not in open(path).read()
      c = repl(env={"SP_HISTFILE": ""}); ask(c, "echo unkept"); leave(c); assert "unkept" not in open(path).read()
      """#)
  }

  @Test func tabNeverAsksAService() throws {
    let peer = Peer { _, _ in
      .json(
        200,
        #"{"success":true,"data":[{"id":"p-alpha","title":"A book of names"},{"id":"p-alps","title":"Été"},{"id":"q","title":"It's \"q\""},{"id":"t-1","title":"First tale"},{"id":"u-2","title":"Second tale"}]}"#
      )
    }
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    try #require(try sp("prompts", "list").status == 0)
    let before = peer.requests.count
    try sp.play(
      #"""
      P = "sp live> "
      c = repl(prompt=P)
      c.send("promp\t"); c.expect_exact("ts "); c.send("ge\t"); c.expect_exact("get "); c.send("p-a\t"); c.expect_exact("lp"); c.send("\t\t"); c.expect_exact("A book of names"); c.expect_exact("get p-alp"); c.send("h\t"); c.expect_exact("a "); c.send("\x15")
      c.send("prompts get boo\t"); c.expect_exact("p-alpha "); c.send("\x15")
      c.send("prompts get tale\t\t"); c.expect_exact("u-2"); c.expect_exact("prompts get tale"); c.send("\x15")
      c.send("prompts list --out\t"); c.expect_exact("put"); c.send(" js\t"); c.expect_exact("on"); c.send("\x15")
      c.send("wat\t"); c.expect_exact("ch "); c.send("bund\t"); c.expect_exact("les "); c.send("\x15")
      c.send("set title=x\r"); c.expect_exact(P); c.send("echo $ti\t"); c.expect_exact("tle "); c.send("\x15")
      open(os.environ["HOME"] + "/a file.sp", "w").write("echo sourced\n")
      c.send("source ~/a\t"); c.expect_exact("file.sp"); c.send("\r"); c.expect_exact("\rsourced\r\n"); c.expect_exact(P)
      for _ in range(50): c.send("prompts get \t\t\x15")
      c.send("\x15"); time.sleep(.5); leave(c)
      """#)
    #expect(peer.requests.count == before)
  }

  @Test func hintsAreFaintAndLeaveNoTrace() throws {
    try Sp().play(
      #"""
      faint = lambda text: "\x1b7\x1b[0K\x1b[2m" + text + "\x1b[22m\x1b8"
      c = repl(env={"NO_COLOR": ""}, prompt="> "); ask(c, "echo first line", "\rfirst line", prompt="> ")
      c.send("ech"); c.expect_exact(faint("o first line")); c.send("\x1b[C\r"); c.expect_exact("\rfirst line\r\n"); c.expect_exact("> ")
      c.send("ech"); c.expect_exact(faint("o first line")); c.send("\x1bf\r"); c.expect_exact("> "); assert "first" not in c.before.split("\r\n", 1)[1], c.before
      c.send("ech"); c.expect_exact(faint("o")) ; c.send("\x15"); c.send("prompts get "); c.expect_exact(faint("<prompt-id>...").replace("...", "")) ; c.send("\x15")
      c.send("echo fi"); c.expect_exact(faint("rst line")); c.send("\x01\x0b"); c.send("\r"); c.expect_exact("> "); leave(c)
      for env in ({"NO_COLOR": "1"}, {"TERM": "dumb", "NO_COLOR": ""}, {"SP_ACCESSIBLE": "1", "NO_COLOR": ""}):
          c = repl(env=env, prompt="> "); c.send("ech"); time.sleep(.3); c.send("\x15\r"); c.expect_exact("> "); leave(c)
          assert "\x1b[2m" not in c.logfile_read.getvalue() or env.get("NO_COLOR") == "", env
          assert "first" not in c.logfile_read.getvalue(), env
      """#)
  }

  @Test func firstLinesJobsWatchAndConsent() throws {
    try Sp().play(
      #"""
      home = os.environ["SP_HOME"]
      open(home + "/sprc", "w").write("set greeting=hello\necho '\n")
      c = repl(); assert "sprc:2:6" in c.logfile_read.getvalue(), c.logfile_read.getvalue(); leave(c)
      open(home + "/sprc", "w").write("set greeting=hello\necho from rc\n")
      c = repl(); assert "from rc" in c.logfile_read.getvalue(); ask(c, "echo $greeting", "\rhello\r\n"); leave(c)
      c = repl("--no-rc"); assert "from rc" not in c.logfile_read.getvalue(); ask(c, "echo $greeting", "is not set")
      for title in "abc": ask(c, f"prompts create --title {title} --content x --queue")
      c.send("queue run &\r"); c.expect_exact("[1] "); c.send("echo ty"); c.expect_exact("3 written"); c.expect_exact("done: queue run"); c.send("ped\r"); c.expect_exact("\rtyped\r\n"); c.expect_exact(P)
      ask(c, "echo a &", "only a command of sp alone")
      c.send("watch -n 0.6 config path\r"); c.expect_exact("#2"); c.sendintr(); c.expect_exact(P); ask(c, "echo $?", "\r0\r\n")
      ask(c, "watch prompts delete prompt-1 --yes", "writes each time")
      ask(c, "prompts list --sort id", "prompt-3")
      for answer in ("n\r", "\r", "\x03", "\x04"):
          c.send("prompts delete @1\r"); c.expect_exact("→ prompts delete prompt-1"); c.expect("y/N"); c.send(answer); c.expect_exact(P)
      ask(c, "prompts list -o csv --fields id | tail -1", "prompt-3")
      c.send("prompts delete @1\r"); c.expect("y/N"); c.send("y\r"); c.expect_exact(P); ask(c, "prompts get prompt-1", "There is no prompt")
      leave(c)
      """#)
  }
}
