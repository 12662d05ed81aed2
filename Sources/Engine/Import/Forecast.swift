import Catalog
import Values

/// How long writes take at a service's limit, and when they are done.
struct Forecast {
  /// How many writes.
  let writes: Int
  /// How long they take at least.
  let span: TimeSpan
  /// When the last one is sent.
  let end: Timestamp
  private let limit: RateLimit?

  init(writes: Int, limits: [RateLimit], now: Timestamp) {
    self.writes = writes
    let binding = limits.filter { $0.rate == .write }
    limit = binding.max { Forecast.span(writes, $0) < Forecast.span(writes, $1) }
    span = limit.map { Forecast.span(writes, $0) } ?? .seconds(0)
    end = now + span
  }

  /// `217 writes at 10 in 1m: 21m, done by 14:52 UTC`.
  var text: String {
    let count = writes == 1 ? "1 write" : "\(writes) writes"
    guard let limit, span.milliseconds > 0 else { return "\(count), without a limit to wait for" }
    let civil = end.civil
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = span < .hours(12) ? "" : "\(civil.year)-\(two(civil.month))-\(two(civil.day)) "
    return "\(count) at \(limit.count) in \(limit.window.text): \(span.text), done by \(day)"
      + "\(two(civil.hour)):\(two(civil.minute)) UTC"
  }

  /// The last of *n* writes goes out after as many whole windows as fit before it.
  private static func span(_ writes: Int, _ limit: RateLimit) -> TimeSpan {
    limit.window * (max(0, writes - 1) / limit.count)
  }
}
