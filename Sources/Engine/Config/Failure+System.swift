import Catalog
import Platform

extension Failure {
  /// A call to the operating system that failed; an interrupt is one whatever it interrupted.
  static func system(_ error: SystemError, _ kind: ExitCode = .other, service: String? = nil) -> Failure {
    if error.isInterrupted { return Failure(.interrupted, "interrupted") }
    return Failure(kind, error.description, service: service, code: "system", hint: error.refusal?.remedy)
  }
}
