import Engine
import Platform
import Testing
import Values

@Suite struct ConfigFileTests {
  private func config(_ text: String) throws -> Config {
    try Config(parsing: Array(text.utf8), path: "config.ini")
  }

  @Test(
    arguments: [
      ("output = json", "output", "json"),
      ("OutPut=json\r\n", "output", "json"),
      ("[sp]\noutput = json", "output", "json"),
      ("[cache]\n\tmax-age = 5m ; five\n", "cache.max-age", "5m"),
      ("cache.max-age = 5m # five\n", "cache.max-age", "5m"),
      ("[shop \"limit\"] write = 10/1s\n", "shop.limit.write", "10/1s"),
      ("[shop.limit]\nwrite=10/1s", "shop.limit.write", "10/1s"),
      ("output = csv\noutput = json\n", "output", "json"),
      ("\u{FEFF}output = json\n", "output", "json"),
      ("pager = \"less -R # ; \\\"x\\\" \" # real\n", "pager", "less -R # ; \"x\" "),
      ("pager = a  b\t \n", "pager", "a  b"),
      ("pager = one\\\n two\\tthree\\\\\n", "pager", "one two\tthree\\"),
      ("pager = é“\n", "pager", "é“"),
      ("pager =\n", "pager", ""),
      ("pager\n", "pager", "true"),
      ("output = csv\n[profile \"live\"]\noutput = json\n", "output", "json"),
      ("[profile \"live\"]\noutput = json\n[sp]\noutput = csv\n", "output", "json"),
      ("[profile \"other\"]\noutput = json\n", "output", nil),
      ("# output = json\n", "output", nil),
    ] as [(String, String, String?)])
  func values(text: String, key: String, expected: String?) throws {
    let config = try config(text)
    #expect(config.value(key, profile: "live") == expected)
    #expect(config.text == text, "every byte is kept")
  }

  @Test(arguments: [
    ("output = json\n= x\n", "config.ini:2: expected a setting"),
    ("9lives = x\n", "config.ini:1: expected a setting"),
    ("output json\n", "config.ini:1: expected '=' after 'output'"),
    ("[cache\nmax-age = 1m\n", "config.ini:1: expected ']'"),
    ("[\"x\"]\n", "config.ini:1: expected a section name"),
    ("\n\n[profile]\n", "config.ini:3: expected the profile's name"),
    ("[profile \"a b\"]\n", "config.ini:1: 'a b' cannot be the name of a profile"),
    ("[profile \"live]\n", "config.ini:1: expected '\"'"),
    ("pager = one\\\n two\noutput = \"json\n", "config.ini:3: expected '\"' at the end of the value"),
    ("pager = a\\x\n", "config.ini:1: expected n, t, b"),
    ("pager = a\\", "config.ini:1: expected a line after the backslash"),
    ("pager = a\u{0}b\n", "config.ini:1: found a control character"),
  ])
  func faults(text: String, message: String) throws {
    let failure = try failed { _ = try config(text) }
    #expect(failure.kind == .usage)
    #expect(failure.message.hasPrefix(message), "\(failure.message)")
  }

  @Test func invalidUTF8() throws {
    let failure = try failed {
      _ = try Config(parsing: Array("a = b\nc = ".utf8) + [0xC3, 0x28], path: "f")
    }
    #expect(failure.message == "f:2: expected UTF-8 text")
  }

