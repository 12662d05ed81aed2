import Catalog
import Values

/// Which rate limits the sandbox enforces; it counts for each account and class apart.
public enum Limits: Sendable, Hashable {
  /// None.
  case off
  /// Those of each service's table.
  case documented
  /// These, for every service.
  case custom([RateLimit])

  func of(_ service: Service, for rate: RateClass) -> [RateLimit] {
    switch self {
    case .off: []
    case .documented: service.limits(for: rate)
    case .custom(let limits): limits.filter { $0.rate == rate }
    }
  }

  /// The limits as `status` shows them and the file keeps them: `"off"`, `"documented"`, or pairs of class
  /// and limit.
  var json: JSON {
    switch self {
    case .off: "off"
    case .documented: "documented"
    case .custom(let limits):
      .array(
        limits.map { [.string($0.rate.name), .string("\($0.count)/\($0.window.milliseconds)ms")] })
    }
  }

  init(json: JSON) {
    if let pairs = json.array {
      self = .custom(
        pairs.compactMap { pair in
          guard let rate = pair[0]?.string, let text = pair[1]?.string else { return nil }
          return RateLimit(RateClass(rate), parsing: text)
        })
    } else {
      self = json.string == "documented" ? .documented : .off
    }
  }
}
