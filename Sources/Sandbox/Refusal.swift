import Catalog
import Values

/// Why the sandbox did not do what was asked; a service says it in its own envelope.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// The HTTP status.
  public var status: Int
  /// The service's error code; nil for the one that goes with the status.
  public var code: String?
  /// What is wrong, for people.
  public var message: String
  /// What else a program wants to know, such as the fields at fault and their reasons.
  public var details: JSON.Object
  /// When a later try may succeed; sent as `Retry-After` in whole seconds.
  public var retryAfter: TimeSpan?
  /// The methods the path knows; sent as `Allow`.
  public var allowed: [String] = []
  /// How much of which limit is used, of a refusal for too many requests.
  public var usage: Usage?
  /// Whether the machinery says it, so that the service may say it in its own words.
  var isStandard = false
  /// Whether the credential is at fault, and not its absence.
  var isOfKey = false

  /// How much of a limit is used.
  public struct Usage: Sendable, Hashable {
    /// How many requests there may be.
    public var limit: Int
    /// How many there were.
    public var used: Int
    /// When there may be all again.
    public var resets: Timestamp
  }

  /// Describes a refusal.
  public init(
    _ status: Int, _ message: String, code: String? = nil, details: JSON.Object = JSON.Object(),
    retryAfter: TimeSpan? = nil
  ) {
    self.status = status
    self.message = message
    self.code = code
    self.details = details
    self.retryAfter = retryAfter
  }

  /// The message.
  public var description: String { message }

  /// Whether a required value was not given.
  public func lacks(_ field: String) -> Bool {
    details[field]?.string == Parameter.Problem.required.reason
  }
}

extension Refusal {
  /// 400: one field is wrong; `reason` reads on from its name: "must be a number".
  public static func invalid(_ field: String, _ reason: String) -> Refusal {
    invalid([(field, reason)])
  }

  /// 400: these fields are wrong; the details say why under the name of each.
  public static func invalid(_ problems: [(field: String, reason: String)]) -> Refusal {
    var details = JSON.Object()
    for problem in problems { details[problem.field] = .string(problem.reason) }
    return Refusal(400, problems.map { "\($0.field) \($0.reason)" }.joined(separator: "; "), details: details)
  }

  /// What every service refuses alike, each in its own words.
  static func standard(
    _ status: Int, _ message: String, isOfKey: Bool = false, retryAfter: TimeSpan? = nil
  ) -> Refusal {
    var refusal = Refusal(status, message, retryAfter: retryAfter)
    refusal.isStandard = true
    refusal.isOfKey = isOfKey
    return refusal
  }

  /// 404: there is no such record.
  public static func notFound(_ word: String, _ id: String) -> Refusal {
    Refusal(
      404, "There is no \(word) with the id \(id)",
      details: JSON.Object(unique: [.init(key: "id", value: .string(id))]))
  }

  /// 409: what the data are now does not allow it.
  public static func conflict(_ message: String, details: JSON.Object = JSON.Object()) -> Refusal {
    Refusal(409, message, details: details)
  }

  /// Runs `body`; failures of the storage become 500, refusals stay what they are.
  static func around<T>(_ body: () throws -> T) throws(Refusal) -> T {
    do {
      return try body()
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(500, "The sandbox's storage failed: \(error)")
    }
  }
}
