import Glibc
import Platform
import Synchronization
import Testing
import Values

@Suite struct ConsoleTests {
  @Test func answersAndReportsGoTheirWays() throws {
    let console = Console.buffered()
    try console.write("a\n")
    console.report("note")
    try console.write(Array("b\n".utf8))
    #expect(console.outputText == "a\nb\n")
    #expect(console.errorText == "note\n")
    #expect(!console.outputIsTerminal && !console.colorsOutput && console.columns == 80)
  }

  @Test func everyByteArrivesInOrder() throws {
    let directory = try TemporaryDirectory()
    let file = open("\(directory.path)/out", O_RDWR | O_CREAT, 0o600)
    defer { close(file) }
    let console = Console(output: file, error: file, input: file, environment: Environment([:]))
    for number in 0..<50_000 { try console.write("\(number)\n") }
    console.report("end")
    let text = try String(decoding: Files.readAll("\(directory.path)/out", limit: 1 << 20), as: UTF8.self)
    #expect(text == (0..<50_000).map { "\($0)\n" }.joined() + "end\n")
  }

  @Test func aClosedPipeEndsQuietlyAndAFullDiskDoesNot() throws {
    var ends: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    close(ends[0])
    let closed = Console(output: ends[1], error: ends[1], input: ends[1], environment: Environment([:]))
    try closed.write("x")
    for _ in 0..<2 {
      let error = #expect(throws: SystemError.self) { try closed.flush() }
      #expect(error?.isClosedPipe == true)
    }
    closed.report("nobody hears")
    close(ends[1])
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let console = Console(output: full, error: full, input: full, environment: Environment([:]))
    try console.write("x")
    let error = #expect(throws: SystemError.self) { try console.flush() }
    #expect(error?.description == "cannot write standard output: No space left on device")
    #expect(error?.isClosedPipe == false)
  }

  static let colors: [(Console.ColorChoice, [String: String], terminal: Bool, pipe: Bool)] = [
    (.auto, ["TERM": "xterm"], true, false), (.auto, [:], false, false),
    (.auto, ["TERM": "dumb"], false, false), (.auto, ["TERM": "xterm", "NO_COLOR": "1"], false, false),
    (.auto, ["TERM": "xterm", "NO_COLOR": ""], true, false),
    (.auto, ["TERM": "dumb", "CLICOLOR_FORCE": "1"], true, true), (.auto, ["FORCE_COLOR": "3"], true, true),
    (.auto, ["TERM": "xterm", "FORCE_COLOR": "0"], true, false),
    (.auto, ["TERM": "xterm", "CLICOLOR": "0"], false, false),
    (.auto, ["TERM": "xterm", "CLICOLOR": "1"], true, false),
    (.auto, ["CLICOLOR": "0", "CLICOLOR_FORCE": "1"], true, true),
    (.auto, ["FORCE_COLOR": "1", "NO_COLOR": "1"], false, false),
    (.always, ["NO_COLOR": "1", "TERM": "dumb"], true, true),
    (.never, ["FORCE_COLOR": "1", "TERM": "xterm"], false, false),
  ]

  @Test(arguments: colors)
  func colorsByPrecedence(
    choice: Console.ColorChoice, variables: [String: String], terminal: Bool, pipe: Bool
  ) {
    for isTerminal in [true, false] {
      let console = Console.buffered(areTerminals: isTerminal, environment: Environment(variables))
      console.colorChoice = choice
      #expect(console.colorsOutput == (isTerminal ? terminal : pipe))
      #expect(console.colorsError == console.colorsOutput)
    }
    #expect(TextStyle.red.paint("x", if: terminal) == (terminal ? "\u{1B}[31mx\u{1B}[0m" : "x"))
  }

  @Test func widthIsTheOptionThenTheVariableThenTheTerminal() throws {
    let terminal = try PseudoTerminal(columns: 33, rows: 7)
    for (variable, columns) in [("", 33), ("0", 33), ("x", 33), ("-4", 33), ("120", 120)] {
      let console = terminal.console(Environment(["COLUMNS": variable]))
      #expect(console.columns == columns, "COLUMNS=\(variable)")
      console.columnsChoice = 50
      #expect(console.columns == 50)
      #expect(console.rows == 7)
    }
    #expect(try PseudoTerminal(columns: 0, rows: 0).console(Environment([:])).columns == 80)
  }

  @Test func progressIsShownOnlyWhenDue() throws {
    let clock = TestTime()
    let console = Console.buffered(
      areTerminals: true, columns: 10, environment: Environment(["TERM": "xterm"]), clock: clock.clock)
    for (at, line) in [(0, "a"), (499, "b"), (500, "c"), (599, "d"), (600, "abcdefghijkl")] {
      clock.set(Int64(at))
      console.progress(line)
    }
    #expect(console.errorText == "\rc\u{1B}[K\rabcdefgh…\u{1B}[K")
    console.report("done")
    console.progress(nil)
    try console.write("answer\n")
    try console.flush()
    #expect(console.errorText.hasSuffix("…\u{1B}[K\r\u{1B}[Kdone\n"))
  }

  @Test(arguments: [
    (Console.ProgressChoice.auto, [:], "k 10000\nk 20000\n"), (.never, [:], ""),
    (.auto, ["TERM": "xterm", "SP_ACCESSIBLE": "1"], "k 10000\nk 20000\n"),
  ])
  func progressWithoutATerminalIsAPlainLineNowAndThen(
    choice: Console.ProgressChoice, variables: [String: String], expected: String
  ) {
    let clock = TestTime()
    let console = Console.buffered(
      areTerminals: variables["TERM"] != nil, environment: Environment(variables), clock: clock.clock)
    console.progressChoice = choice
    for time in stride(from: Int64(0), through: 29_000, by: 1000) {
      clock.set(time)
      console.progress("k \(time)")
    }
    console.progress(nil)
    #expect(console.errorText == expected)
  }
}

/// A clock that stands where it is put.
private final class TestTime: Sendable {
  private let time = Atomic<Int64>(0)

  func set(_ milliseconds: Int64) { time.store(milliseconds, ordering: .relaxed) }

  var clock: SystemClock {
    SystemClock(
      now: { Timestamp(milliseconds: self.time.load(ordering: .relaxed)) },
      uptime: { self.time.load(ordering: .relaxed) }, bootID: "test", sleep: { _ in })
  }
}
