import Catalog

extension Topic {
  static let output = Topic(
    "output", "What answers look like, and how to choose fields and records",
    text: """
      The answer goes to standard output and nothing else does: progress, notes and errors go to standard error. A list \
      is a table on a terminal and JSON elsewhere, so that scripts read the records as the service sent them.
      """,
    examples: [
      .example("Two columns as CSV", "sp prompts list --fields id,title -o csv"),
      .example("The three dearest", "sp prompts list --sort -price --limit 3 -o table"),
      .example("Sum the prices", "sp prompts list --all | jq 'map(.price) | add'"),
      .example("Every line that mentions mail", "sp prompts list | grep -i mail"),
    ],
    sections: [
      .section(
        "Forms", "-o, --output chooses one; sp config set output FORM keeps the choice.",
        [
          .entry(
            "table",
            "Columns as wide as the terminal; what does not fit is cut, ids are not. With --expanded every field of a record has a line."
          ),
          .entry("json", "One array, a record a line; also across pages. --json is the same."),
          .entry("jsonl", "A record a line as it comes, without an array around."),
          .entry("csv, tsv", "A header and a row a record; lists inside are joined by commas."),
          .entry("yaml", "For reading and for files of settings."),
          .entry("svg, html", "A picture of the series, of commands that have --chart."),
        ]),
      .section(
        "Choosing", "",
        [
          .entry("--fields id,user.name", "Only these fields, in this order; a dot goes inside."),
          .entry("--where 'price < 20'", "Only records for which a SQL expression holds."),
          .entry("--sort -price", "In this order; a minus sign turns it round."),
          .entry("--limit N, --all", "So many records (1000 unless said), or every one."),
          .entry("--meta", "An object around the answer, with paging, source and age."),
        ]),
      .section(
        "Promises",
        """
        Records keep the service's fields in the service's order, unknown ones too, and numbers exactly as they were \
        sent. Standard error says when more records exist than were asked for. Errors there are two lines on a \
        terminal, and one JSON object with kind, message and hint elsewhere.
        """),
    ])

  static let exitCodes = Topic(
    "exit-codes", "What a script can learn from the exit code",
    text: "A list without records is an answer: it ends with 0.",
    examples: [
      .example(
        "Tell a missing record from other failures",
        "sp prompts get prompt-99 -q 2>/dev/null || echo \"exit code $?\"")
    ],
    sections: [
      .section("Exit codes", "", ExitCode.allCases.map { .entry(String($0.rawValue), $0.sentence) }),
      .section(
        "What to do about them",
        """
        5 may work later; sp itself tries again first, as far as the service allows. 8 and 10 leave the rest in the \
        queue: sp queue run goes on. 7 tells which part failed, on standard error and for an import in \
        FILE.rejects.csv. Ctrl-C ends sp with 130, or by the signal itself where a shell waits for it.
        """),
    ])
}

extension ExitCode {
  fileprivate var sentence: String { meaning.prefix(1).uppercased() + meaning.dropFirst() + "." }
}
