import Catalog
import Values

/// What one pays for.
enum Plan: String {
  case standard, pro, ultra, founder

  /// The price of a month, in cents.
  var price: Int {
    switch self {
    case .standard: 0
    case .pro: 999
    case .ultra: 1999
    case .founder: 4999
    }
  }

  /// How many requests a day.
  var daily: Int {
    switch self {
    case .standard: 10
    case .pro: 50
    case .ultra: 200
    case .founder: 1000
    }
  }

  /// How many requests of any kind a minute; none for no limit.
  var limits: [RateLimit] {
    switch self {
    case .standard: [RateLimit(.all, 60, per: .minutes(1))]
    case .pro: [RateLimit(.all, 120, per: .minutes(1))]
    case .ultra: [RateLimit(.all, 300, per: .minutes(1))]
    case .founder: []
    }
  }
}
