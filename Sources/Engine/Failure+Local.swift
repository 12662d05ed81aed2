import Catalog
import Database
import Platform
import Values

extension Failure {
  /// Runs what may fail on this machine, and says its failure in the one shape.
  public static func local<T>(_ body: () throws -> T) throws(Failure) -> T {
    do { return try body() } catch { throw Failure(local: error) }
  }

  /// Says any error of the floors below in the one shape.
  public init(local error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as DatabaseError: self = Failure(database: error)
    case let error as SystemError where error.isClosedPipe:
      self = Failure(.success, "nobody reads the answer any more", code: "closed_pipe")
    case let error as SystemError:
      self = Failure(.other, error.description, code: "system", hint: error.refusal?.remedy)
    case let error as JSONError: self = Failure(.other, "not JSON: \(error)", code: "json")
    default: self = Failure(.other, "\(error)")
    }
  }

  private init(database error: DatabaseError) {
    switch error.code.primary {
    case .full:
      self = Failure(
        .other, "\(error.path): the disk is full; nothing that was confirmed is lost", code: "disk_full",
        hint: "make room, then sp queue run")
    case .busy, .locked:
      self = Failure(
        .temporary, "\(error.path) is busy: another process is writing", code: "busy", hint: "try again")
    case .interrupted: self = Failure(.interrupted, "interrupted")
    default: self = Failure(.other, error.description, code: "database", hint: "sp doctor")
    }
  }
}
