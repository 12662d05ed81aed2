import Platform
import Values

/// The built `sp` with a home of its own, which goes when it does.
struct Sp {
  /// What a run ended with and wrote.
  typealias Outcome = (status: Int32, output: String, error: String)

  /// The root of the package, from which the lines of its documents run.
  static let package = Files.split(Files.split(Files.split(#filePath).directory).directory).directory

  /// Where the files of this `sp` are: its `SP_HOME`.
  let home: TemporaryDirectory
  /// Where the built programs are: beside the bundle of the tests.
  let programs: String

  init() throws {
    home = try TemporaryDirectory()
    programs = Files.split(try Files.realPath("/proc/self/exe")).directory
  }

  /// Runs `sp` with these words; standard input is empty unless given.
  func callAsFunction(
    _ words: String..., input: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try callAsFunction(words, input: input, environment: environment)
  }

  /// Runs `sp` with these words; standard input is empty unless given.
  func callAsFunction(
    _ words: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(["\(programs)/sp"] + words, input: input, environment: environment)
  }

  /// Runs a line of a document in the package's root, with `sp` on PATH and errors among the output.
  func shell(_ line: String, environment: [String: String] = [:]) throws -> Outcome {
    let script = "cd \"$0\" && { \(line)\n} 2>&1"
    return try run(["/bin/bash", "-c", script, Sp.package], input: nil, environment: environment)
  }

  /// Runs any program as if it were `sp`.
  func program(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try run(arguments, input: nil, environment: environment)
  }

  /// Runs a program in a calm environment; its standard error goes through a file of its own.
  private func run(
    _ arguments: [String], input: String?, environment: [String: String]
  ) throws -> Outcome {
    let scratch = try TemporaryDirectory()
    let errors = "\(scratch.path)/error"
    let redirected = ["/bin/sh", "-c", #"e=$0; exec "$@" 2>"$e""#, errors] + arguments
    let process = Environment.process
    let calm = [
      "PATH": "\(programs):\(process["PATH"] ?? "/usr/bin:/bin")", "HOME": home.path, "SP_HOME": home.path,
      "LC_ALL": "C.UTF-8", "TZ": "UTC",
    ]
    let (status, output) = try Subprocess.run(
      redirected, input: input.map { Array($0.utf8) },
      environment: Environment(calm.merging(environment) { $1 }), timeout: .minutes(5))
    return (
      status, String(decoding: output, as: UTF8.self),
      String(decoding: try Files.readAll(errors, limit: 64 << 20), as: UTF8.self)
    )
  }
}
