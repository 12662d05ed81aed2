import Database
import Platform
import Testing

/// The import killed, or its disk failing, at system calls: a sample of what `crash-sweep` tries without gaps.
@Suite(.enabled("strace is missing, or ptrace is forbidden", { Strace.isAllowed }))
struct CrashTests {
  private static let kills: [Strace] =
    stride(from: 5, to: 330, by: 25).map { Strace("pwrite64", at: $0) }
    + stride(from: 1, to: 52, by: 5).map { Strace("fdatasync", at: $0) }
    + stride(from: 30, to: 100, by: 10).map { Strace("openat", at: $0) }
    + [Strace("write", at: 1), Strace("unlink", at: 1), Strace("unlink", at: 2)]

  private static let errors: [Strace] =
    stride(from: 20, to: 330, by: 35).map { Strace("pwrite64", at: $0, error: "ENOSPC") }
    + stride(from: 20, to: 330, by: 70).map { Strace("pwrite64", at: $0, error: "EIO") }
    + [
      Strace("fdatasync", at: 30, error: "EIO"),
      Strace("pwrite64", at: 150, error: "ENOSPC", isLasting: true),
    ]

  @Test("Each row once, wherever the import was killed or its disk failed", arguments: kills + errors)
  func once(_ fault: Strace) throws {
    let sp = try Sp()
    let collection = Collection(12)
    let importing = try sp.importing(collection)
    let hurt = try sp.shell("\(fault.command) \(importing)")
    #expect(fault.isKill ? [0, Ending.killed].contains(hurt.status) : [0, 1, 5, 8].contains(hurt.status))
    let wasQueued = (try? sp.hasOpenJob()) ?? false
    #expect(try sp("queue", "run").status == 0)
    if !wasQueued { #expect(try sp.shell(importing).status == 0) }
    try sp.holds(collection)
    let again = try sp.shell("\(importing) -o jsonl")
    #expect(again.output.contains(#""unchanged":12"#) && again.output.contains(#""confirmed":0"#))
    #expect(try Files.list(sp.home.path).filter { $0.hasPrefix("plan-") } == [])
  }

  @Test(
    "The same import again finishes what was killed, with or without queue run",
    arguments: [70, 150, 210, 290])
  func again(_ number: Int) throws {
    let sp = try Sp()
    let collection = Collection(12)
    let importing = try sp.importing(collection)
    _ = try sp.shell("\(Strace("pwrite64", at: number).command) \(importing)")
    #expect(try sp.shell(importing).status == 0)
    try sp.holds(collection)
  }
}

/// A fault at one system call of a process.
struct Strace: Sendable, CustomTestStringConvertible {
  let command: String
  let isKill: Bool

  /// Kills at the call of that number, or makes it fail: once, or from then on.
  init(_ call: String, at number: Int, error: String? = nil, isLasting: Bool = false) {
    isKill = error == nil
    let what = error.map { "error=\($0)" } ?? "signal=KILL"
    command =
      "strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(call):\(what):when=\(number)\(isLasting ? "+" : "")"
  }

  var testDescription: String { String(command.split(separator: " ").last ?? "") }

  static let isAllowed: Bool = {
    let tried = try? Subprocess.run(
      ["/bin/sh", "-c", "strace -f -qq -o /dev/null -e trace=write true"], environment: .process,
      inheritError: false)
    return tried?.status == 0
  }()
}

extension Sp {
  /// Whether a job was opened, so that `queue run` knows of it.
  func hasOpenJob() throws -> Bool {
    let state = try Connection(path: "\(home.path)/state.db", access: .readOnly)
    return try state.first("SELECT 1 FROM jobs WHERE state = 'open'") { _ in true } ?? false
  }
}
