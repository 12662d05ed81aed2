import Platform
import Testing

/// Signals, deadlines and full disks: what was done stays, and what is left goes on.
struct InterruptTests {
  /// When a signal comes, and which.
  struct Moment: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var signal: String
    var status: Int32
    /// Lines of the shell that start the process in the background, `IMPORT` standing for the import.
    var start: String
    /// What standard error says.
    var says: String
  }

  private static let moments: [Moment] = [
    Moment(
      testDescription: "while planning", signal: "INT", status: Ending.interrupted,
      start:
        "mkfifo $SP_HOME/slow; IMPORT $SP_HOME/slow --format-in csv & P=$!; exec 9>$SP_HOME/slow; sleep 0.5",
      says: "nothing was sent"),
    Moment(
      testDescription: "while draining", signal: "INT", status: Ending.interrupted,
      start:
        "live --set snackprompt.limit.write=1000/1s; sp sandbox fail --delay 30ms --profile sandbox; IMPORT & P=$!; sleep 1",
      says: "sp queue run goes on with the"),
    Moment(
      testDescription: "while waiting for the limit", signal: "INT", status: Ending.interrupted,
      start: "live --set snackprompt.limit.write=10/5s; IMPORT & P=$!; sleep 1.5",
      says: "sp queue run goes on with the 30 that are left"),
    Moment(
      testDescription: "terminated while waiting for the limit", signal: "TERM", status: Ending.terminated,
      start: "live --set snackprompt.limit.write=10/5s; IMPORT & P=$!; sleep 1.5",
      says: "sp queue run goes on with the 30 that are left"),
    Moment(
      testDescription: "hung up while a request is on its way", signal: "HUP", status: 129,
      start:
        "live --set snackprompt.limit.write=1000/1s; sp sandbox fail --delay 20s --nth 7 --method POST --profile sandbox; IMPORT & P=$!; sleep 1.5",
      says: "sp queue run goes on with the"),
  ]

  @Test("Dies by the signal at once, says how to go on, and goes on", arguments: moments)
  func signal(_ moment: Moment) throws {
    let sp = try Sp()
    let collection = Collection(40)
    let importing = try sp.importing(collection)
    let start = moment.start.split(separator: "IMPORT", omittingEmptySubsequences: false).joined(
      separator: importing)
    let outcome = try sp.script(
      """
      set -m
      \(Sp.serving)
      serve && live
      \(start)
      START=$(date +%s%N); kill -\(moment.signal) $P; wait $P; echo "ended with $?"
      echo "took $(( ($(date +%s%N) - START) / 1000000 )) ms"
      exec 9>&-; sp sandbox fail --clear --profile sandbox
      live --set snackprompt.limit.write=1000/1s
      sp queue run --quiet || exit 95
      \(importing)
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("ended with \(moment.status)"), "\(outcome.output)")
    #expect(outcome.output.contains(moment.says), "\(outcome.output)")
    let took = outcome.output.split(separator: "\n").first { $0.hasPrefix("took") }
    #expect((took.flatMap { Int($0.split(separator: " ")[1]) } ?? 9999) < 400, "\(outcome.output)")
    try sp.holds(collection)
  }

  @Test("--within stops with 10 and the summary; --detach only queues; queue run goes on")
  func within() throws {
    let sp = try Sp()
    let collection = Collection(40)
    let importing = try sp.importing(collection)
    let outcome = try sp.script(
      """
      \(Sp.serving)
      serve --limit snackprompt.write=10/1s && live --set snackprompt.limit.write=10/1s
      \(importing) --within 2s; echo "import ended with $?"
      sp queue run --within 1s; echo "run ended with $?"
      sp queue run --no-wait; echo "impatient run ended with $?"
      sp queue run --quiet || exit 94
      \(importing) --detach
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("import ended with 10") && outcome.output.contains("\nrun ended with 10"))
    #expect(outcome.output.contains("impatient run ended with 5"), "\(outcome.output)")
    #expect(
      outcome.output.contains(#""read":40"#) && outcome.output.contains(#""left":20"#), "\(outcome.output)")
    try sp.holds(collection)
  }

  @Test("Files that may not grow: a clear error, nothing lost", arguments: [64, 160, 320, 420])
  func fileSize(_ kilobytes: Int) throws {
    let sp = try Sp()
    let collection = Collection(150)
    let importing = try sp.importing(collection)
    let hurt = try sp.shell("ulimit -f \(kilobytes); \(importing)")
    #expect([0, 1, 5, 8].contains(hurt.status), "\(hurt)")
    #expect(hurt.status == 0 || hurt.output.contains(#"{"error""#), "\(hurt.output)")
    #expect(try sp("queue", "run").status == 0)
    #expect(try sp.shell(importing).status == 0)
    try sp.holds(collection)
  }

  @Test(
    "A full disk: a clear error, nothing lost, and it goes on when there is room",
    .enabled(if: Tmpfs.isAllowed))
  func fullDisk() throws {
    let sp = try Sp()
    let collection = Collection(217)
    let importing = try sp.importing(collection)
    let outcome = try sp.script(
      """
      mkdir "$SP_HOME/disk"; mount -t tmpfs -o size=1700k tmpfs "$SP_HOME/disk" || exit 93
      trap 'umount "$OLD/disk"' EXIT
      OLD=$SP_HOME; export SP_HOME=$OLD/disk
      \(importing); echo "import ended with $?"
      mount -o remount,size=20m "$SP_HOME"
      sp queue run --quiet; \(importing) || exit 92
      cp "$SP_HOME"/*.db* "$OLD"
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("import ended with 1") || outcome.output.contains("import ended with 8"))
    #expect(outcome.output.contains("full"), "\(outcome.output)")
    try sp.holds(collection)
  }
}

/// Whether this process may mount a small file system.
enum Tmpfs {
  static let isAllowed: Bool = {
    guard let place = try? TemporaryDirectory() else { return false }
    let tried = try? Subprocess.run(
      ["/bin/sh", "-c", "mount -t tmpfs -o size=64k tmpfs \"$0\" && umount \"$0\"", place.path],
      environment: .process, inheritError: false)
    return tried?.status == 0
  }()
}
