import Catalog
import Values

/// Which rate limits a host enforces; it counts for each account and class apart.
public enum Limits: Sendable, Hashable {
  /// None.
  case off
  /// Those of each service's table.
  case documented
  /// These, by the name of the service; another service has none.
  case custom([String: [RateLimit]])

  func of(_ service: Service, for rate: RateClass) -> [RateLimit] {
    switch self {
    case .off: []
    case .documented: service.limits(for: rate)
    case .custom(let limits): (limits[service.name] ?? []).filter { $0.rate == rate }
    }
  }

  /// The limits as `status` shows them: `"off"`, `"documented"`, or for each service its limits by class.
  var json: JSON {
    switch self {
    case .off: return "off"
    case .documented: return "documented"
    case .custom(let limits):
      var shown = JSON.Object()
      for (service, limits) in limits.sorted(by: { $0.key < $1.key }) {
        let members = limits.map { limit in
          JSON.Object.Member(key: limit.rate.name, value: .string(limit.text))
        }
        shown[service] = .object(JSON.Object(unique: members))
      }
      return .object(shown)
    }
  }
}
