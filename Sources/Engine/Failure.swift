import Catalog
import HTTP
import Values

/// Why a command ended without doing what was asked: the one error that users and scripts see.
///
/// It says what happened, where, and what to type next; it never holds a secret.
public struct Failure: Error, Sendable, Hashable {
  /// What sort of failure it is; decides the exit code.
  public var kind: ExitCode
  /// What happened, in a sentence for people, without a full stop.
  public var message: String
  /// The service asked; nil when none was.
  public var service: String?
  /// The HTTP status of its answer.
  public var status: Int?
  /// The service's own error code, or a word of ours for failures that never left the machine.
  public var code: String?
  /// The method and path asked.
  public var request: String?
  /// How long the service says to wait.
  public var retryAfter: TimeSpan?
  /// What to type next.
  public var hint: String?
  /// Where the words stand that failed: the file and line of a script.
  public var place: String?
  /// Whether a write may have reached the service although it failed here.
  public var mayHaveBeenApplied = false
  /// What else the service said.
  public var details: JSON?

  /// Describes a failure.
  public init(
    _ kind: ExitCode, _ message: String, service: String? = nil, status: Int? = nil, code: String? = nil,
    request: String? = nil, retryAfter: TimeSpan? = nil, hint: String? = nil, details: JSON? = nil
  ) {
    self.kind = kind
    self.message = message
    self.service = service
    self.status = status
    self.code = code
    self.request = request
    self.retryAfter = retryAfter
    self.hint = hint
    self.details = details
  }

  /// A wrong command line, or a value refused before anything was sent.
  public static func usage(_ message: String, hint: String? = nil) -> Failure {
    Failure(.usage, message, code: "usage", hint: hint)
  }

  /// A write that `--read-only` refuses.
  static func readOnly(_ what: String) -> Failure {
    Failure(.usage, "--read-only refuses '\(what)', which writes", code: "read_only")
  }

  /// The object scripts read on standard error: `{"error":{…}}` with the members that apply (design section 7).
  public var json: JSON {
    var error = JSON.Object()
    error["kind"] = .string(kind.word)
    error["message"] = .string(message)
    error["service"] = service.map(JSON.string)
    error["status"] = status.map { .number(.init($0)) }
    error["code"] = code.map(JSON.string)
    error["request"] = request.map(JSON.string)
    error["retry_after"] = retryAfter.map { .number(.init(Int(($0.milliseconds + 999) / 1000))) }
    error["hint"] = hint.map(JSON.string)
    error["place"] = place.map(JSON.string)
    error["details"] = details
    return .object(JSON.Object(unique: [.init(key: "error", value: .object(error))]))
  }
}

extension Failure {
  /// The failure without what the redaction knows as secrets, in whatever words the service repeated them.
  func redacted(_ redaction: Redaction) -> Failure {
    var failure = self
    failure.message = redaction.text(message)
    failure.code = code.map(redaction.text)
    failure.request = request.map(redaction.text)
    failure.details = details.map { details in
      (try? JSON.parse(redaction.text(details.text()), as: .answer)) ?? details
    }
    return failure
  }
}
