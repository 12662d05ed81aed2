import Catalog
import Engine
import Platform
import Values

/// `sp doctor --recover`: what can be read of a damaged `state.db`.
extension Doctor {
  static func recover(_ session: Session, _ output: Output) throws(Failure) -> ExitCode {
    let path = session.directories.stateDatabase
    guard Files.exists(path) else { throw Failure(.notFound, "there is no \(path)", code: "not_found") }
    let recovery = StateRecovery(path, clock: session.clock)
    if recovery.isSound() {
      output.note("note: \(path) is sound; there is nothing to recover")
      return .success
    }
    let report = try recovery.run()
    try Failure.local {
      var record = JSON.Object()
      record["file"] = .string(report.path)
      record["whole"] = .bool(report.isWhole)
      record["open"] = .number(.init(report.open))
      let rows = report.rows.map { JSON.Object.Member(key: $0.table, value: .number(.init($0.count))) }
      record["rows"] = .object(JSON.Object(unique: rows))
      try output.record(.object(record))
    }
    let (directory, name) = Files.split(path)
    let recovered = Files.quote(Files.split(report.path).name)
    session.console.report(
      """
      \(report.isWhole ? "every row was read" : "some rows could not be read"); \(path) is as it was
      to go on with what was saved:
        cd \(Files.quote(directory)) && mkdir damaged && mv \(name)* damaged/ && mv \(recovered) \(name)
        sp queue run   # asks the services what has arrived before it sends anything
      """)
    return report.isWhole ? .success : .partial
  }
}
