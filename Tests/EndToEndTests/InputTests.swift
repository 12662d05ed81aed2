import Platform
import Testing
import Values

/// What is wrong with a file is said with its place; a bad row never stops a good one.
@Suite struct InputTests {
  static let refused: [Refused] = [
    Refused("prompts import FILE --yes", "No such file", "check the name"),
    Refused("prompts create --title T --content @FILE", "No such file", "check the name"),
    Refused("prompts create --title T --content @/", "Is a directory", "sp help prompts create"),
    Refused("prompts create --input FILE", "No such file", "check the name"),
    Refused("api POST /prompts --input FILE", "No such file", "check the name"),
    Refused("api POST /prompts -f content=@FILE", "No such file", "check the name"),
    Refused("auth login snackprompt --token-file FILE", "No such file", "check the name"),
    Refused("prompts import /proc/self/fd --yes", "is a folder without Markdown files", "name the file"),
    Refused("prompts import FILE --yes", file: "a.csv", "", "is empty", "a header and rows"),
    Refused("prompts import FILE --yes", file: "a.json", "", "is empty", "JSON objects"),
    Refused(
      "prompts import FILE --yes", file: "a.csv", "title,title\na,b\n", "names 'title' twice", "a name"),
    Refused("prompts import FILE --yes", file: "a.csv", "\u{FF}\u{FE}t\0i\0", "is UTF-16", "iconv"),
    Refused("prompts import FILE --yes", file: "a.json", #"[{"title":"#, "line 1", "--format-in jsonl"),
    Refused("prompts import FILE --yes --map a", file: "a.csv", "title\nx\n", "--map a", "COLUMN=FIELD"),
    Refused("prompts import FILE --yes --map x=title", file: "a.csv", "y\nz\n", "no column 'x'", "sp help"),
    Refused(
      "prompts import FILE --yes --map y=x", file: "a.csv", "y\nz\n", "'x' is no field", "one of title"),
    Refused("prompts import FILE --yes --set x=1", file: "a.csv", "title\nz\n", "'x' is no field", "title"),
    Refused("prompts import FILE --yes --set price", file: "a.csv", "title\nz\n", "has no =", "FIELD=VALUE"),
    Refused("prompts import FILE --yes --set price=x", file: "a.csv", "title\nz\n", "a number", "sp help"),
    Refused(
      "prompts import FILE --yes --key nope", file: "a.csv", "title\nz\n", "--key nope", "one of title"),
    Refused(
      "prompts import FILE --yes --mode all", file: "a.csv", "title\nz\n", "--mode is one of", "sp help"),
    Refused(
      "prompts import FILE --yes --format-in x", file: "a.csv", "a\n", "--format-in is one of", "sp help"),
    Refused(
      "prompts create --input FILE", file: "a.json", "", "is not JSON: line 1", "sp help prompts create"),
    Refused("prompts import FILE", file: "a.csv", "title,content\na,b\n", "asks before it writes", "--yes"),
    Refused("prompts import FILE --no-input", file: "a.csv", "title,content\na,b\n", "nobody is", "--yes"),
    Refused("prompts create --input FILE", file: "a.json", "[1]", "must hold one JSON object", "sp help"),
    Refused("prompts create --input FILE", file: "a.json", #"{"title":"#, "line 1, column 10", "sp help"),
    Refused("prompts create --input FILE", file: "a.json", #"{"a":1,"a":2}"#, "already used", "sp help"),
    Refused("prompts create --input FILE", file: "a.json", "{\"a\":\"\u{FF}\"}", "invalid UTF-8", "sp help"),
    Refused("prompts create --input FILE", file: "a.json", "{\"a\":\"\0\"}", "line 1, column 7", "sp help"),
    Refused("prompts create --title T --content @FILE", file: "a", "a\u{FF}", "is not UTF-8 text", "sp help"),
    Refused("prompts create --title T --content @FILE", file: "a", "a\0", "holds a NUL byte", "sp help"),
    Refused("api POST /prompts -f content=@FILE", file: "a", "a\u{FF}", "is not UTF-8 text", "sp help api"),
    Refused("api POST /prompts --input FILE", file: "a", "{", "is not JSON", "sp help api"),
  ]

  @Test func refused() throws {
    for row in InputTests.refused { try row.check(Sp()) }
  }

  @Test func wordsThatAreNoTextAreRefusedInsteadOfRepaired() throws {
    let outcome = try Sp().shell(#"sp prompts create --title "$(printf 'a\377b')" --content c --price 1"#)
    #expect(outcome.status == 2)
    #expect(outcome.output.contains("word 4 of the command line is not UTF-8 text"))
    #expect(outcome.output.contains("@FILE"))
  }

  /// What a file holds beside one good row, and what the rejects then say: line, column and code.
  static let bad: [(name: String, content: String, rejects: [String])] = [
    ("utf8.csv", "title,content\na,b\u{FF}\nok,fine\n", ["2 4 invalid_utf8"]),
    ("nul.csv", "title,content\na,b\0c\nok,fine\n", ["2 4 nul"]),
    ("ragged.csv", "title,content\na\nb,c,d\nok,fine\n", ["2 2 ragged", "3 5 ragged"]),
    ("quote.csv", "title,content\na,b\"c\nok,fine\n", ["2 4 stray_quote"]),
    ("after.csv", "title,content\n\"a\"x,b\nok,fine\n", ["2 3 stray_quote"]),
    ("open.csv", "title,content\nok,fine\n\"open,no end\n", ["3 1 unterminated_quote"]),
    ("type.csv", "title,content,price\na,b,cheap\nok,fine,5\n", ["2 5 invalid"]),
    ("empty.csv", "title,content\n,b\nok,fine\n", ["2 1 missing"]),
    ("bad.jsonl", "{bad\n{\"title\":\"ok\",\"content\":\"fine\"}\n", ["1 2 json"]),
    (
      "twice.jsonl", "{\"title\":\"a\",\"title\":\"b\"}\n{\"title\":\"ok\",\"content\":\"fine\"}\n",
      ["1 14 json"]
    ),
  ]

  @Test func badRowsAreKeptWithTheirReasons() throws {
    for row in InputTests.bad {
      let sp = try Sp()
      let path = "\(sp.home.path)/\(row.name)"
      try Files.writePrivate(row.content.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, to: path)
      let outcome = try sp("prompts", "import", path, "--yes")
      #expect(outcome.status == 7, "\(row.name): \(outcome.error)")
      let report = try JSON.parse(outcome.output)
      #expect(report["confirmed"]?.int == 1 && report["rejected"]?.int == row.rejects.count, "\(row.name)")
      #expect(report["read"]?.int == 1 + row.rejects.count, "\(row.name): \(outcome.output)")
      let reasons = try Files.readAll("\(path).rejects.jsonl", limit: 1 << 20)
        .split(separator: 0x0A).map { try JSON.parse(Array($0)) }
      let seen = reasons.map { reason in
        "\(reason["line"]?.int ?? 0) \(reason["column"]?.int ?? 0) \(reason["code"]?.string ?? "")"
      }
      #expect(seen == row.rejects, "\(row.name): \(reasons)")
      #expect(try sp("prompts", "list", "--fields", "title", "-o", "csv").output == "title\nok\n")
    }
  }

  @Test func aHeaderAloneIsNoWork() throws {
    let sp = try Sp()
    try Files.writePrivate(Array("title,content\n".utf8), to: "\(sp.home.path)/a.csv")
    let outcome = try sp("prompts", "import", "\(sp.home.path)/a.csv", "--yes")
    #expect(outcome.status == 0 && outcome.output.contains(#""read":0"#), "\(outcome)")
  }

  /// With 64 MB of memory: a line of 1 GB as the header, as a row, and within quotes.
  @Test func aLineOfOneGigabyteIsRefusedInLittleMemory() throws {
    let endless = "head -c 1000000000 /dev/zero | tr '\\0' a"
    let rows: [(input: String, status: Int32, said: String)] = [
      (endless, 2, "line 1, column 1: the field is too long"),
      ("{ printf 'title,content\\nok,fine\\nb,'; \(endless); }", 7, #""confirmed":1"#),
    ]
    for row in rows {
      let outcome = try Sp().shell(
        "cd $SP_HOME; ulimit -d 65536; \(row.input) | sp prompts import - --format-in csv --yes")
      #expect(outcome.status == row.status && outcome.output.contains(row.said), "\(outcome.output)")
    }
  }
}
