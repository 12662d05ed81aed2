@preconcurrency import Glibc
import Values

/// The three standard streams: the answer goes to standard output, everything else to standard error.
///
/// One console is handed around; it is not for several threads. Output is buffered: `flush()` at the end,
/// and before anything that waits. A terminal shows remote text only as `printable` returns it.
public final class Console {
  /// What `--color` says.
  public enum ColorChoice: String, Sendable, CaseIterable { case auto, always, never }
  /// What `--progress` says.
  public enum ProgressChoice: String, Sendable, CaseIterable { case auto, always, never }

  /// Overrides the environment where it is not `.auto`.
  public var colorChoice = ColorChoice.auto
  /// `.never` (also for `--quiet`) shows none, `.always` draws even where standard error is no terminal.
  public var progressChoice = ProgressChoice.auto
  /// What `--columns` says.
  public var columnsChoice: Int?

  /// Whether the answer goes to a terminal.
  public var outputIsTerminal: Bool { answer.isTerminal }
  /// Whether standard error is a terminal.
  public let errorIsTerminal: Bool
  /// Whether standard input is a terminal.
  public var inputIsTerminal: Bool { areTerminals ?? input.isTerminal }
  /// The variables the console and its children go by.
  public let environment: Environment

  let clock: SystemClock
  /// Where the answer goes.
  var answer: AnswerStream
  let error: OutputStream
  var input: ConsoleInput
  var progressState: ProgressState
  var paging = Paging.off
  var heldReports: [String] = []
  private let areTerminals: Bool?
  private static let capacity = 64 << 10

  /// Whether any of the answer was written, flushed or not.
  public var hasWritten: Bool { answer.hasWritten }

  init(
    output: OutputStream, error: OutputStream, input: ConsoleInput, areTerminals: Bool?,
    environment: Environment, clock: SystemClock
  ) {
    Interrupt.ignoreWriteSignals()
    self.areTerminals = areTerminals
    errorIsTerminal = areTerminals ?? error.isTerminal
    answer = AnswerStream(output, isTerminal: areTerminals ?? output.isTerminal)
    (self.error, self.input) = (error, input)
    (self.environment, self.clock) = (environment, clock)
    progressState = ProgressState(startedAt: clock.uptime())
  }

  /// The process's own three streams.
  public convenience init(environment: Environment, clock: SystemClock = .system) {
    self.init(
      output: STDOUT_FILENO, error: STDERR_FILENO, input: STDIN_FILENO, environment: environment,
      clock: clock)
  }

  /// Streams of the caller's, who closes them.
  public convenience init(
    output: Int32, error: Int32, input: Int32, environment: Environment, clock: SystemClock = .system
  ) {
    self.init(
      output: OutputStream(Descriptor(output, name: "standard output", isOwned: false)),
      error: OutputStream(Descriptor(error, name: "standard error", isOwned: false)),
      input: .descriptor(Descriptor(input, name: "standard input", isOwned: false)),
      areTerminals: nil, environment: environment, clock: clock)
  }

  /// A console that keeps what is written, and answers questions from `input`; nothing of it is a terminal
  /// unless asked for.
  public static func buffered(
    input: String = "", areTerminals: Bool = false, columns: Int = 80,
    environment: Environment = Environment([:]),
    clock: SystemClock = .system
  ) -> Console {
    let console = Console(
      output: OutputStream(nil), error: OutputStream(nil), input: .text(Array(input.utf8)[...]),
      areTerminals: areTerminals, environment: environment, clock: clock)
    console.columnsChoice = columns
    return console
  }

  /// What a buffered console was given for standard output, flushed or not.
  public var outputText: String { String(decoding: answer.stream.collected + answer.buffer, as: UTF8.self) }

  /// What a buffered console was given for standard error.
  public var errorText: String { String(decoding: error.collected, as: UTF8.self) }

  /// Adds to the answer. Fails with `isClosedPipe` when nobody reads any more.
  public func write(_ text: String) throws(SystemError) {
    answer.hasWritten = true
    answer.buffer.append(contentsOf: text.utf8)
    if answer.buffer.count >= Console.capacity { try drain() }
  }

  /// Adds bytes to the answer.
  public func write(_ bytes: some Sequence<UInt8>) throws(SystemError) {
    answer.hasWritten = true
    answer.buffer.append(contentsOf: bytes)
    if answer.buffer.count >= Console.capacity { try drain() }
  }

  /// Hands everything written so far to standard output, or to the pager once there is one.
  public func flush() throws(SystemError) {
    if !answer.buffer.isEmpty { try startOrSkipPager(isLast: true, pending: answer.buffer) }
    try drain()
  }

  private func drain() throws(SystemError) {
    if let failure = answer.failure { throw failure }
    guard try startOrSkipPager(isLast: false, pending: answer.buffer), !answer.buffer.isEmpty else { return }
    if outputIsTerminal { clearProgress() }
    defer { answer.buffer.removeAll(keepingCapacity: true) }
    do throws(SystemError) {
      switch paging {
      case .running(let pager): try pager.write(answer.buffer)
      case .off, .waiting: try answer.stream.write(answer.buffer)
      }
      if let copy = answer.copy { try copy(Console.withoutStyles(answer.buffer)) }
    } catch {
      answer.failure = error
      throw error
    }
  }

  /// Says something to the person: a line on standard error, at once, or after the pager that has the
  /// screen. Failure to say it is not reported.
  public func report(_ text: String) {
    let line = text.hasSuffix("\n") ? text : text + "\n"
    if case .running = paging { return heldReports.append(line) }
    try? flush()
    clearProgress()
    put(line)
  }

  /// Says something to the person from any thread: a line on the process's standard error, in one piece.
  public static func tell(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    try? OutputStream(Descriptor(STDERR_FILENO, name: "standard error", isOwned: false)).write(bytes)
  }

  /// Writes to standard error as it is.
  func put(_ text: String) { try? error.write(Array(text.utf8)) }
}
