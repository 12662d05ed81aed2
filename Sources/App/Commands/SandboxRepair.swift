import Database
import Engine
import Platform

/// What `sp sandbox reset` does about a file that is no database any more and so cannot be emptied.
enum SandboxRepair {
  /// Moves a damaged file away; it is kept for whoever wants to look into it.
  static func setAsideIfDamaged(_ path: String, _ session: Session) throws(Failure) {
    guard Files.exists(path), isDamaged(path) else { return }
    let aside = "\(path).damaged-\(session.clock.now().milliseconds)"
    try Failure.local {
      try Files.rename(path, to: aside)
      for suffix in ["-wal", "-shm"] where Files.exists(path + suffix) { try Files.remove(path + suffix) }
    }
    session.console.report("note: the sandbox was damaged; it was moved to \(aside)")
  }

  private static func isDamaged(_ path: String) -> Bool {
    do throws(DatabaseError) {
      return try Connection(path: path, access: .readOnly).integrityProblem() != nil
    } catch {
      return [.corrupt, .notADatabase].contains(error.code.primary)
    }
  }
}
