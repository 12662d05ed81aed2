import Catalog
import Platform
import Values

/// The copy in the cache of the records with which a plugin's executable answers.
///
/// An answer is worth more than its copy: what cannot be kept is not, and nobody is told.
public struct AnswerCopy {
  private let cache: Cache
  private let place: Cache.Place
  private let start: Timestamp
  /// How many records came.
  public private(set) var count = 0

  /// Begins a copy; nil where the cache cannot be opened.
  public init?(_ session: Session, of resource: Resource, from plugin: String) {
    guard let cache = try? session.cache(), let profile = try? session.profileName() else { return nil }
    self.cache = cache
    place = Cache.Place(resource, of: plugin, profile: profile)
    start = session.clock.now()
  }

  /// Keeps records.
  public mutating func keep(_ records: [JSON]) {
    count += records.count
    try? cache.connection.transaction {
      for record in records { try cache.keep(whole: record, place, at: cache.clock.now()) }
    }
  }

  /// Notes that the answer came to its end; one with every record ends those that are no longer in it.
  public func finish(isWhole: Bool) {
    try? cache.cover(place, query: "", all: isWhole ? [] : nil, since: start, isWhole: isWhole, shown: [])
  }
}
