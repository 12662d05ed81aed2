import Catalog
import Engine
import Platform
import Values

/// Runs lines: the words of `sp` one after another in one session, with variables, rows, pipes and files.
///
/// The REPL and scripts are the same language; connections and databases stay open between lines.
public final class Shell {
  /// Carries out words as `sp WORDS` would and tells how it ended; the failure, if any, is said already.
  public typealias Perform = (_ words: [String], _ place: String?) -> (status: Int32, failure: Failure?)

  /// How lines are run.
  public struct Manner: Sendable {
    /// Whether a person types the lines: a failure then ends its line only.
    public var isInteractive = false
    /// Whether a script goes on after a failure.
    public var keepsGoing = false
    /// Whether each command is said before it runs.
    public var echoes = false
    /// Options that every command gets.
    public var options: [String] = []
    /// What places in messages are called by: the name of the script.
    public var source: String?

    /// A quiet script that stops at its first failure.
    public init() {}
  }

  let session: Session
  let perform: Perform
  var manner: Manner
  var variables = Variables()
  var results = Results()
  var context = Context()
  var history = History()
  var jobs = Jobs()
  var places = Places()
  /// What `timing` says; nil leaves it to the setting.
  var timing: String?
  /// The status that `exit` asks to end with.
  var ending: Int32?
  /// The aliases being carried out, the innermost last.
  var aliases: [String] = []
  /// How deep `source` is.
  var depth = 0
  /// Where the statement of the moment stands.
  var place: String?

  /// A shell in a session; `perform` carries out the words that are not its own.
  public init(session: Session, manner: Manner, perform: @escaping Perform) {
    self.session = session
    self.manner = manner
    self.perform = perform
  }

  var console: Console { session.console }

  /// The status of the last command.
  var status: Int32 {
    get { variables.status }
    set { variables.status = newValue }
  }

  /// Gives a variable a value before anything runs.
  public func set(_ name: String, _ value: String) throws(Failure) {
    try Variables.check(name)
    variables.values[name] = .string(value)
  }

  /// Runs a whole script, of which nothing runs unless all of it can be understood; returns its status.
  public func run(script text: String, named source: String, arguments: [String] = []) -> Int32 {
    let outer = (manner, variables.arguments)
    (manner.source, manner.isInteractive) = (source, false)
    variables.arguments = arguments
    defer { (manner, variables.arguments) = outer }
    do throws(Failure) {
      let script = try parse(text)
      try check(script)
      return run(script)
    } catch {
      return fail(error)
    }
  }

  /// Reads and checks a whole script as `run` does and prints its statements with their places; runs none.
  public func show(script text: String, named source: String, arguments: [String] = []) -> Int32 {
    (manner.source, manner.isInteractive) = (source, false)
    variables.arguments = arguments
    do throws(Failure) {
      let script = try parse(text)
      try check(script)
      for statement in script.statements {
        let place = name(statement.place, inScript: true).map { "\($0): " } ?? ""
        let source = console.outputIsTerminal ? Console.printable(statement.source) : statement.source
        _ = try write(place + source)
      }
      return 0
    } catch {
      return fail(error)
    }
  }

  /// Reads a text as statements, for a person or a script.
  func parse(_ text: String) throws(Failure) -> Script {
    do throws(SyntaxError) { return try ScriptParser.parse(text) } catch {
      var failure = Failure.usage(error.message)
      failure.place = name(error.place)
      throw failure
    }
  }

  /// Runs statements one after another.
  func run(_ script: Script) -> Int32 {
    var first: Int32 = 0
    for (index, statement) in script.statements.enumerated() {
      let isExempt = run(statement)
      guard ending == nil, Interrupt.requested == nil else { break }
      guard status != 0, !isExempt else { continue }
      if first == 0 { first = status }
      let next = script.statements.dropFirst(index + 1).first
      let goesOn = manner.isInteractive ? next?.place.line == statement.place.line : manner.keepsGoing
      if !goesOn { break }
    }
    if manner.keepsGoing, !manner.isInteractive, ending == nil, first != 0 { status = first }
    return ending ?? status
  }

  /// Runs a statement; true where its status does not count as a failure of the script, as in sh.
  private func run(_ statement: Statement) -> Bool {
    if statement.isBackground { return startJob(statement) }
    var hasSkippedLast = false
    for link in statement.links {
      let isDue =
        switch link.condition {
        case .always: true
        case .success: status == 0
        case .failure: status != 0
        }
      hasSkippedLast = !isDue
      guard isDue else { continue }
      place = name(link.pipeline.place, inScript: true)
      status = run(link.pipeline)
      if ending != nil || Interrupt.requested != nil { return false }
    }
    return hasSkippedLast
  }

  /// Says a failure with its place and returns its status.
  func fail(_ failure: Failure) -> Int32 {
    guard failure.kind != .success else { return 0 }
    var failure = failure
    failure.place = failure.place ?? place
    variables.error = failure.message
    try? console.flush()
    FailureRenderer(console: console, form: nil).render(failure)
    return failure.kind.rawValue
  }

  /// What messages call a place: `FILE:LINE` in a script, the column of what a person typed.
  func name(_ place: Script.Place, inScript: Bool = false) -> String? {
    if let source = manner.source {
      return inScript ? "\(source):\(place.line)" : "\(source):\(place.line):\(place.column)"
    }
    guard !inScript else { return nil }
    return place.line == 1 ? "column \(place.column)" : "line \(place.line), column \(place.column)"
  }
}
