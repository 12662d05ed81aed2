import Platform
import Testing

/// In front of a terminal: tables, colours, questions, secrets, Ctrl-C.
@Suite struct TerminalTests {
  private func play(_ sp: Sp, _ script: String) throws { try sp.play(script) }

  @Test func formsAndColours() throws {
    try play(
      Sp(),
      #"""
      assert piped("sandbox", "seed").returncode == 0
      table = done(s("prompts", "list", "--limit", "2", "--no-pager"), 0)
      assert "title" in table.lower() and "Name finder" in table and '{"id"' not in table, table
      assert "\x1b[" in table and "live" in table, table
      assert "\x1b[" not in done(s("prompts", "list", "--no-pager", env={"NO_COLOR": "1"}), 0)
      assert "\x1b[" not in done(s("prompts", "list", "--no-pager", "--no-color"), 0)
      assert "\x1b[" not in done(s("prompts", "list", "--no-pager", env={"TERM": "dumb"}), 0)
      assert "\x1b[3" not in piped("prompts", "list", "-o", "table").stdout
      assert "\x1b[" in subprocess.run(["sp", "prompts", "list", "-o", "table"], capture_output=True, text=True, env={**os.environ, "CLICOLOR_FORCE": "1"}).stdout
      assert '{"id":"prompt-1"' in piped("prompts", "list").stdout
      failed = done(s("prompts", "get", "nope"), 3)
      assert "error:" in failed and "try:" in failed and "sp prompts list" in failed and "{" not in failed, failed
      assert '{"error":{' in done(s("prompts", "get", "nope", "--json"), 3)
      """#)
  }

  @Test func remoteTextCannotDriveTheTerminal() throws {
    let evil = "\\u001b]52;c;aGk=\\u0007\\u001b[2J\\u202Eevil\\u009b31m\\rover"
    let record = #"{"id":"p\#(evil)","title":"\#(evil)","content":"\#(evil)","category":"\#(evil)"}"#
    let peer = Peer { request, _ in
      if request.line.contains("/bad") {
        return .json(400, #"{"success":false,"error":{"code":"\#(evil)","message":"\#(evil)"}}"#)
      }
      return .json(
        200,
        #"{"success":true,"data":\#(request.line.contains("/p") && request.line.contains("/one") ? record : "[\(record)]")}"#
      )
    }
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    try play(
      sp,
      #"""
      def calm(text):
          for bad in ("\x1b]", "\x1b[2J", "\u202e", "\x9b", "\x07", "\rover"): assert bad not in text, repr(text)
          assert "evil" in text, repr(text)
      calm(done(s("prompts", "list", "--no-pager"), 0))
      calm(done(s("prompts", "list", "--no-pager", "-o", "csv"), 0))
      calm(done(s("prompts", "list", "--no-pager", "-o", "json"), 0))
      calm(done(s("prompts", "list", "--no-pager", "-o", "yaml"), 0))
      calm(done(s("prompts", "get", "one", "--no-pager"), 0))
      calm(done(s("prompts", "get", "bad"), 6))
      calm(piped("prompts", "get", "bad").stderr)
      """#)
  }

  @Test func consent() throws {
    try play(
      Sp(),
      #"""
      for title in "abc": assert piped("prompts", "create", "--title", title, "--content", "x").returncode == 0
      def left(): return len(piped("prompts", "list", "-o", "jsonl").stdout.splitlines())
      for answer, status, count in (("n", 130, 3), ("", 130, 3), ("maybe", 130, 3), ("y", 0, 2)):
          child = s("prompts", "delete", "prompt-1")
          child.expect("cannot be undone.*y/N"); child.sendline(answer); done(child, status)
          assert left() == count, answer
      child = s("prompts", "delete", "prompt-2"); child.expect("y/N"); child.sendeof(); done(child, 130)
      assert "nobody is here" in done(s("prompts", "delete", "prompt-2", "--no-input"), 2)
      assert left() == 2
      done(s("prompts", "delete", "prompt-2", "--yes"), 0)
      assert left() == 1
      path = os.environ["SP_HOME"] + "/many.csv"
      open(path, "w").write("title,content\n" + "".join(f"t{n},c\n" for n in range(20)))
      assert piped("prompts", "import", path, "--yes").returncode == 0
      ids = [f"prompt-{n}" for n in range(4, 24)]
      for answer, status, count in (("y", 130, 21), ("19", 130, 21), ("20", 0, 1)):
          child = s("prompts", "delete", *ids); child.expect("and 15 more.*Type 20: "); child.sendline(answer); done(child, status)
          assert left() == count, (answer, left())
      """#)
  }

  @Test func secretsAreNotEchoed() throws {
    try play(
      Sp(),
      #"""
      child = s("auth", "login", "snackprompt")
      child.expect("Credential of SnackPrompt: "); child.waitnoecho(5)
      assert not child.getecho()
      child.sendline("sk_test_canary_1234567890"); text = done(child, 0)
      assert "canary" not in text and "****7890" in text, text
      assert piped("auth", "token", "snackprompt").stdout == "sk_test_canary_1234567890\n"
      shell = pexpect.spawn("bash", ["--norc"], encoding="utf-8", timeout=20)
      shell.sendline("PS1='READY> '; sp auth login snackprompt"); shell.expect("Credential of SnackPrompt: ")
      shell.waitnoecho(5); shell.sendintr(); shell.expect("READY> ")
      shell.sendline("echo status $?; stty -a"); shell.expect("status 130"); shell.expect(r"[ ;]echo[ ;]")
      shell.sendline("exit"); shell.close()
      assert piped("auth", "token", "snackprompt").stdout == "sk_test_canary_1234567890\n"
      """#)
  }

  @Test func controlCEndsWith130AndKeepsWhatWasDone() throws {
    let peer = Peer { _, number in number < 3 ? .json(201, NetworkTests.record) : .stall }
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    try play(
      sp,
      #"""
      for title in "abcd": assert piped("prompts", "create", "--title", title, "--content", "x", "--queue").returncode == 0
      child = s("queue", "run"); time.sleep(1); began = time.time(); child.sendintr(); child.expect_exact("Ctrl-C again stops now"); child.expect(pexpect.EOF)
      assert .9 < time.time() - began < 3, time.time() - began
      child.close(); assert child.signalstatus == signal.SIGINT, (child.exitstatus, child.signalstatus)
      assert "interrupted" in child.before and "sp queue run goes on with the 2 that are left" in child.before, child.before
      states = piped("queue", "list", "--state", "confirmed,unknown,planned", "--fields", "label,state", "--sort", "id", "-o", "csv").stdout
      assert states == "label,state\na,confirmed\nb,confirmed\nc,unknown\nd,planned\n", states
      """#)
  }
}
