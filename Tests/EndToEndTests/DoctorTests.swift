import Database
import Platform
import Testing
import Values

/// `sp doctor`: what is wrong with the machine is said, with what mends it.
@Suite struct DoctorTests {
  /// What is spoilt, and what the doctor says of it.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String { check + ": " + how }
    var how: String
    var check: String
    var problem: String
    var remedy: String
    /// Whether the remedy is a line of the shell that mends it.
    var isLine = false
    var path: String?
  }

  private static let rows: [Row] = [
    Row(
      how: "chmod 644 state.db sandbox.db", check: "permissions", problem: "state.db (mode 0644)",
      remedy: "chmod 600", isLine: true),
    Row(
      how: "chmod 777 .", check: "permissions", problem: "(mode 0777)", remedy: "chmod go-w", isLine: true),
    Row(
      how: "touch -d '+2 days' config.ini", check: "clock", problem: "a file was written at",
      remedy: "timedatectl"),
    Row(
      how: "echo 'credential.helper = no-such-program' > config.ini",
      check: "credential helper no-such-program", problem: "git-credential-no-such-program",
      remedy: "sp config unset credential.helper", isLine: true),
    Row(
      how: "echo 'keyring.encrypt = gpg:me@example.com' > config.ini", check: "gpg",
      problem: "keyring.encrypt needs it", remedy: "apt-get install gnupg", path: "/nowhere"),
    Row(
      how: """
        sp config profile add live --set snackprompt.url=https://shop.example/api
        printf 'protocol=https\\nhost=shop.example\\nusername=live\\npassword=p\\npassword_expiry_utc=9\\n' |
          sp credential store
        """, check: "keyring", problem: "snackprompt in profile live has expired",
      remedy: "sp auth login snackprompt --profile live"),
  ]

  @Test(arguments: rows) func finds(_ row: Row) throws {
    let sp = try Sp()
    #expect(try sp("prompts", "create", "--title", "a", "--content", "b", "--queue").status == 0)
    #expect(try sp("prompts", "list").status == 0)
    try Files.writePrivate([], to: "\(sp.home.path)/config.ini")
    let well = try sp("doctor", "-o", "jsonl")
    #expect(well.status == 0 && !well.output.contains("\"problem\":\""), "\(well)")
    let spoilt = try sp.shell("cd $SP_HOME && \(row.how)")
    #expect(spoilt.status == 0, "\(spoilt.output)")
    let found = try sp(
      "doctor", "--where", "state = 'problem'", "-o", "jsonl",
      environment: row.path.map { ["PATH": $0] } ?? [:])
    let finding = try JSON.parse(found.output)
    #expect(found.status == 1 && finding["check"] == .string(row.check), "\(found)")
    #expect(finding["problem"]?.string?.contains(row.problem) == true, "\(found)")
    let remedy = finding["remedy"]?.string ?? ""
    #expect(remedy.contains(row.remedy), "\(found)")
    guard row.isLine else { return }
    let line = remedy.split(separator: "or ").last.map(String.init) ?? remedy
    #expect(try sp.shell(line).status == 0)
    #expect(try sp("doctor").status == 0, "after \(line)")
  }

  @Test("Programs that nobody need have are told, with what they are for")
  func missing() throws {
    let sp = try Sp()
    let outcome = try sp(
      "doctor", "--where", "state = 'missing'", "-o", "jsonl", environment: ["PATH": "/no"])
    #expect(outcome.status == 0, "\(outcome)")
    for line in ["gnupg", "git", "ffmpeg", "espeak-ng"] {
      #expect(outcome.output.contains("apt-get install \(line)"), "\(outcome)")
    }
  }
}

