import Values

/// Where an answer comes from, and how old it is.
public enum AnswerSource: Sendable, Hashable {
  /// The service, just now.
  case live
  /// The cache, which had it from the service at that moment.
  case cached(Timestamp)

  /// `live` or `cached 5m ago`.
  public func text(now: Timestamp) -> String {
    switch self {
    case .live: "live"
    case .cached(let moment): "cached \(CellText.relative(moment, to: now))"
    }
  }

  /// The members for `--meta`: `source`, and for the cache `stored_at` and `age` in seconds.
  public func meta(now: Timestamp) -> JSON.Object {
    var meta = JSON.Object()
    switch self {
    case .live: meta["source"] = "live"
    case .cached(let moment):
      meta["source"] = "cache"
      meta["stored_at"] = .string(moment.rfc3339)
      meta["age"] = .number(.init(Int(max(0, (now - moment).milliseconds / 1000))))
    }
    return meta
  }
}
