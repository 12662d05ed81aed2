import Engine
import Platform
import Values

extension Shell {
  /// Runs one command with its input and output where they are to go; returns its status.
  func run(_ pipeline: Pipeline) -> Int32 {
    try? console.flush()
    console.beginAnswer()
    do {
      switch pipeline.kind {
      case .shell(let line):
        echo("!\(line)")
        return try runOnTerminal(line)
      case .command(let words):
        guard let input = pipeline.input else { return try run(words, to: pipeline.target) }
        let text = try expansion.text(input)
        return try StandardInput.feeding(Array(text.utf8)) { try run(words, to: pipeline.target) }
      }
    } catch {
      return fail(Failure(local: error))
    }
  }

  private func run(_ words: [Word], to target: Pipeline.Target?) throws -> Int32 {
    switch target {
    case .pipe(let line): return try run(words, to: .pipe(line))
    case .file(let name): return try run(words, to: .file(expansion.text(name), isAddedTo: false))
    case .appended(let name): return try run(words, to: .file(expansion.text(name), isAddedTo: true))
    case nil:
      guard !console.isDiverted, !ShellCommand.placing.contains(words[0].literal ?? ""),
        let place = places.take()
      else { return run(words) }
      let status = try run(words, to: place)
      if status == 0 { places.haveTaken(place) }
      return status
    }
  }

  private func run(_ words: [Word], to place: Places.Place) throws -> Int32 {
    switch place {
    case .pipe(let line): return try run(words, piping: line)
    case .file(let path, isAddedTo: false):
      let sink = try FileSink(replacing: path, access: .shared)
      let status = try console.diverting(to: sink.write) { run(words) }
      if status == 0 { try sink.commit() }
      return status
    case .file(let path, isAddedTo: true):
      let sink = try FileSink(appendingTo: path, access: .shared)
      let status = try console.diverting(to: sink.write) { run(words) }
      try sink.commit()
      return status
    }
  }

  private func run(_ words: [Word], piping line: String) throws -> Int32 {
    try console.flush()
    let pipe = try ShellPipe(line, environment: childEnvironment)
    let own: Int32
    do {
      own = try console.diverting(to: pipe.write) { run(words) }
    } catch {
      own = Failure(local: error).kind.rawValue
    }
    let last = pipe.finish()
    return last != 0 ? last : own
  }

  /// Runs a line of the system's shell in front of the person.
  func runOnTerminal(_ line: String) throws(Failure) -> Int32 {
    try Failure.local {
      try console.flush()
      return try Subprocess.runOnTerminal(["/bin/sh", "-c", line], environment: childEnvironment)
    }
  }

  /// What a command answers, as a value; nil where it failed.
  func capture(_ pipeline: Pipeline) throws(Failure) -> JSON? {
    guard case .command(let words) = pipeline.kind else { return nil }
    var bytes: [UInt8] = []
    let outer = manner.options
    manner.options.append("--output=json")
    defer { manner.options = outer }
    status = try Failure.local { try console.diverting(to: { bytes += $0 }) { run(words) } }
    guard status == 0 else { return nil }
    if let value = try? JSON.parse(bytes) { return value }
    return .string(String(decoding: bytes, as: UTF8.self).trimmingBlanks)
  }

  /// What children see: our variables too, under names of their own.
  var childEnvironment: Environment {
    var environment = console.environment
    for (name, value) in variables.values where value.object == nil && value.array == nil {
      let text = value.wordText
      if !text.utf8.contains(0) { environment["SP_VAR_\(name)"] = text }
    }
    return environment
  }

  var expansion: Expansion {
    Expansion(variables: variables, results: results, home: console.environment.nonEmpty("HOME"))
  }

  /// Says what runs, where the script is to be followed.
  func echo(_ line: String) {
    if manner.echoes { console.report("+ \(Console.printable(line))") }
  }
}
