import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// A home in which command lines run one after the other, each as a new process would, over one transport.
struct ToyHome {
  /// What a command ended with and wrote.
  struct Outcome {
    var code = ExitCode.success
    var failure: Failure?
    var output: String
    var error: String
  }

  let transport: any Transport
  let time = VirtualTime()
  var table = Toys.table
  private let directory: TemporaryDirectory

  init(_ transport: any Transport) throws {
    self.transport = transport
    directory = try TemporaryDirectory()
  }

  func path(_ name: String) -> String { "\(directory.path)/\(name)" }

  func session(_ console: Console = .buffered()) throws -> Session {
    let environment = Environment(["SP_HOME": directory.path])
    return Session(
      table: table, environment: environment, directories: try Directories(environment),
      console: console, clock: time.clock()
    ) { _ in transport }
  }

  /// Runs a line such as `sp toys list`; JSON is the form of answers, as in a pipe.
  @discardableResult
  func run(_ line: String) throws -> Outcome {
    let console = Console.buffered()
    do {
      let words = Example.example("", line).words.dropFirst()
      guard case .run(let invocation) = try InvocationParser.parse(Array(words), table) else {
        throw Failure.usage("\(line) runs nothing")
      }
      let code = try session(console).run(invocation)
      return Outcome(code: code, output: console.outputText, error: console.errorText)
    } catch let failure as Failure {
      return Outcome(
        code: failure.kind, failure: failure, output: console.outputText, error: console.errorText)
    }
  }

  /// The answer of a line that must work, as JSON lines joined by a space.
  func answer(_ line: String) throws -> String {
    let outcome = try run(line + " -o jsonl -q")
    try #require(outcome.failure == nil, "\(line): \(outcome.failure?.message ?? "")")
    return outcome.output.split(separator: "\n").joined(separator: " ")
  }

  /// Writes a file into the home and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try ImportSample.write(Array(text.utf8), to: path(name))
    return path(name)
  }
}