  /// An edit as words: `set key value`, `unset key`, `add` or `remove`, with the profile in front or `-`.
  @Test(arguments: [
    ("", "- set output json", "output = json\n"),
    ("# mine\n", "- set output json", "# mine\noutput = json\n"),
    ("output = csv   # keep\n; and this\n", "- set output json", "output = json   # keep\n; and this\n"),
    ("Output=csv\r\npager=x\r\n", "- set output json", "Output=json\r\npager=x\r\n"),
    ("pager # why\n", "- set pager less", "pager = less # why\n"),
    ("pager = a\\\n b ; c\n", "- set pager less", "pager = less ; c\n"),
    (
      "[sp]\n\tpager = x\n\n[cache]\nmax-age = 1m\n", "- set output json",
      "[sp]\n\tpager = x\n\toutput = json\n\n[cache]\nmax-age = 1m\n"
    ),
    ("[cache]\nmax-age = 1m\n", "- set cache.max-age 2m", "[cache]\nmax-age = 2m\n"),
    ("[cache]\nmax-age = 1m", "- set output json", "[cache]\nmax-age = 1m\n\n[sp]\n  output = json\n"),
    ("output = csv\n", "live set output json", "output = csv\n\n[profile \"live\"]\n  output = json\n"),
    ("[profile \"live\"]\n# end", "live set output json", "[profile \"live\"]\n  output = json\n# end"),
    (
      "[profile \"live\"] output = csv # x\n", "live set output json",
      "[profile \"live\"] output = json # x\n"
    ),
    ("output = a\n# b\noutput = c\n", "- unset output", "# b\n"),
    ("[sp] output = a\n[cache]\n", "- unset output", "[sp]\n[cache]\n"),
    ("output = a\n", "live unset output", "output = a\n"),
    ("output = a", "live add", "output = a\n\n[profile \"live\"]\n"),
    (
      "[profile \"live\"]\n# own\nx = 1\n\n# next\n[profile \"b\"]\ny = 2\n", "live remove",
      "\n# next\n[profile \"b\"]\ny = 2\n"
    ),
  ])
  func edits(before: String, edit: String, after: String) throws {
    var config = try config(before)
    let words = edit.split(separator: " ").map(String.init)
    let profile = words[0] == "-" ? nil : words[0]
    switch words[1] {
    case "set": try config.set(words[2], words[3], profile: profile)
    case "unset": config.unset(words[2], profile: profile)
    case "add": try config.addProfile(words[0])
    default: config.removeProfile(words[0])
    }
    #expect(config.text == after)
  }

  @Test(arguments: [
    "", " ", "a b", " a", "a ", "a#b", "a;b", "a\"b", "a\\b", "a\nb\tc", "é", "!f() { x; }; f",
  ])
  func everyValueIsReadBack(value: String) throws {
    var edited = try config("[profile \"live\"]\npager = x # c\n")
    try edited.set("pager", value, profile: "live")
    try edited.set("editor", value)
    let read = try config(edited.text)
    #expect(read.value("pager", profile: "live") == value)
    #expect(read.value("editor", profile: "live") == value)
    #expect(edited.text.contains(" # c\n"))
  }

  @Test func refusedEdits() throws {
    var edited = try config("[profile \"live\"]\n")
    for value in ["a\u{0}b", "a\rb", "a\u{1B}b"] {
      #expect(throws: Failure.self) { try edited.set("pager", value) }
    }
    for key in ["", "9", "a b", "a=b", "é"] { #expect(throws: Failure.self) { try edited.set(key, "x") } }
    for name in ["live", "", "a b", "../x", "-x"] {
      #expect(throws: Failure.self) { try edited.addProfile(name) }
    }
    #expect(edited.text == "[profile \"live\"]\n")
  }

  @Test func savingKeepsLinksAndIsPrivate() throws {
    let fixture = try ConfigFixture()
    #expect(try Config.read(fixture.path("config.ini")).entries.isEmpty)
    try fixture.write("output = csv\n", to: "real.ini", mode: "644")
    try fixture.run("ln", "-s", fixture.path("real.ini"), fixture.path("config.ini"))
    try Config.update(fixture.path("config.ini")) { config throws(Failure) in
      try config.set("output", "json")
    }
    let bytes = try Files.readAll(fixture.path("real.ini"), limit: 1000)
    #expect(String(decoding: bytes, as: UTF8.self) == "output = json\n")
    #expect(Files.status(fixture.path("real.ini"))?.permissions == 0o600)
    try fixture.run("chmod", "666", fixture.path("real.ini"))
    let failure = try failed { _ = try Config.read(fixture.path("config.ini")) }
    #expect(failure.hint == "chmod o-w \(fixture.path("config.ini"))")
  }

  @Test func changesOfSeveralWritersAllStay() async throws {
    let fixture = try ConfigFixture()
    let path = fixture.path("sub/config.ini")
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          #expect(throws: Never.self) {
            try Config.update(path) { config throws(Failure) in try config.set("key\(writer)", "x") }
          }
        }
      }
    }
    #expect(try Config.read(path).entries.count == 8)
  }
}
