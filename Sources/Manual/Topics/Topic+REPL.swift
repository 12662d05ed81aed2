extension Topic {
  /// The session of `sp` without words; `commands` are those of its own.
  public static func repl(_ commands: [Entry]) -> Topic {
    Topic(
      "repl", "Type commands in one session, with Tab, history and the rows of the last answer",
      text: """
        sp without words begins a session on a terminal. A line is what would follow sp on a shell's line, and the same \
        lines in a file are a script: sp run FILE, or sp < FILE.
        """,
      examples: [
        .example("Two lines, the second about the first's rows", "sp -c 'prompts list; prompts get @1'"),
        .example("Ask the system's shell too", "sp -c 'prompts list | jq length; ! date'"),
        .example("A file of lines", "printf 'use prompts\\nlist --limit 3\\n' > top.sp; sp run top.sp"),
      ],
      sections: [
        .section(
          "Lines", "",
          [
            .entry("a ; b", "One after the other."),
            .entry("a && b, a || b", "The second if the first succeeded, or failed."),
            .entry(
              "a | COMMAND", "Gives the answer to a command of the system's shell, to the end of the line."),
            .entry(
              "a > FILE, a >> FILE", "Keeps the answer in a file, which stays as it was if the command fails."
            ),
            .entry(
              "once FILE; a",
              "The same for the next answer alone; output FILE for all that follow, tee FILE too."),
            .entry("a &", "Runs it while the session goes on; jobs lists it."),
            .entry("! COMMAND", "Runs a command of the system's shell."),
            .entry("# text", "A comment."),
            .entry("'text', \"text $NAME\"", "A word as it is, and one with variables put in."),
            .entry("\\", "At the end of a line: it goes on with the next; an open quote does too."),
            .entry("a <<END", "Gives the lines up to END to the command as standard input."),
            .entry("5 a", "Runs it five times."),
          ]),
        .section(
          "Variables",
          "A value is never split into words. One that is not set is refused before anything runs.",
          [
            .entry("$x, ${x}", "What set gave it; !COMMAND sees it as SP_VAR_x."),
            .entry("$x.title", "A part of it, where set x=(prompts get prompt-1) keeps an answer."),
            .entry("$1, $@, $#", "The arguments of a script or an alias, all of them, their number."),
            .entry("$?", "The status of the last command."),
            .entry("$_, $ROWS, $ERROR", "The last list, how many rows it has, what the last failure said."),
          ]),
        .section(
          "Rows of the last answer", "",
          [
            .entry("@3", "The id of row 3; @-1 is the last."),
            .entry("@3.title", "A field of row 3."),
            .entry("@2..5, @*", "The ids of several rows, or of all."),
            .entry(
              "@_.total", "What is known about the list: how many records there are, its source and age."),
          ]),
        .section("Commands of the session", "Beside every command of sp.", commands),
        .section(
          "Keys", "",
          [
            .entry("Tab", "Completes the word: commands, options, values, and records by id or by title."),
            .entry("Right, End, Alt-F", "Take the faint hint behind the line, or a word of it."),
            .entry("Up, Ctrl-R", "Earlier lines that begin as this one, and a search among all."),
            .entry("Ctrl-X Ctrl-E", "Edits the line in the editor; Alt-Enter begins another below it."),
            .entry(
              "Ctrl-C",
              "Ends the command, or drops the line; an import stops after the request on its way and says how to go on."
            ),
            .entry("Ctrl-Z", "Suspends the session until fg."),
            .entry("Ctrl-D", "Ends the session."),
            .entry(
              "~/.inputrc", "Binds others, in a section '$if sp', as for any program with GNU Readline."),
          ]),
        .section(
          "Files", "",
          [
            .entry("sprc", "Lines that a session begins with, in the directory of the config file."),
            .entry(
              "history",
              "The lines typed before, in the directory of the queue, or SP_HISTFILE. Never one with a secret, nor one that begins with a blank."
            ),
            .entry(
              "config.ini",
              "The settings shell.prompt, shell.hints, shell.timing and shell.ignore-eof, and the aliases."),
          ]),
      ])
  }
}
