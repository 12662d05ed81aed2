import Catalog
import Database
import Engine
import HTTP
import Platform
import Values

/// `sp doctor`: checks that work even where everything else is broken.
enum Doctor {
  /// What one look found.
  struct Finding {
    var check: String
    /// What is there, where that is worth telling.
    var detail: String?
    var problem: String?
    var remedy: String?
    /// Whether something is missing that nobody need have.
    var isMissing = false

    var json: JSON {
      [
        "check": .string(check), "state": problem != nil ? "problem" : isMissing ? "missing" : "ok",
        "detail": detail.map(JSON.string) ?? nil, "problem": problem.map(JSON.string) ?? nil,
        "remedy": remedy.map(JSON.string) ?? nil,
      ]
    }
  }

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let output = try Output(invocation, console: session.console, now: session.clock.now())
    if invocation.flag("recover") { return try recover(session, output) }
    let directories = session.directories
    let findings =
      [
        config(session), keyring(session),
        database("cache", directories.cacheDatabase, isDisposable: true),
        database("state", directories.stateDatabase, isDisposable: false),
        database("sandbox", directories.sandboxDatabase, isDisposable: false),
        permissions(directories), room(directories), clock(session), sqlite(), network(),
      ] + helpers(session) + programs(session)
    var rows = try Rows(output, shape: shape, selection: Selection(invocation))
    try Failure.local {
      _ = try rows.page(findings.map(\.json), hasMore: false)
      try rows.finish(.live, total: findings.count)
    }
    return findings.allSatisfy { $0.problem == nil } ? .success : .other
  }

  private static let shape = RecordShape(
    "checks", singular: "check", id: "check", columns: ["check", "state", "detail", "problem", "remedy"])

  private static func config(_ session: Session) -> Finding {
    look("config") { () throws(Failure) in _ = try session.settings() }
  }

  private static func keyring(_ session: Session) -> Finding {
    look("keyring") { () throws(Failure) in
      let keyring = Keyring(
        directories: session.directories, encryption: nil, environment: session.environment,
        clock: session.clock)
      let now = session.clock.now()
      if let over = try keyring.entries().first(where: { $0.credential.isExpired(at: now) }) {
        throw Failure(
          .authentication, "the credential of \(over.service) in profile \(over.profile) has expired",
          hint: "sp auth login \(over.service) --profile \(over.profile)")
      }
    }
  }

  private static func database(_ name: String, _ path: String, isDisposable: Bool) -> Finding {
    guard Files.exists(path) else { return Finding(check: name) }
    var finding = look(name) { () throws(Failure) in
      try Failure.local {
        if let problem = try Connection(path: path, access: .readOnly).integrityProblem() {
          throw Failure(.other, "\(path): \(problem)")
        }
      }
    }
    if finding.problem != nil {
      finding.remedy = isDisposable ? "sp cache clear" : Failure.remedy(forDamaged: path)
    }
    return finding
  }

  private static func network() -> Finding {
    look("network library") { () throws(Failure) in
      guard CurlTransport.isAvailable else {
        throw Failure(.other, "libcurl.so.4 cannot be loaded", hint: "apt-get install libcurl4")
      }
    }
  }

  static func look(_ check: String, _ body: () throws(Failure) -> Void) -> Finding {
    do throws(Failure) {
      try body()
      return Finding(check: check)
    } catch {
      return Finding(check: check, problem: error.message, remedy: error.hint)
    }
  }
}
