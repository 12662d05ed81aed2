import Values

extension Fault {
  /// The fault as `status` shows it and the file keeps it; members that say nothing are left out.
  public var json: JSON {
    var object = JSON.Object()
    switch effect {
    case .status(let status): object["status"] = .number(.init(status))
    case .drop: object["drop"] = true
    case .none: break
    }
    object["moment"] = .string(moment.rawValue)
    object["delay_ms"] = Fault.number(delay.milliseconds == 0 ? nil : Int(delay.milliseconds))
    object["method"] = method.map(JSON.string)
    object["path"] = path.map(JSON.string)
    object["nth"] = Fault.number(nth)
    object["every"] = Fault.number(every == 1 ? nil : every)
    object["count"] = Fault.number(count)
    object["retry_after_ms"] = Fault.number(retryAfter.map { Int($0.milliseconds) })
    return .object(object)
  }

  init(json: JSON) {
    let status = json["status"]?.int.map(Effect.status)
    self.init(status ?? (json["drop"]?.bool == true ? .drop : .none))
    moment = json["moment"]?.string.flatMap(Moment.init(rawValue:)) ?? .beforeCommit
    delay = .milliseconds(json["delay_ms"]?.int ?? 0)
    method = json["method"]?.string
    path = json["path"]?.string
    nth = json["nth"]?.int
    every = json["every"]?.int ?? 1
    count = json["count"]?.int
    retryAfter = json["retry_after_ms"]?.int.map(TimeSpan.milliseconds)
  }

  private static func number(_ value: Int?) -> JSON? { value.map { .number(.init($0)) } }
}
