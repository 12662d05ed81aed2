import Catalog
import Database
import Engine
import HTTP
import Platform
import Values

/// `sp doctor`: checks that work even where everything else is broken.
enum Doctor {
  /// What one look found.
  private struct Finding {
    var check: String
    var problem: String?
    var remedy: String?

    var json: JSON {
      [
        "check": .string(check), "state": problem == nil ? "ok" : "problem",
        "problem": problem.map(JSON.string) ?? nil, "remedy": remedy.map(JSON.string) ?? nil,
      ]
    }
  }

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let findings = [
      config(session), keyring(session),
      database("cache", session.directories.cacheDatabase, isDisposable: true),
      database("state", session.directories.stateDatabase, isDisposable: false),
      database("sandbox", session.directories.sandboxDatabase, isDisposable: false), network(session),
    ]
    let output = try Output(invocation, console: session.console, now: session.clock.now())
    var rows = try Rows(
      output, shape: RecordShape("checks", singular: "check", id: "check"), selection: Selection(invocation))
    try Failure.local {
      _ = try rows.page(findings.map(\.json), hasMore: false)
      try rows.finish(.live, total: findings.count)
    }
    return findings.allSatisfy { $0.problem == nil } ? .success : .other
  }

  private static func config(_ session: Session) -> Finding {
    look("config") { () throws(Failure) in _ = try session.settings() }
  }

  private static func keyring(_ session: Session) -> Finding {
    look("keyring") { () throws(Failure) in
      let keyring = Keyring(
        directories: session.directories, encryption: nil, environment: session.environment,
        clock: session.clock)
      _ = try keyring.entries()
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

  private static func network(_ session: Session) -> Finding {
    look("network library") { () throws(Failure) in
      guard CurlTransport.isAvailable else {
        throw Failure(.other, "libcurl.so.4 cannot be loaded", hint: "apt-get install libcurl4")
      }
    }
  }

  private static func look(_ check: String, _ body: () throws(Failure) -> Void) -> Finding {
    do throws(Failure) {
      try body()
      return Finding(check: check)
    } catch {
      return Finding(check: check, problem: error.message, remedy: error.hint)
    }
  }
}
