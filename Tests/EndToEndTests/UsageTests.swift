import Platform
import Testing

/// A wrong command line ends with 2 and says what to type, before anything is sent or asked.
@Suite struct UsageTests {
  static let words: [Refused] = [
    Refused("prompts list --nope", "no option --nope", "sp help prompts list"),
    Refused("prompts list --offlin", "no option --offlin", "did you mean --offline?"),
    Refused("prompts lsit", "no prompts command 'lsit'", "sp prompts list"),
    Refused("prmpts list", "no command 'prmpts'", "sp prompts"),
    Refused("help nope", "no command or topic 'nope'", "sp help"),
    Refused("prompts create --title T --content C --price abc", "takes a number, not 'abc'", "sp help"),
    Refused("prompts create --title T --content C --price -5", "--price is at least 0, not -5", "sp help"),
    Refused("prompts create --title T --content C --price 1e400", "--price is at most 1000000", "sp help"),
    Refused("prompts create --title T --content C --price NaN", "--price takes a number", "sp help"),
    Refused("prompts update p --promotion-percentage 101", "is 0 to 100, not 101", "sp help prompts update"),
    Refused("prompts update p --promotion-end-date soon", "takes a time such as", "sp help prompts update"),
    Refused("prompts update p --on-promotion=maybe", "is true or false, not 'maybe'", "sp help"),
    Refused("prompts update p", "nothing to change", "sp help prompts update"),
    Refused("prompts list --order up", "--order is one of asc, desc, not 'up'", "sp help prompts list"),
    Refused("prompts list -o yml", "-o is one of table, json", "did you mean yaml?"),
    Refused("prompts list --json -o csv", "exclude each other", "leave one out"),
    Refused("prompts list --all --limit 3", "exclude each other", "leave one out"),
    Refused("prompts create --content C", "needs --title", "sp help prompts create"),
    Refused("prompts get", "needs <prompt-id>", "sp help prompts get"),
    Refused("prompts list extra", "does not take 'extra'", "sp help prompts list"),
    Refused("prompts list --limit", "--limit needs a value", "sp help"),
    Refused("prompts list --limit 0", "at least 1, not '0'", "sp help prompts list"),
    Refused("prompts list --limit 1.5", "--limit takes a whole number", "sp help"),
    Refused("prompts list --page 0", "--page is at least 1, not 0", "sp help prompts list"),
    Refused("prompts list --page 1 --limit 101", "100 at most, not 101", "sp help prompts list"),
    Refused("prompts list --max-age 5x", "a length of time such as 20m", "sp help"),
    Refused("prompts list --sort nope", "no prompt has a field 'nope'", "sp help prompts list"),
    Refused("prompts list --sort titel", "no prompt has a field 'titel'", "did you mean title?"),
    Refused("prompts list --where price>", "--where cannot be understood", "sp help prompts list"),
    Refused("prompts list --where nope=1", "names 'nope', which no prompt has", "fields: id, title"),
    Refused("prompts list --where titel='x'", "names 'titel'", "did you mean title?"),
    Refused("prompts list --where 1;drop", "--where cannot be understood", "sp help"),
    Refused("prompts list --where (select(1)from(sqlite_schema))", "--where cannot be understood", "sp help"),
    Refused("prompts list --profile nope", "no profile 'nope'", "sp config profile add nope"),
    Refused("prompts delete p", "asks before it writes", "--yes"),
    Refused("prompts delete p --no-input", "asks before it writes", "--yes"),
    Refused("sandbox reset", "asks before it writes", "--yes"),
    Refused("sql select", "SQL: incomplete input", "sp sql"),
    Refused("sql delete\u{A0}from\u{A0}prompts", "SQL:", "sp sql"),
    Refused("search", "needs <WORDS>", "sp help search"),
    Refused("api GET prompts", "PATH begins with /", "sp help api"),
    Refused("api FETCH /prompts", "<METHOD> is one of GET", ""),
    Refused("api GET /prompts -f x", "-f takes KEY=VALUE", "sp help api"),
    Refused("queue list --state foo", "--state must have elements of planned", "sp help queue list"),
    Refused("queue show x", "<ID> takes a whole number", "sp help queue show"),
    Refused("queue show 77", 3, "77", "sp queue list"),
    Refused("queue run --within 0x", "a length of time", "sp help"),
    Refused("auth login nope", "no service 'nope'", "one of snackprompt"),
    Refused("auth login snackprompt", "the credential is empty", "sp help auth login"),
    Refused("config get outptu", "no setting 'outptu'", "did you mean output?"),
    Refused("config get tls.ca", 3, "tls.ca is not set", "sp config set tls.ca"),
    Refused("config set output xml", "output takes one of table", "did you mean yaml?"),
    Refused("config set timeout abc", "timeout takes a length of time", "sp help config set"),
    Refused("config set snackprompt.token x", "credentials are kept in the keyring", "sp auth login"),
    Refused("config set output json --profile nope", "no profile 'nope'", "sp config profile add nope"),
    Refused("config profile use nope", "no profile 'nope'", "sp config profile add nope"),
    Refused("config unset output", 3, "output is not set"),
    Refused("sandbox fail --status 99", "at least 400", "sp help sandbox fail"),
    Refused("sandbox clock advance x", "a length of time", "sp help sandbox clock advance"),
    Refused("prompts get nope", 3, "no prompt with the id nope", "sp prompts list"),
    Refused("prompts update nope --price 1", 3, "no prompt with the id nope", "sp prompts list"),
    Refused("prompts create --title= --content C", "--title is empty", "sp help prompts create"),
    Refused("bundles list --offline", 9, "in the cache", "sp sync"),
    Refused("bundles get p --offline", 9, "not in the cache", "without --offline"),
  ]

  /// One home for all: what is refused leaves no trace.
  @Test func refused() throws {
    let sp = try Sp()
    #expect(try sp("prompts", "create", "--title", "T", "--content", "C").status == 0)
    let before = try sp("prompts", "list").output
    for row in UsageTests.words { try row.check(sp) }
    #expect(try sp("queue", "list").output == "[]\n")
    #expect(try sp("prompts", "list").output == before)
  }

  @Test func asksForJSONAreHeardAlsoWhenTheRestIsWrong() throws {
    let line = "sp prompts lsit --json; sp -o json prmpts"
    let seen = try Sp().shell("script -qec '\(line)' /dev/null", environment: ["TERM": "xterm"]).output
    #expect(seen.contains(#"{"error":{"kind":"usage""#), "\(seen)")
    #expect(!seen.contains("error: "), "\(seen)")
  }
}
