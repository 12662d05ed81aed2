import Catalog
import Values

/// Hides what must not be shown, and leaves out what must not be kept, by the fields that are declared as secrets.
enum Masking {
  /// A secret as it is shown: the last four characters of a long one, nothing of a short one.
  static func mask(_ secret: String) -> String {
    "****" + (secret.utf8.count >= 20 ? String(secret.suffix(4)) : "")
  }

  /// The record with its secrets masked; what is null stays null.
  static func masked(_ record: JSON, by fields: [Resource.Field]) -> JSON {
    changed(record, by: fields) { value in value.isNull ? value : .string(mask(value.string ?? "")) }
  }

  /// The record without its secrets.
  static func removed(from record: JSON, by fields: [Resource.Field]) -> JSON {
    changed(record, by: fields) { _ in nil }
  }

  /// Whether a field, or one inside it, is a secret.
  static func isIn(_ fields: [Resource.Field]) -> Bool {
    fields.contains { $0.isSecret || isIn($0.parts) }
  }

  private static func changed(_ value: JSON, by fields: [Resource.Field], _ body: (JSON) -> JSON?) -> JSON {
    switch value {
    case .array(let elements): return .array(elements.map { changed($0, by: fields, body) })
    case .object(let object):
      let members = object.members.compactMap { member -> JSON.Object.Member? in
        guard let field = fields.first(where: { $0.name == member.key }) else { return member }
        if field.isSecret { return body(member.value).map { .init(key: member.key, value: $0) } }
        guard isIn(field.parts) else { return member }
        return .init(key: member.key, value: changed(member.value, by: field.parts, body))
      }
      return .object(JSON.Object(unique: members))
    default: return value
    }
  }
}

extension RecordShape {
  /// The record as it may be shown.
  func shown(_ record: JSON) -> JSON { hidesSecrets ? Masking.masked(record, by: fields) : record }
}

extension Session.Row {
  /// A whole answer with the secrets of its records masked, wherever in its envelope they are.
  public func masked(_ answer: JSON) -> JSON {
    guard let fields = resource?.fields, Masking.isIn(fields) else { return answer }
    switch answer {
    case .array(let elements): return .array(elements.map(masked))
    case .object(let object):
      let members = object.members.map { JSON.Object.Member(key: $0.key, value: masked($0.value)) }
      return Masking.masked(.object(JSON.Object(unique: members)), by: fields)
    default: return answer
    }
  }
}

extension Endpoint {
  /// The names of what it sends that is a secret.
  public var secrets: [String] { (query + body).filter(\.isSecret).map(\.name) }

  /// A body with its secrets masked, for whoever wants to see what would be sent.
  public func masked(_ body: JSON) -> JSON {
    var shown = body
    for name in secrets where shown.value(at: name)?.string != nil { shown.set("****", at: name) }
    return shown
  }

  /// Refuses to keep a write on this machine whose body has a secret.
  func refuseKeeping() throws(Failure) {
    guard let secret = secrets.first else { return }
    throw .usage(
      "\(command.joined(separator: " ")) sends a secret (\(secret)), and the queue keeps none",
      hint: "send it now, without --queue and --offline")
  }
}
