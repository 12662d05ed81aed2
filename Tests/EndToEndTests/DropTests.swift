import Platform
import Testing

/// Services that lose answers, fail after the fact, refuse for a while, or go away.
struct DropTests {
  /// What the sandbox does, and whether it is reached over HTTP.
  struct Trouble: Sendable, CustomTestStringConvertible {
    var fault: String
    var isRemote: Bool
    var rows = 217
    var testDescription: String { "\(fault)\(isRemote ? " over HTTP" : "")" }
  }

  private static let troubles: [Trouble] = [
    Trouble(fault: "--drop after --every 3 --method POST", isRemote: false),
    Trouble(fault: "--drop before --every 3 --method POST", isRemote: false),
    Trouble(fault: "--drop after --every 3 --method POST", isRemote: true),
    Trouble(fault: "--drop before --every 3 --method POST", isRemote: true, rows: 40),
    Trouble(fault: "--status 500 --after --every 3 --method POST", isRemote: true),
    Trouble(fault: "--status 502 --after --every 3 --method POST", isRemote: false),
    Trouble(fault: "--status 504 --after --every 2 --method POST", isRemote: false, rows: 40),
    Trouble(fault: "--status 500 --every 4 --method POST", isRemote: false, rows: 40),
    Trouble(
      fault: "--status 429 --retry-after 1s --every 5 --count 2 --method POST", isRemote: true, rows: 20),
    Trouble(fault: "--status 429 --every 5 --count 1 --method POST", isRemote: true, rows: 20),
    Trouble(fault: "--status 503 --retry-after 1s --every 7 --count 2", isRemote: false, rows: 20),
  ]

  @Test("Each row once, whatever becomes of the answers", arguments: troubles)
  func once(_ trouble: Trouble) throws {
    let sp = try Sp()
    let collection = Collection(trouble.rows)
    let serving =
      trouble.isRemote ? "\(Sp.serving) serve && live --set snackprompt.limit.write=1000/1s\n" : ""
    let outcome = try sp.script(
      """
      \(serving)sp sandbox fail \(trouble.fault) --profile sandbox || exit 99
      \(try sp.importing(collection))
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    _ = try sp("sandbox", "fail", "--clear")
    try sp.holds(collection)
  }

  @Test("A server killed and started again in the middle")
  func restartedServer() throws {
    let sp = try Sp()
    let collection = Collection(217)
    let outcome = try sp.script(
      """
      \(Sp.serving)
      serve && live --set snackprompt.limit.write=40/1s
      \(try sp.importing(collection)) & IMPORT=$!
      for again in 1 2 3; do sleep 0.7; kill -9 $SERVER; sleep 0.3; serve || exit 98; done
      wait $IMPORT; echo "import ended with $?"
      sp queue run --quiet
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    try sp.holds(collection)
  }

  @Test("A service that stays away stops the import with 8; it goes on later")
  func goneServer() throws {
    let sp = try Sp()
    let collection = Collection(30)
    let outcome = try sp.script(
      """
      \(Sp.serving)
      serve && live --set snackprompt.limit.write=10/1s
      \(try sp.importing(collection)) & IMPORT=$!
      sleep 0.6; kill -9 $SERVER
      wait $IMPORT; echo "import ended with $?"
      sp queue run; echo "run ended with $?"
      serve && sp queue run --quiet
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("import ended with 8"))
    #expect(outcome.output.contains("run ended with 8"))
    #expect(outcome.output.contains("sp queue run goes on with the"))
    try sp.holds(collection)
  }

  @Test("A client killed again and again in the middle of a drain over HTTP")
  func killedClient() throws {
    let sp = try Sp()
    let collection = Collection(217)
    let outcome = try sp.script(
      """
      \(Sp.serving)
      serve && live --set snackprompt.limit.write=60/1s
      \(try sp.importing(collection)) --detach || exit 97
      for again in 1 2 3 4 5 6 7 8; do
        sp queue run & RUN=$!; sleep 0.$((again + 1)); kill -9 $RUN; wait $RUN
      done
      sp queue run --quiet
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    try sp.holds(collection)
  }

  @Test("A row that the service never keeps is refused in the end and holds up nobody")
  func poison() throws {
    let sp = try Sp()
    let collection = Collection(6)
    let outcome = try sp.script(
      """
      \(try sp.importing(collection)) --detach && sp sandbox fail --status 500 --method POST --count 4
      sp queue run --quiet; echo "run ended with $?"
      sp queue list --state rejected -o jsonl
      sp queue retry --job 1 && sp queue run --quiet
      """)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("run ended with 7"), "\(outcome.output)")
    try sp.holds(collection)
  }
}
