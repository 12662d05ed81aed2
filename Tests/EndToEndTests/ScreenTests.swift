import Platform
import Testing

/// What a person sees of a session on a real screen, and a terminal that is left as it was whatever happens.
@Suite struct ScreenTests {
  /// A screen of tmux: `keys` types, `see` waits until a text is there, `screen` is what is shown.
  private static let tmux = #"""
    import shlex, shutil
    class Screen:
        def __init__(self, command, width=60, height=12):
            self.socket = os.environ["SP_HOME"] + "/t"
            self("new-session", "-d", "-x", str(width), "-y", str(height), command)
        def __call__(self, *words):
            done = subprocess.run(["tmux", "-u", "-S", self.socket, "-f", "/dev/null", *words], capture_output=True, text=True)
            assert done.returncode == 0, (words, done.stderr); return done.stdout
        def keys(self, *names): self("send-keys", *names)
        def type(self, text): self("send-keys", "-l", text)
        def screen(self, *options): return self("capture-pane", "-p", *options)
        def see(self, text, *options, absent=False):
            for _ in range(400):
                seen = self.screen(*options)
                if (text in seen) != absent: return seen
                time.sleep(.05)
            raise AssertionError((text, seen))
    ENV = "env -u NO_COLOR TERM=screen-256color INPUTRC=/dev/null sp -q"

