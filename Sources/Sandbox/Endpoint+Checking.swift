import Catalog
import Values

extension Endpoint {
  /// The query parameters that the row names, read; refuses 400 with the name and the reason of each that is
  /// wrong. What the row does not name is passed over.
  func checkedQuery(_ pairs: [(name: String, value: String)]) throws(Refusal) -> JSON.Object {
    var checked = JSON.Object()
    var problems: [(field: String, reason: String)] = []
    for parameter in query where !parameter.isField {
      let values = pairs.filter { $0.name == parameter.name }.map(\.value)
      if values.isEmpty && !parameter.isRequired { continue }
      switch parameter.read(values) {
      case .success(let value): checked[parameter.name] = value
      case .failure(let problem): problems.append((parameter.name, problem.reason))
      }
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    try checkChronology(.object(checked))
    return checked
  }

  /// Refuses 400 where the later of two moments comes first.
  private func checkChronology(_ values: JSON) throws(Refusal) {
    // Of days each service has its own idea.
    guard let chronology, !chronology.isOfDays, let start = values.moment(chronology.start),
      let end = values.moment(chronology.end)
    else { return }
    guard start < end else { throw .invalid(chronology.end, "must be after \(chronology.start)") }
  }

  /// The members of the body that the row names, checked likewise; what it does not name is dropped. Null
  /// counts as left out where something is created, and empties the field where it is changed.
  func checkedBody(_ request: SandboxRequest) throws(Refusal) -> JSON.Object {
    guard !body.isEmpty, !isMultipart, !body.contains(where: \.isWholeBody) else { return JSON.Object() }
    let sent = JSON.object(try Endpoint.object(request))
    var checked = JSON.object(JSON.Object())
    var problems: [(field: String, reason: String)] = []
    for parameter in body {
      let value = sent.value(at: parameter.name)
      if let value, !value.isNull {
        switch parameter.check(value) {
        case .success(let value): checked.set(value, at: parameter.name)
        case .failure(let problem): problems.append((parameter.name, problem.reason))
        }
      } else if let breach = parameter.breach(in: sent) {
        if !problems.contains(where: { $0.field == breach.member }) {
          problems.append((breach.member, breach.reason))
        }
      } else if value != nil, action == .update {
        checked.set(.null, at: parameter.name)
      }
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    try checkChronology(checked)
    return checked.object ?? JSON.Object()
  }

  private static func object(_ request: SandboxRequest) throws(Refusal) -> JSON.Object {
    guard !request.body.isEmpty else { return JSON.Object() }
    let type = request.headers["Content-Type"]?.prefix { $0 != ";" }.trimmingSpaces().lowercased()
    guard type == "application/json" else {
      throw Refusal(400, "The body must be JSON, with the header Content-Type: application/json")
    }
    guard let object = try parsed(request.body).object else {
      throw Refusal(400, "The body must be a JSON object")
    }
    return object
  }

  private static func parsed(_ bytes: [UInt8]) throws(Refusal) -> JSON {
    do throws(JSONError) {
      return try JSON.parse(bytes, as: .input)
    } catch {
      throw Refusal(400, "The body is not JSON: \(error)")
    }
  }
}

extension JSON {
  /// The moment that stands at a path.
  fileprivate func moment(_ path: String) -> Timestamp? {
    value(at: path)?.string.flatMap { Timestamp(rfc3339: $0) }
  }
}