/// `sp doctor --recover`: what a damaged state.db still holds is saved, and nothing of it is sent twice.
@Suite struct RecoveryTests {
  // The first third of so small a file holds what tells where the tables are: without it nothing can be read.
  @Test("Whatever pages of the queue are lost, each row arrives once", arguments: [5, 6, 7, 9])
  func recovers(_ tenth: Int) throws {
    let sp = try Sp()
    let collection = Collection(480)
    #expect(try sp.shell(try sp.importing(collection) + " --detach").status == 0)
    // What is recovered does not know that half of it was sent since.
    let outcome = try sp.shell(
      """
      cd $SP_HOME; cp state.db old.db
      sp sandbox fail --status 401 --method POST --nth 81 && sp queue run --quiet; sp sandbox fail --clear
      mv old.db state.db; rm -f state.db-*; N=$(($(stat -c %s state.db) / 4096))
      dd if=/dev/urandom of=state.db bs=4096 seek=$((N * \(tenth) / 10)) count=2 conv=notrunc status=none
      cp state.db damaged.db; sp doctor --where "state = 'problem'" -o jsonl
      sp doctor --recover -o jsonl 2> said; echo "recovered with $?"
      cmp state.db damaged.db && rm damaged.db
      """)
    #expect(outcome.status == 0 && outcome.output.contains("sp doctor --recover saves"), "\(outcome)")
    #expect(
      outcome.output.contains("recovered with 0") || outcome.output.contains("recovered with 7"),
      "\(outcome)")
    let resumed = try sp.shell("eval \"$(grep mkdir $SP_HOME/said)\"; sp queue run")
    #expect([0, 8].contains(resumed.status), "\(resumed)")
    // A person has decided what the queue could not; the same import then finds what is still missing.
    let decided = try sp.shell(
      """
      for n in $(sp queue list --state unknown --fields id -o csv | tail -n +2); do
        sp queue resolve $n --arrived || exit 1
      done
      \(try sp.importing(collection))
      """)
    #expect(decided.status == 0, "\(decided)")
    try sp.holds(collection)
  }

  @Test("Writes whose job is lost may never have been agreed to: a person decides")
  func lostJobs() throws {
    let sp = try Sp()
    let collection = Collection(30)
    #expect(try sp.shell(try sp.importing(collection) + " --detach").status == 0)
    let root = try Connection(path: "\(sp.home.path)/state.db").first(
      "SELECT rootpage FROM sqlite_schema WHERE name = 'jobs'"
    ) { $0.int(0) }
    let outcome = try sp.shell(
      """
      cd $SP_HOME; rm -f state.db-*
      dd if=/dev/urandom of=state.db bs=4096 seek=\((root ?? 0) - 1) count=1 conv=notrunc status=none
      sp doctor --recover -o jsonl 2> said; echo "recovered with $?"
      eval "$(grep mkdir said)"; sp queue run --quiet; echo "run ended with $?"
      sp queue list --state unknown --where "state = 'parked'" --fields id -o csv | wc -l
      sp prompts list
      """)
    #expect(
      outcome.output.contains("recovered with 7") && outcome.output.contains("\"writes\":30"), "\(outcome)")
    #expect(outcome.output.hasSuffix("run ended with 8\n31\n[]\n"), "\(outcome)")
  }

  @Test("What is no database has nothing to save; what is sound needs no saving")
  func nothing() throws {
    let sp = try Sp()
    try Refused("doctor --recover", 3, "there is no ", "").check(sp)
    #expect(try sp("prompts", "create", "--title", "a", "--content", "b", "--queue").status == 0)
    let sound = try sp("doctor", "--recover")
    #expect(sound.status == 0 && sound.error.contains("is sound; there is nothing to recover"), "\(sound)")
    let left = try Files.list(sp.home.path)
    _ = try sp.shell("cd $SP_HOME; rm -f state.db-*; echo text > state.db")
    try Refused("doctor --recover", 1, "nothing of ", "away, and sp begins a new one").check(sp)
    #expect(try Files.list(sp.home.path).filter { $0.contains("recovered") } == [])
    #expect(Set(try Files.list(sp.home.path)).isSubset(of: left))
  }
}