    """#

  @Test func hintsAreSeenFaintAndGoAway() throws {
    try Sp().play(
      Self.tmux + #"""
        t = Screen(ENV)
        t.see("sp sandbox>"); t.type("echo first line"); t.keys("Enter"); t.see("\nfirst line\n")
        t.type("ech"); t.see("ech\x1b[2mo first line", "-e")
        x = t("display-message", "-p", "#{cursor_x}").strip(); assert x == str(len("sp sandbox> ech")), x
        t.keys("Right"); t.keys("Enter"); t.see("first line\nsp sandbox> echo first line\nfirst line\nsp sandbox>")
        t.type("ech"); t.see("ech\x1b[2mo first line", "-e"); t.keys("Enter"); t.see("no command 'ech'")
        seen = t.screen(); assert "sp sandbox> ech\n" in seen, seen
        t.type("prompts get "); t.see("get \x1b[2m<prompt-id>", "-e"); t.keys("C-u")
        t("resize-window", "-x", "20", "-y", "12"); t.type("prompts get "); time.sleep(.3)
        assert "\x1b[2m<prompt-id>" not in t.screen("-e"), t.screen("-e")
        t.keys("C-c"); t.keys("C-d")
        subprocess.run(["tmux", "-S", t.socket, "kill-server"], capture_output=True)
        """#)
  }

  /// How a session ends or is disturbed, in the shell that started it.
  static let ends: [String: String] = [
    "left": #"sp_begins(); b.send("\x04")"#,
    "killed by SIGTERM while a line is typed":
      #"sp_begins(); b.send("abc"); b.expect_exact("abc"); kill(signal.SIGTERM)"#,
    "killed by SIGHUP": "sp_begins(); kill(signal.SIGHUP)",
    "killed by SIGTERM while a command runs":
      #"sp_begins(); b.send("!sleep 9\r"); time.sleep(.3); kill(signal.SIGTERM)"#,
    "resized":
      #"sp_begins(); b.setwinsize(40, 31); b.send("echo " + "x" * 100); b.setwinsize(10, 120); b.send("\r"); b.expect("\rx{100}\r\n"); b.expect_exact(P); b.send("\x04")"#,
    "pasted into":
      #"sp_begins(); b.send("\x1b[200~echo one\necho two\x1b[201~\r"); b.expect_exact("\rone\r\ntwo\r\n"); b.expect_exact(P); b.send("\x04")"#,
    "interrupted while searching":
      #"sp_begins(); b.send("\x12xyz"); time.sleep(.2); b.send("\x03"); b.expect_exact(P); b.send("\x04")"#,
    "a pager that is interrupted":
      #"sp_begins(); b.send("!stty -echo\r"); b.expect_exact(P); b.send("prompts list\r"); b.expect_exact("PAGED"); b.send("\x03"); b.expect_exact(P); b.send("\x04")"#,
    "suspended and continued":
      #"sp_begins(); b.send("echo abc"); b.expect_exact("abc"); b.send("\x1a"); b.expect_exact("Stopped"); b.expect_exact("BASH> "); same(); b.send("fg\r"); b.expect_exact("echo abc"); b.send("def\r"); b.expect_exact("\rabcdef\r\n"); b.expect_exact(P); b.send("!sleep 9\r"); time.sleep(.3); b.send("\x1a"); b.expect_exact("Stopped"); b.expect_exact("BASH> "); same(); b.send("fg\r"); time.sleep(.3); b.send("\x03"); b.expect_exact(P); b.send("\x04")"#,
    "stopped from elsewhere and continued":
      #"sp_begins(); b.send("echo abc"); b.expect_exact("abc"); kill(signal.SIGSTOP); b.expect_exact("Stopped"); b.send("\r"); b.expect_exact("BASH> "); b.expect_exact("BASH> "); same(); b.send("fg\r"); b.expect_exact("echo abc"); time.sleep(.3); b.send("\x02\x02X\r"); b.expect_exact("\raXbc\r\n"); b.expect_exact(P); b.send("\x04")"#,
    "fed ten megabytes":
      #"b.send("head -c 10000000 /dev/zero | tr '\\0' '#' | sp; echo fed $?\r"); b.expect_exact("fed 0")"#,
  ]

  @Test(arguments: ends.keys.sorted()) func theTerminalIsLeftAsItWas(end: String) throws {
    try Sp().play(
      #"""
      assert piped("sandbox", "seed").returncode == 0
      env = {**os.environ, "TERM": "xterm", "INPUTRC": "/dev/null", "NO_COLOR": "1", "PS1": "BASH> ", "PAGER": "sh -c 'echo PAGED; read x </dev/tty'"}
      b = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], env=env, encoding="utf-8", timeout=30, dimensions=(24, 100)); b.delaybeforesend = 0
      b.expect_exact("BASH> "); b.send("bind 'set enable-bracketed-paste off'\r"); b.expect_exact("BASH> ")
      def stty():
          b.send("stty -g\r"); b.expect(r"\r\n([0-9a-f:]{30,})\r\n"); found = b.match.group(1); b.expect_exact("BASH> "); return found
      before = stty()
      def same(): assert stty() == before
      def sp_begins(): b.send("echo $$; exec 3>&1; sp -q\r"); b.expect_exact(P)
      def kill(number):
          children = open(f"/proc/{b.pid}/task/{b.pid}/children").read().split()
          assert len(children) == 1, children; os.kill(int(children[0]), number)
      """# + "\n" + (Self.ends[end] ?? "") + "\n" + #"""
        b.expect_exact("BASH> "); same()
        b.send("exit\r"); b.expect(pexpect.EOF)
        """#)
  }

  @Test func aPagerThatIsInterruptedEndsNoSession() throws {
    try Sp().play(
      #"""
      assert piped("sandbox", "seed").returncode == 0
      c = repl(env={"PAGER": "sh -c 'echo PAGED; read x </dev/tty'"})
      for _ in range(5):
          c.send("prompts list\r"); c.expect_exact("PAGED"); time.sleep(.1); c.sendintr(); c.expect_exact(P)
          ask(c, "echo $?", "\r0\r\n"); ask(c, "echo alive", "\ralive\r\n")
      leave(c)
      c = repl(env={"PAGER": "less", "LESS": ""}); c.send("prompts list\r"); c.expect_exact(":"); c.sendintr(); time.sleep(.3); c.send("q"); c.expect_exact(P); ask(c, "echo alive", "\ralive\r\n"); leave(c)
      """#)
  }

  @Test func oneQuestionForSeveralDeletions() throws {
    try Sp().play(
      #"""
      for title in "abcd": assert piped("prompts", "create", "--title", title, "--content", "x").returncode == 0
      def left(): return len(piped("prompts", "list", "-o", "jsonl").stdout.splitlines())
      c = repl()
      paste = "\x1b[200~prompts delete prompt-1\necho between\nprompts delete prompt-2\nprompts delete -- prompt-3\x1b[201~\r"
      for answer in ("n\r", "\r", "\x03", "\x04"):
          c.send(paste); c.expect_exact("  prompts delete prompt-1\r\n"); c.expect_exact("Run these 3 commands"); c.expect_exact("[y/N]"); c.send(answer); c.expect_exact(P)
          assert left() == 4 and "between" not in c.before, (answer, c.before)
      ask(c, "echo $?", "\r130\r\n")
      c.send(paste); c.expect_exact("[y/N]"); c.send("y\r"); c.expect_exact("\nbetween\r\n"); c.expect_exact(P); assert "y/N" not in c.before, c.before
      assert left() == 1
      c.send("\x1b[200~echo one\nprompts delete prompt-4\x1b[201~\r"); c.expect_exact("Go on? [y/N]"); c.send("n\r"); c.expect_exact(P); leave(c)
      """#)
  }

  /// How the fourth write of an import is late, and what Ctrl-C then does: as in a session, so on its own.
  struct Late: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// How long the answer takes.
    var delay: String
    var keys: Int
    /// Seconds until the command is over.
    var takes: ClosedRange<Double>
    var states: String
  }

  static let late = [
    Late(
      testDescription: "one Ctrl-C, and the answer comes", delay: "3.5s", keys: 1, takes: 0...3,
      states: "confirmed confirmed confirmed confirmed planned planned"),
    Late(
      testDescription: "one Ctrl-C, and the peer stalls", delay: "60s", keys: 1, takes: 0.9...3,
      states: "confirmed confirmed confirmed unknown planned planned"),
    Late(
      testDescription: "two, and the peer stalls", delay: "60s", keys: 2, takes: 0...0.9,
      states: "confirmed confirmed confirmed unknown planned planned"),
  ]

  @Test(arguments: late, [true, false])
  func anImportStopsAfterTheRequestOnItsWay(_ row: Late, isSession: Bool) throws {
    try Sp().play(
      #"""
      delay, keys, least, most, states, session = "\#(row.delay)", \#(row.keys), \#(row.takes.lowerBound), \#(row.takes.upperBound), "\#(row.states)", \#(isSession ? "True" : "False")
      path = os.environ["SP_HOME"] + "/rows.csv"
      open(path, "w").write("title,content\n" + "".join(f"t{n},c\n" for n in range(6)))
      assert piped("sandbox", "fail", "--delay", delay, "--nth", "4", "--method", "POST").returncode == 0
      words = ["prompts", "import", path, "--yes"]
      if session: c = repl(); c.send(" ".join(words) + "\r")
      else: c = s(*words); c.delaybeforesend = 0; c.logfile_read = io.StringIO()
      while piped("queue", "list", "--state", "sent", "-o", "jsonl", "--where", "label = 't3'").stdout == "": time.sleep(.05)
      if delay == "3.5s": time.sleep(2.2)
      began = time.time(); c.sendintr()
      if keys == 2: time.sleep(.1); c.sendintr()
      c.expect_exact("sp queue run goes on with the"); c.expect_exact(P if session else pexpect.EOF) if session else c.expect(pexpect.EOF)
      took = time.time() - began; assert least <= took <= most, took
      if keys == 1 and delay == "60s": assert "finishing the request on its way; Ctrl-C again stops now" in c.logfile_read.getvalue()
      if session: c.sendintr(); c.expect_exact(P); ask(c, "echo alive $?", "\ralive 130\r\n"); leave(c)
      else: c.close(); assert c.signalstatus == signal.SIGINT, (c.exitstatus, c.signalstatus)
      seen = piped("queue", "list", "--state", "confirmed,unknown,planned", "--fields", "state", "--sort", "id", "-o", "csv").stdout.split()[1:]
      assert " ".join(seen) == states, seen
      assert piped("sandbox", "fail", "--clear").returncode == 0
      assert piped("queue", "run").returncode == 0
      assert len(piped("prompts", "list", "-o", "jsonl").stdout.splitlines()) == 6
      """#)
  }

  @Test func aStoredTokenIsNotInTheHistory() throws {
    let sp = try Sp()
    #expect(try sp("auth", "login", "snackprompt", "--token-stdin", input: "plainlooking1").status == 0)
    try sp.play(
      #"""
      path = os.environ["SP_HOME"] + "/history"
      c = repl()
      for line in ("echo kept", "echo plainlooking1", "echo 'plain''looking1'", "echo x-plainlooking1-y"): ask(c, line)
      subprocess.run(["sp", "auth", "login", "shellia", "--token-stdin"], input="another-plain-one", text=True, check=True)
      ask(c, "echo another-plain-one"); ask(c, "macro m 2", "hold a secret"); ask(c, "echo last"); leave(c)
      lines = [line.split("\t", 1)[1] for line in open(path).read().splitlines()]
      assert lines == ["echo kept", "macro m 2", "echo last"], lines
      """#)
  }

  /// A keyring that would have to be decrypted is not looked into: what looks like a random token is not kept.
  @Test func whatLooksLikeATokenIsNotInTheHistoryOfAnEncryptedKeyring() throws {
    let sp = try Sp()
    let config = "keyring.encrypt = gpg:nobody@example.com\n"
    try Files.writePrivate(Array(config.utf8), to: "\(sp.home.path)/config.ini")
    try sp.play(
      #"""
      c = repl()
      kept = ["echo plain words", "echo Report_January-2026_final-version-of-it", "echo 7c9e6679-7425-40de-944b-e07fc1f90ae7",
              "echo https://example.com/a/very/long/path/of-words/that/goes-on", "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
      for line in kept + ["echo Zx81kQp0vR7mTn3LwYb5Hs2D", "set k='9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'"]: ask(c, line)
      leave(c)
      lines = [line.split("\t", 1)[1] for line in open(os.environ["SP_HOME"] + "/history").read().splitlines()]
      assert lines == kept, lines
      """#)
  }

  /// Ten megabytes are taken by the block, where a read for each key would take most of a minute.
  @Test func aLargePasteIsReadWhole() throws {
    try Sp().play(
      #"""
      import select
      c = repl(env={"SP_HISTFILE": ""})
      data = ("\x1b[200~# " + "x" * 10_000_000 + "\necho done\x1b[201~\r").encode(); sent = 0
      os.set_blocking(c.child_fd, False)
      seen = b""
      while b"\rdone\r\n" not in seen[-4096:]:
          readable, writable, _ = select.select([c.child_fd], [c.child_fd] if sent < len(data) else [], [], 60)
          assert readable or writable, "stuck"
          if readable: seen = seen[-4096:] + os.read(c.child_fd, 1 << 16)
          if writable:
              try: sent += os.write(c.child_fd, data[sent:sent + 4096])
              except BlockingIOError: pass
      os.set_blocking(c.child_fd, True); ask(c, "echo still here", "\rstill here\r\n")
      c.sendeof(); c.expect(pexpect.EOF); c.close(); assert c.exitstatus == 0, c.exitstatus
      """#)
  }
}
