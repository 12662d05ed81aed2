import Platform
import Testing
import Values

/// A service that is added as plugins/README.md says has every command that others have, and lacks nothing.
@Suite struct AddServiceTests {
  /// A line in a home that has two books, and what it writes.
  static let lines: [(line: String, output: String)] = [
    ("sp books list --offline --min-pages 200 --fields title -o csv", "title\nMiddlemarch\n"),
    ("sp books get book-2 --offline --fields author -o csv", "author\nVladimir Nabokov\n"),
    ("sp books export -o csv -q | sp books import - -o jsonl -q | jq -c '[.unchanged, .create]'", "[2,0]\n"),
    ("sp books export -o jsonl | jq -r .title", "Middlemarch\nPnin\n"),
    ("sp search nabo -o jsonl | jq -r .id", "book-2\n"),
    ("sp sql 'select count(*) as n from books where lent_to is null' -o csv", "n\n2\n"),
    ("sp api GET /books/book-1 | jq -c '.data.pages'", "880\n"),
    (
      "sp api endpoints -o csv --where \"command = 'books list'\" --fields path,rate",
      "path,rate\n/books,read\n"
    ),
    ("sp help books update | grep -A1 Usage", "Usage:\n  sp books update <bookId> [options]\n"),
    ("sp books update book-1 --pages 0; echo $?", "--pages is 1 to 20000, not 0\n2\n"),
    ("sp bokks list; echo $?", "there is no command 'bokks'\n2\n"),
    ("sp books delete book-2 --yes --dry-run | jq -r .method", "DELETE\n"),
    (
      "sp books update book-2 --lent-to Ada --queue -q | jq -c .; sp queue run -q | jq -c .confirmed",
      "{\"job\":2,\"queued\":1}\n1\n"
    ),
    ("sp limits -q; sp status bookshelf -o jsonl | jq -c .reachable", "[]\ntrue\n"),
    ("sp sandbox status | jq -c .records", "{\"bookshelf\":{\"books\":2}}\n"),
    ("sp prompts list; echo $?", "there is no command 'prompts'\n2\n"),
  ]

  @Test(arguments: lines) func commandsWork(_ row: (line: String, output: String)) throws {
    let sp = try Sp()
    let environment = try Self.withBookshelf(sp)
    let script = "\(Self.twoBooks) >/dev/null; \(row.line)"
    let written = try sp.shell(script, environment: environment).output
    #expect(Self.messages(in: written) == row.output)
  }

  /// The same service behind `sp sandbox serve`, reached as a remote one.
  @Test func itIsServedOverHTTP() throws {
    let sp = try Sp()
    let written = try sp.shell(
      """
      exec 3< <(sp sandbox serve) && server=$! && read -r address <&3
      sp config profile add live --set "bookshelf.url=$address/bookshelf/v1"
      export SP_PROFILE=live
      sp books list -q; echo $?
      export SP_BOOKSHELF_TOKEN=sk_test_reader
      \(Self.twoBooks) | jq -c .confirmed
      sp books update book-1 --lent-to Ada --fields lent_to
      sp books list --sort -pages --fields title,lent_to -o csv
      sp limits -o csv --fields class,used,left
      sp status -o jsonl | jq -c '[.address, .reachable]' | sed "s|$address|HTTP|"
      kill $server
      """, environment: try Self.withBookshelf(sp)
    ).output
    #expect(
      Self.messages(in: written) == """
        Bookshelf: The request has no credential
        4
        2
        {"lent_to":"Ada"}
        title,lent_to
        Middlemarch,Ada
        Pnin,
        class,used,left
        read,2,58
        write,3,7
        ["HTTP/bookshelf/v1",true]

        """)
  }

  private static let twoBooks =
    "printf 'title,author,pages\\nMiddlemarch,George Eliot,880\\nPnin,Vladimir Nabokov,191\\n'"
    + " | sp books import - --yes -q"

  /// Puts the program of the fixture on PATH as `sp`.
  private static func withBookshelf(_ sp: Sp) throws -> [String: String] {
    let folder = "\(sp.home.path)/bin"
    let made = try sp.shell("mkdir '\(folder)' && ln -s '\(sp.programs)/sp-with-bookshelf' '\(folder)/sp'")
    try #require(made.status == 0)
    return ["PATH": "\(folder):\(Environment.process["PATH"] ?? "/usr/bin:/bin")"]
  }

  /// The text with error objects cut down to their messages.
  private static func messages(in text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.hasPrefix(#"{"error":"#), let error = try? JSON.parse(String(line)) else {
        return String(line)
      }
      return error.value(at: "error.message")?.string ?? String(line)
    }.joined(separator: "\n")
  }
}
