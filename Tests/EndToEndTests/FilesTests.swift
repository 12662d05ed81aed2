import Platform
import Testing
import Values

/// Whatever is wrong with the files of `sp`: nothing is lost, and what to do is said.
@Suite struct FilesTests {
  /// How a file is spoilt, in the shell, with `$f` for it.
  static let damages = [
    "echo 'not a database' > $f", "head -c 20000 /dev/urandom > $f", "truncate -s 5000 $f",
    "n=$(($(stat -c %s $f) / 4096 - 1)); dd if=/dev/urandom of=$f bs=4096 seek=1 count=$n conv=notrunc status=none",
  ]

  private func spoil(_ sp: Sp, _ file: String, _ how: String) throws {
    let done = try sp.shell("f=$SP_HOME/\(file); rm -f $f-wal $f-shm; \(how)")
    #expect(done.status == 0, "\(done.output)")
  }

  private func filled() throws -> Sp {
    let sp = try Sp()
    #expect(try sp("prompts", "create", "--title", "a", "--content", "b").status == 0)
    #expect(try sp("prompts", "create", "--title", "queued", "--content", "c", "--queue").status == 0)
    #expect(try sp("prompts", "list").status == 0)
    return sp
  }

  @Test(arguments: damages) func aDamagedCacheIsBegunAnew(_ damage: String) throws {
    let sp = try filled()
    let before = try sp("prompts", "list")
    try spoil(sp, "cache.db", damage)
    let outcome = try sp("prompts", "list")
    #expect(outcome.status == 0 && outcome.output == before.output, "\(outcome.error)")
    #expect(outcome.error.contains("note: the cache was damaged; it was moved to"), "\(outcome.error)")
    let again = try sp("prompts", "list", "--offline")
    #expect(again.output == before.output && again.error == "", "\(again.error)")
  }

  @Test(arguments: damages) func aDamagedStateIsLeftAlone(_ damage: String) throws {
    let sp = try filled()
    try spoil(sp, "state.db", damage)
    let path = "\(sp.home.path)/state.db"
    let before = try Files.readAll(path, limit: 1 << 20)
    for words in ["queue list", "queue run", "prompts create --title T --content C --queue"] {
      try Refused(words, 1, "state.db", "away, and sp begins a new one").check(sp)
    }
    #expect(try Files.readAll(path, limit: 1 << 20) == before)
    #expect(try sp("prompts", "list").status == 0)
    try Files.writePrivate([], to: "\(path).v0")
    try Files.writePrivate([], to: "\(path).v3")
    try Refused("queue list", 1, "state.db", "state.db.v3").check(sp)
    let doctor = try sp("doctor", "--where", "state='problem'")
    #expect(doctor.status == 1 && doctor.output.contains("state.db.v3"), "\(doctor.output)")
  }

