import Platform
import Testing

extension Sp {
  /// Lets Python play the person: `s(words)` starts `sp` on a terminal, `done(child, status)` ends it; `repl(words)`
  /// starts a session there, `ask(c, line, answer)` types a line, `leave(c)` ends it and looks at the terminal.
  func play(_ script: String) throws {
    let path = "\(home.path)/play.py"
    try Files.writePrivate(Array((Sp.prelude + script).utf8), to: path)
    let outcome = try shell("python3 \(path)")
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  private static let prelude = #"""
    import io, os, pexpect, signal, subprocess, termios, time
    def s(*words, **more):
        env = {**os.environ, "TERM": "xterm-256color", **more.pop("env", {})}
        return pexpect.spawn("sp", list(words), env=env, encoding="utf-8", timeout=20, dimensions=(24, 100), **more)
    def done(child, status):
        child.expect(pexpect.EOF); text = child.before; child.close()
        assert (child.exitstatus if child.signalstatus is None else -child.signalstatus) == status, (child.exitstatus, child.signalstatus, text)
        return text
    def piped(*words): return subprocess.run(["sp", *words], capture_output=True, stdin=subprocess.DEVNULL, text=True)
    P = "sp sandbox> "
    def repl(*words, env={}, prompt=P):
        c = s("-q", *words, env={"INPUTRC": "/dev/null", "NO_COLOR": "1", **env})
        c.delaybeforesend = 0; c.logfile_read = io.StringIO()
        c.expect_exact(prompt); return c
    def ask(c, line, answer="", prompt=P):
        c.send(line + "\r"); c.expect_exact("\r\n")
        if answer: c.expect_exact(answer)
        c.expect_exact(prompt); return c.before
    def calm(c):
        "The terminal is as it was before."
        modes = termios.tcgetattr(c.child_fd); usual = termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN
        assert modes[3] & usual == usual and modes[0] & termios.ICRNL and modes[1] & termios.OPOST, modes
        seen = c.logfile_read.getvalue()
        assert seen.count("\x1b[?2004h") == seen.count("\x1b[?2004l"), "bracketed paste"
        assert seen.rfind("\x1b[?25l") <= seen.rfind("\x1b[?25h"), "cursor"
    def leave(c, status=0):
        c.sendeof(); c.expect(pexpect.EOF); calm(c); c.close()
        assert c.exitstatus == status, (c.exitstatus, c.signalstatus)

    """#
}
