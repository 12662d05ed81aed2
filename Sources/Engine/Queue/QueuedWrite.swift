import Catalog
import Database
import HTTP
import Values

/// One write in the queue: what to send, and what is known of it.
public struct QueuedWrite: Sendable {
  /// Where a write stands; committed before and after each send.
  public enum State: String, Sendable, CaseIterable {
    /// Not sent yet.
    case planned
    /// On its way, or its process died on the way.
    case sent
    /// The service has it.
    case confirmed
    /// The service refused it.
    case rejected
    /// Sent, and the answer never came.
    case unknown
    /// Taken back by a person.
    case cancelled
  }

  /// Its number, which commands take.
  public var number: Int64
  /// The job it belongs to.
  public var job: Int64
  /// The profile it is sent under.
  public var profile: String
  /// The row of the service's table, such as `prompts.create`.
  public var operation: String
  /// The path below the base address, with its query.
  public var path: String
  /// The JSON body, as it is sent.
  public var body: JSON?
  /// What people know it by.
  public var label: String
  /// Where it stands.
  public var state: State
  /// How often it was sent.
  public var attempts: Int
  /// When it was first sent.
  public var sent: Timestamp?
  /// How often the service was asked whether it has it.
  public var looks: Int
  /// When it was last asked.
  public var looked: Timestamp?
  /// Whether only a person can decide.
  public var isParked: Bool
  /// The id the service gave it.
  public var remote: String?
  /// Why it was refused, as the error object.
  public var error: JSON?
  /// Where it came from, such as a file and a line.
  public var origin: JSON?
  /// The same for every attempt: the job's seed and the write's number.
  public var idempotencyKey: String

  static let columns = """
    w.write, w.job, w.profile, w.operation, w.path, w.body, w.label, w.state, w.attempts, w.sent, w.looks, \
    w.looked, w.parked, w.remote, w.error, w.origin, j.seed
    """

  init(_ row: borrowing Row) {
    number = row.int(0)
    job = row.int(1)
    profile = row.text(2) ?? ""
    operation = row.text(3) ?? ""
    path = row.text(4) ?? ""
    body = row.text(5).flatMap { try? JSON.parse($0) }
    label = row.text(6) ?? ""
    state = State(rawValue: row.text(7) ?? "") ?? .unknown
    attempts = Int(row.int(8))
    sent = row.isNull(9) ? nil : Timestamp(milliseconds: row.int(9))
    looks = Int(row.int(10))
    looked = row.isNull(11) ? nil : Timestamp(milliseconds: row.int(11))
    isParked = row.int(12) != 0
    remote = row.text(13)
    error = row.text(14).flatMap { try? JSON.parse($0) }
    origin = row.text(15).flatMap { try? JSON.parse($0) }
    idempotencyKey = "\(row.text(16) ?? "")-\(number)"
  }

  /// The fields of the record that `sp queue` shows.
  public static let fields: [Resource.Field] = [
    .field("id", .integer, "Number of the write"), .field("job", .integer, "Job it belongs to"),
    .field("state", .text, "Where it stands"), .field("operation", .text, "What it does"),
    .field("label", .text, "What people know it by"), .field("attempts", .integer, "How often it was sent"),
    .field("profile", .text, "Profile it is sent under"),
    .field("sent_at", .timestamp, "When it was first sent"),
    .field("remote_id", .text, "Id the service gave it"), .field("error", .object, "Why it was refused"),
    .field("origin", .object, "Where it came from"),
  ]

  /// The record that `sp queue` shows.
  public var record: JSON {
    var object = JSON.Object()
    object["id"] = .number(.init(Int(number)))
    object["job"] = .number(.init(Int(job)))
    object["state"] = .string(isParked ? "parked" : state.rawValue)
    object["operation"] = .string(operation)
    object["label"] = .string(label)
    object["attempts"] = .number(.init(attempts))
    object["profile"] = .string(profile)
    object["sent_at"] = sent.map { .string($0.rfc3339) } ?? .null
    object["remote_id"] = remote.map(JSON.string) ?? .null
    object["error"] = error ?? .null
    object["origin"] = origin ?? .null
    return .object(object)
  }
}