  @Test func aNewerDatabaseIsLeftAlone() throws {
    let sp = try filled()
    try spoil(sp, "state.db", #"printf '\x00\x00\x03\xe7' | dd of=$f bs=1 seek=60 conv=notrunc status=none"#)
    try Refused("queue list", 1, "has version 999", "the newer sp").check(sp)
  }

  @Test(arguments: damages) func aDamagedSandboxIsEmptiedByReset(_ damage: String) throws {
    let sp = try filled()
    try spoil(sp, "sandbox.db", damage)
    let listed = try sp("prompts", "list")
    #expect(listed.status == 0 || listed.error.contains("sp sandbox reset"), "\(listed.error)")
    let reset = try sp("sandbox", "reset", "--yes")
    #expect(reset.status == 0 && reset.error.contains("was moved to"), "\(reset.error)")
    #expect(try sp("prompts", "list").output == "[]\n")
    #expect(try sp("queue", "list", "--fields", "label", "-o", "csv").output == "label\nqueued\n")
  }

  /// What stands where the keyring should be, and why it is not read.
  static let keyrings: [(how: String, message: String, hint: String)] = [
    ("chmod 644 $f", "others may use it (mode 0644)", "chmod 600"),
    ("mv $f $f.real; ln -s $f.real $f", "it is a symbolic link", "move it away"),
    ("ln $f $f.2", "it has 2 names", "move it away"),
    ("rm $f; mkfifo -m 600 $f", "not a regular file", "move it away"),
    ("rm $f; mkdir $f", "not a regular file", "move it away"),
    ("truncate -s 90 $f", "is damaged: line", "move it away"),
    ("chmod 777 $SP_HOME", "others may write to its directory", "chmod go-w"),
  ]

  @Test func aKeyringThatOthersCouldHaveTouchedIsNotRead() throws {
    for row in FilesTests.keyrings {
      let sp = try Sp()
      #expect(try sp("auth", "login", "snackprompt", input: "sk_test_canary_1234567890").status == 0)
      try spoil(sp, "keyring.json", row.how)
      for words in ["prompts list", "auth token snackprompt", "auth status"] {
        try Refused(words, 4, row.message, row.hint).check(sp)
      }
      let doctor = try sp("doctor", "--where", "state='problem'", "--fields", "check", "-o", "csv")
      #expect(doctor.output.hasPrefix("check\nkeyring\n"), "\(row.how): \(doctor.output)")
    }
  }

  /// Config files that are wrong; help, version and doctor work all the same.
  static let configs: [(text: String, message: String, hint: String)] = [
    ("output = json\n[broken\n", "config.ini:2: expected ']'", "sp config edit"),
    ("output json\n", "config.ini:1: expected", "sp config edit"),
    ("output = xml\n", "config.ini:1: output takes one of table", "did you mean yaml?"),
    ("\ntimeout = soon\n", "config.ini:2: timeout takes a length of time", "sp config edit"),
    ("profile = gone\n", "config.ini:1: there is no profile 'gone'", "sp config profile add gone"),
  ]

  @Test func aWrongConfigIsSaidWithItsLine() throws {
    for row in FilesTests.configs {
      let sp = try Sp()
      try Files.writePrivate(Array(row.text.utf8), to: "\(sp.home.path)/config.ini")
      for words in ["prompts list", "status", "sync"] {
        try Refused(words, 2, row.message, row.hint).check(sp)
      }
      for words in [
        ["help"], ["version"], ["--version"], ["prompts", "list", "--help"], ["config", "path"],
      ] {
        #expect(try sp(words).status == 0, "\(row.text) \(words)")
      }
      let doctor = try sp("doctor", "--where", "state='problem'", "--fields", "check,problem", "-o", "jsonl")
      #expect(doctor.output.contains(row.message), "\(doctor.output)")
      let edited = try sp("config", "edit", environment: ["SP_EDITOR": "sh -c true"])
      #expect(edited.status == 2 && edited.error.contains(row.message), "\(edited.error)")
      let mended = try sp("config", "edit", environment: ["SP_EDITOR": "cp /dev/null"])
      #expect(mended.status == 0, "\(mended.error)")
      #expect(try sp("prompts", "list").output == "[]\n")
    }
  }

  @Test func aBrokenValueCanBeShownAndMended() throws {
    let sp = try Sp()
    let path = "\(sp.home.path)/config.ini"
    try Files.writePrivate(Array("output = xml\ntimeout = soon\nprofile = gone\ncolr = x\n".utf8), to: path)
    let listed = try sp("config", "list", "--where", "key='timeout'", "--fields", "value", "-o", "csv")
    #expect(listed.output == "value\nsoon\n")
    for part in ["config.ini:1: output takes", "config.ini:2: timeout takes", "no profile 'gone'", "'colr'"] {
      #expect(listed.error.contains(part), "\(listed.error)")
    }
    #expect(try sp("config", "get", "output").output == "xml\n")
    #expect(try sp("config", "profile", "list").status == 0)
    #expect(try sp("config", "set", "output", "json").status == 0)
    #expect(try sp("config", "unset", "timeout").status == 0)
    #expect(try sp("config", "profile", "use", "sandbox").status == 0)
    let after = try sp("prompts", "list")
    #expect(after.output == "[]\n" && after.error.contains("there is no setting 'colr'"), "\(after)")
    #expect(try sp("prompts", "list", "--quiet").error == "")
  }

  @Test func homesThatAreNone() throws {
    let sp = try Sp()
    try Refused("prompts list", 1, "/proc/none", "SP_HOME").check(sp, environment: ["SP_HOME": "/proc/none"])
    try Refused("prompts list", 1, "/dev/null", "SP_HOME").check(sp, environment: ["SP_HOME": "/dev/null"])
    let line = "unset SP_HOME HOME; export XDG_CONFIG_HOME=$0; sp config path; sp version"
    let outcome = try sp.shell(line)
    #expect(outcome.status == 0 && outcome.output.contains("/sp/config.ini"), "\(outcome.output)")
  }

  @Test func outputThatTakesNoMore() throws {
    let sp = try filled()
    for words in ["prompts list", "prompts get prompt-1", "help", "--version", "prompts export -o csv"] {
      let full = try sp.shell("sp \(words) > /dev/full")
      #expect(full.status == 1, "\(words)")
      #expect(full.output.contains("cannot write standard output: No space left on device"), "\(full.output)")
      let closed = try sp.shell("sp \(words) >&-")
      #expect(closed.status == 1 && closed.output.contains("cannot write standard output"), "\(closed)")
      let reader = try sp.shell("set -o pipefail; sp \(words) | true")
      #expect(reader.status == 0 && reader.output == "", "\(words): \(reader)")
    }
  }

  /// A full disk: what the file-size limit leaves no room for is not said to be done.
  @Test func aFullDisk() throws {
    let sp = try Sp()
    let rows = (1...900).map {
      "{\"title\":\"t\($0)\",\"content\":\"\(String(repeating: "c", count: 1000))\"}\n"
    }
    let path = "\(sp.home.path)/rows.jsonl"
    try Files.writePrivate(Array(rows.joined().utf8), to: path)
    let outcome = try sp.shell("ulimit -f 1000; sp prompts import \(path) --yes")
    #expect(outcome.status == 1 && outcome.output.contains("File too large"), "\(outcome.output)")
    #expect(outcome.output.contains("disk") && !outcome.output.contains("900 written"), "\(outcome.output)")
    let resumed = try sp("prompts", "import", path, "--yes")
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(
      try sp("prompts", "list", "--all", "--fields", "title", "-o", "csv").output.split(separator: "\n").count
        == 901)
  }
}
