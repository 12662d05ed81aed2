import Testing
import Values

/// Plugins and webhooks on a terminal, as a person has them.
@Suite struct PluginScreenTests {
  /// What a plugin wants is shown and asked; a change asks again.
  @Test func asks() throws {
    try Sp().play(
      Self.making + #"""
        plugin("calm", "echo hi", '"grants":{"services":{"snackprompt":"read"},"tables":["prompts"]},')
        def asked(*words, answer, status, shows=()):
            c = s(*words); c.expect_exact("[y/N] ")
            for text in ("which can do what you can", "ask snackprompt, to read only", "read the table prompts", *shows):
                assert text in c.before, c.before
            c.sendline(answer); done(c, status)
        asked("plugin", "add", folder("calm"), answer="n", status=130, shows=["calm 0: A test"])
        assert piped("calm", "go").returncode == 2
        asked("plugin", "add", folder("calm"), answer="y", status=0)
        assert "hi" in done(s("calm", "go"), 0)
        with open(os.path.join(os.environ["SP_HOME"], "plugins", "calm", "run"), "a") as f: f.write("echo more\n")
        text = done(s("calm", "go"), 4)
        assert "run changed" in text and "sp plugin enable calm" in text and "more" not in text, text
        asked("plugin", "enable", "calm", answer="n", status=130)
        done(s("calm", "go"), 4)
        asked("plugin", "enable", "calm", answer="y", status=0)
        assert "more" in done(s("calm", "go"), 0)
        """#)
  }

  /// Whatever a plugin does, the session goes on and the terminal is as it was.
  @Test(arguments: [
    ("kill -SEGV $$", "ended by signal 11", ""), ("echo '{'", "did not answer with JSON", ""),
    ("sleep 100", "interrupted", "^C"), ("trap '' INT TERM; sleep 100", "interrupted", "^C"),
    ("yes '{\"a\":1}'", "interrupted", "^C"), ("yes >&2", "interrupted", "^C"),
    ("printf '\\033[?1049h\\033[2J' >&2; echo 1", "␛[?1049h␛[2J", ""),
    ("stty raw < /dev/tty; exit 5", "/dev/tty", ""),
    ("sleep 100 & echo 7", "7", ""),
  ])
  func outlives(script: String, answer: String, key: String) throws {
    try Sp().play(
      Self.making + """
        plugin("bad", \(JSON.string(script).text()), answer="\(script.hasPrefix("yes '") ? "jsonl" : "json")")
        piped("plugin", "add", folder("bad"), "--yes")
        c = repl(env={"PAGER": "cat"})
        c.send("bad go --all\\r"); c.expect_exact("\\r\\n")
        if "\(key)": time.sleep(0.5); c.sendintr()
        c.expect_exact("\(answer)"); c.expect_exact(P)
        ask(c, "version", "sp ")
        leave(c)

        """)
  }

  /// A question of a plugin is asked by the host; what is typed without echo is not shown.
  @Test func askedByAPlugin() throws {
    try Sp().play(
      Self.making + #"""
        ask_ = lambda more: "echo '{\"id\":1,\"method\":\"ask\",\"params\":{\"question\":\"Who?\"%s}}' >&3; head -1 <&4" % more
        plugin("asks", ask_(""), answer="text"); plugin("hides", ask_(',\"secret\":true'), answer="text")
        for name, shown in (("asks", True), ("hides", False)):
            piped("plugin", "add", folder(name), "--yes")
            c = s(name, "go"); c.expect_exact(f"[{name}] Who? ")
            while not shown and termios.tcgetattr(c.child_fd)[3] & termios.ECHO: time.sleep(0.01)
            c.sendline("Ada")
            text = done(c, 0)
            assert '"result":"Ada"' in text and text.count("Ada") == (2 if shown else 1), text
        """#)
  }

  /// `sp listen` shows events as they come, and Ctrl-C ends it well; two programs of a name, and words of `sp` itself, are
  /// refused with what to do.
  @Test func listens() throws {
    try Sp().play(
      Self.making + #"""
        piped("sandbox", "seed", "snackprompt")
        c = s("listen", "snackprompt", "--port", "0"); c.expect("Ready: (http://[0-9.:]+) takes /snackprompt")
        assert piped("trigger", "sale.completed").returncode == 0
        c.expect("--> sale.completed .event 1.")
        c.sendintr(); done(c, 0)
        text = done(s("events", "list"), 0)
        assert "sale.completed" in text and "1 event" in text, text
        plugin("prompts", "echo hi"); plugin("twin", "echo hi")
        text = done(s("plugin", "add", folder("prompts")), 2)
        assert "a command of sp" in text, text
        piped("plugin", "add", folder("twin"), "--yes")
        os.environ["SP_PLUGIN_PATH"] = os.environ["SP_HOME"]
        text = done(s("twin", "go"), 2)
        assert "two plugins are called 'twin'" in text and "remove one of them" in text, text
        """#)
  }

  /// Writes plugins whose executables are scripts.
  private static let making = #"""
    def folder(name): return os.path.join(os.environ["SP_HOME"], name)
    def plugin(name, script, more="", answer="text"):
        os.makedirs(folder(name))
        with open(folder(name) + "/plugin.json", "w") as f:
            f.write('{"protocol":1,"name":"%s","summary":"A test","executable":"run",%s"commands":[{"command":"go",'
                    '"summary":"Go","answer":"%s"}]}' % (name, more, answer))
        with open(folder(name) + "/run", "w") as f: f.write("#!/bin/sh\n" + script + "\n")
        os.chmod(folder(name) + "/run", 0o755)

    """#
}
