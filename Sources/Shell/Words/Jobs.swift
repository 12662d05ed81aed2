import Engine
import Platform
import Values

/// What runs behind `&`: other processes of `sp`, whose words are told between lines.
struct Jobs {
  struct Job {
    let number: Int
    let process: BackgroundProcess
    let command: String
    /// What it has said since its last whole line.
    var partial: [UInt8] = []
  }

  private(set) var running: [Job] = []
  private var count = 0

  /// Readable when there is something to tell.
  var descriptors: [Int32] { running.map(\.process.descriptor) }

  mutating func start(_ words: [String], _ environment: Environment) throws(Failure) -> Job {
    guard let program = CurrentProcess.executable else {
      throw Failure(.other, "cannot find the program of sp")
    }
    let process = try Failure.local { try BackgroundProcess([program] + words, environment: environment) }
    count += 1
    let job = Job(number: count, process: process, command: words.map(\.shellSpelling).joined(separator: " "))
    running.append(job)
    return job
  }

  /// The lines that jobs have said since the last call, and how those ended that did.
  mutating func news() -> [String] {
    var lines: [String] = []
    var over: Set<Int> = []
    for index in running.indices {
      // One that has ended may have more to say.
      let hasSaidAll = running[index].collect(into: &lines)
      guard hasSaidAll, running[index].process.wait() else { continue }
      lines.append(running[index].ending)
      over.insert(running[index].number)
    }
    running.removeAll { over.contains($0.number) }
    return lines
  }

  mutating func waitForAll(_ console: Console) -> Int32 {
    var status: Int32 = 0
    while !running.isEmpty {
      guard Interrupt.requested == nil else { return 130 }
      let known = running
      for line in news() { console.report(line) }
      for job in known { if let own = job.process.status, own != 0 { status = own } }
      if !running.isEmpty { _ = Readiness.wait(for: descriptors + [Interrupt.wakeDescriptor]) }
    }
    return status
  }

  /// `jobs`, `jobs stop N`.
  func command(_ texts: [String], _ console: Console) throws(Failure) -> Int32 {
    if texts.isEmpty {
      try Failure.local {
        for job in running { try console.write("[\(job.number)] \(Console.printable(job.command))\n") }
      }
      return 0
    }
    guard texts.count == 2, texts[0] == "stop", let number = Int(texts[1]) else {
      throw .usage("jobs takes nothing, or 'stop' and a number")
    }
    guard let job = running.first(where: { $0.number == number }) else {
      throw Failure(.notFound, "nothing runs as [\(number)]", code: "no_job", hint: "jobs")
    }
    job.process.interrupt()
    return 0
  }
}

extension Jobs.Job {
  /// Takes what it has said; true once it has said everything.
  fileprivate mutating func collect(into lines: inout [String]) -> Bool {
    let bytes = process.read()
    partial += bytes ?? []
    while let end = partial.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(told(partial[..<end]))
      partial.removeSubrange(...end)
    }
    guard bytes == nil else { return false }
    if !partial.isEmpty { lines.append(told(partial[...])) }
    partial = []
    return true
  }

  private func told(_ bytes: ArraySlice<UInt8>) -> String {
    "[\(number)] \(Console.printable(String(decoding: bytes, as: UTF8.self)))"
  }

  fileprivate var ending: String {
    let status = process.status ?? 0
    return "[\(number)] \(status == 0 ? "done" : "exit \(status)"): \(Console.printable(command))"
  }
}

extension Shell {
  /// Starts a statement that ends with `&`; true, since its status is not known yet.
  func startJob(_ statement: Statement) -> Bool {
    do throws(Failure) {
      place = name(statement.place, inScript: true)
      guard statement.links.count == 1, case .command(let words) = statement.links[0].pipeline.kind,
        statement.links[0].pipeline.target == nil, statement.links[0].pipeline.input == nil,
        words[0].literal.flatMap(ShellCommand.named) == nil, words[0].bare.flatMap(alias) == nil
      else { throw .usage("only a command of sp alone can run behind '&'", hint: "queue run &") }
      let texts = context.resolve(try expansion.texts(words), session.table)
      let job = try jobs.start(manner.options + texts, console.environment)
      console.report("[\(job.number)] \(job.process.identifier)")
      status = 0
    } catch {
      status = fail(error)
    }
    return status == 0
  }
}
