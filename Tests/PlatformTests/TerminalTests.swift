import Glibc
import Platform
import Testing
import Values

/// A terminal whose other end the test holds.
final class PseudoTerminal: Sendable {
  private let master: Int32
  let slave: Int32
  let name: String

  init(columns: UInt16, rows: UInt16) throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (number, locked): (Int32, Int32) = (0, 0)
    try #require(ioctl(master, 0x4004_5431, &locked) == 0)  // TIOCSPTLCK
    try #require(ioctl(master, 0x8004_5430, &number) == 0)  // TIOCGPTN
    name = "/dev/pts/\(number)"
    slave = open(name, O_RDWR | O_NOCTTY)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(slave, UInt(TIOCSWINSZ), &size) == 0)
  }

  deinit {
    close(slave)
    close(master)
  }

  func console(_ environment: Environment) -> Console {
    Console(output: slave, error: slave, input: slave, environment: environment)
  }

  var echoes: Bool {
    var settings = termios()
    tcgetattr(slave, &settings)
    return settings.c_lflag & tcflag_t(ECHO) != 0
  }

  func type(_ text: String) { _ = text.withCString { write(master, $0, strlen($0)) } }

  /// What stands on the screen by now.
  func shown() -> String {
    var bytes: [UInt8] = []
    var wait = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    while poll(&wait, 1, 50) > 0, wait.revents & Int16(POLLIN) != 0 {
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite(.timeLimit(.minutes(1))) struct TerminalTests {
  @Test func questionsAreAnsweredLineByLine() {
    let console = Console.buffered(input: "yes\r\n\nlast")
    #expect(console.ask("Sure? ") == "yes")
    #expect(console.ask("Again? ") == "")
    #expect(console.ask("Name? ") == "last")
    #expect(console.ask("More? ") == nil)
    #expect(console.errorText == "Sure? Again? Name? More? ")
  }

  @Test func secretsAreNotShown() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let console = terminal.console(Environment(["TERM": "xterm"]))
    #expect(console.inputIsTerminal && console.outputIsTerminal && console.errorIsTerminal)
    let typist = OtherThread {
      while terminal.echoes { usleep(1000) }
      terminal.type("hunter2\n")
    }
    #expect(try console.askSecret("Token: ") == "hunter2")
    typist.join()
    #expect(terminal.echoes)
    #expect(terminal.shown() == "Token: \r\n")
    terminal.type("seen\n")
    #expect(console.ask("Name: ") == "seen")
    #expect(terminal.shown().contains("seen"))
  }

  @Test func secretsNeedATerminal() throws {
    let null = open("/dev/null", O_RDWR)
    defer { close(null) }
    let console = Console(output: null, error: null, input: null, environment: Environment([:]))
    let error = #expect(throws: SystemError.self) { try console.askSecret("Token: ") }
    #expect(error?.code == ENOTTY)
    #expect(console.ask("Name: ") == nil)
  }

  @Test func anInterruptedSecretLeavesTheTerminalAsItWas() async {
    await #expect(processExitsWith: .success) {
      let terminal = try PseudoTerminal(columns: 80, rows: 24)
      let killer = OtherThread {
        while terminal.echoes { usleep(1000) }
        kill(getpid(), SIGINT)
      }
      #expect(try terminal.console(Environment([:])).askSecret("Token: ") == nil)
      #expect(Interrupt.requested == SIGINT)
      #expect(terminal.echoes)
      killer.join()
    }
  }

  static let pagers: [([String: String], lines: Int, shown: String)] = [
    (["SP_PAGER": "sed s/^/P:/"], 30, "P:1\r\n"), (["SP_PAGER": "sed s/^/P:/"], 5, "1\r\n"),
    (["SP_PAGER": "", "PAGER": "sed s/^/P:/"], 30, "1\r\n"), (["PAGER": "cat"], 30, "1\r\n"),
    (["PAGER": "sed s/^/Q:/"], 30, "Q:1\r\n"), (["PAGER": "sed s/^/Q:/", "TERM": "dumb"], 30, "1\r\n"),
    (["PAGER": "echo $LESS; cat >/dev/null"], 30, "FRX\r\n"),
    (["PAGER": "echo $LESS; cat >/dev/null", "LESS": "R"], 30, "R\r\n"),
  ]

  /// The pager here inherits the test's standard output, so it is told to write to the terminal by name.
  @Test(arguments: pagers)
  func longAnswersGoThroughThePager(variables: [String: String], lines: Int, shown: String) throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 10)
    var environment = Environment(["TERM": "xterm", "PATH": "/usr/bin:/bin"].merging(variables) { $1 })
    for pager in ["SP_PAGER", "PAGER"] {
      if let command = environment.nonEmpty(pager), command != "cat" {
        environment[pager] = "(\(command)) >\(terminal.name)"
      }
    }
    let console = terminal.console(environment)
    console.usePager()
    console.report("before")
    for line in 1...lines { try console.write("\(line)\n") }
    try console.endPager()
    console.report("after")
    let screen = terminal.shown()
    #expect(screen.hasPrefix("before\r\n\(shown)") && screen.hasSuffix("after\r\n"), "\(screen)")
  }

  @Test func leavingThePagerEarlyIsAClosedPipe() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 10)
    let console = terminal.console(Environment(["TERM": "xterm", "PAGER": "exit 0", "PATH": "/bin"]))
    console.usePager()
    let error = #expect(throws: SystemError.self) {
      for line in 1...100_000 { try console.write("\(line)\n") }
      try console.endPager()
    }
    #expect(error?.isClosedPipe == true)
  }

  @Test(arguments: [
    ("plain\ttext\n", "plain\ttext\n"), ("a\r\nb", "a\r\nb"), ("a\rb", "a␍b"),
    ("\u{1B}]52;c;x\u{7}", "␛]52;c;x␇"),
    ("\u{7F}\0", "␡␀"), ("\u{9B}2J", "\\u{9b}2J"), ("x\u{202E}y\u{2069}", "x\\u{202e}y\\u{2069}"),
    ("“é” – 日本 👍🏽\u{200D}", "“é” – 日本 👍🏽\u{200D}"), ("e\u{301}\u{85}", "e\u{301}\\u{85}"),
  ])
  func remoteTextCannotDriveTheTerminal(text: String, shown: String) {
    #expect(Array(Console.printable(text).utf8) == Array(shown.utf8))
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｶﾅ", 2), ("Ａ", 2), ("한", 2), ("한", 2),
    ("…", 1),
    ("👨‍👩‍👧", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("🇫🇷", 2), ("🇫", 1), ("☎", 1), ("⌚", 2), ("\u{200B}", 0),
    ("█▁", 2), ("✓", 1), ("नि", 1), ("“”", 2), ("a\u{AD}b", 3), ("\u{1B}", 0), ("🥐x", 3), ("ไทย", 3),
  ])
  func widthIsCountedInCells(text: String, cells: Int) { #expect(Console.width(text) == cells) }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("abc", 1, "…"), ("abc", 0, ""), ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"), ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"),
  ])
  func textIsCutAtCharacters(text: String, columns: Int, result: String) {
    #expect(Console.cut(text, to: columns) == result)
    #expect(Console.width(result) <= columns)
  }
}
