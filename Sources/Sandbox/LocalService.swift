import Catalog
import Values

/// How the sandbox plays one service: what its rows do not say.
///
/// Lists, single records, creation, change and deletion follow from the rows (`Call.answer()`); a handler
/// stands in for that under the row's operation, such as `prompts.create`, where the service has rules of
/// its own. Rows of the action `.call` need one.
public struct LocalService: Sendable {
  /// Answers one call; what it throws undoes everything it wrote.
  public typealias Handler = @Sendable (Call) throws(Refusal) -> Answer
  /// Fills an account without records; makes the same records each time.
  public typealias Seed = @Sendable (Store) throws(Refusal) -> Void

  /// The error code that goes with each status.
  public var codes: [Int: String]
  /// The paging part of a list's answer.
  public var meta: @Sendable (Page) -> JSON
  /// The rules by operation.
  public var handlers: [String: Handler]
  /// What `sp sandbox seed` makes; nil when there is nothing to make.
  public var seed: Seed?

  /// Declares how a service is played.
  public init(
    codes: [Int: String], meta: @escaping @Sendable (Page) -> JSON, handlers: [String: Handler],
    seed: Seed? = nil
  ) {
    self.codes = codes
    self.meta = meta
    self.handlers = handlers
    self.seed = seed
  }

  /// Whether a row has an answer: its own handler, or one that follows from the row.
  public func answers(_ endpoint: Endpoint) -> Bool {
    handlers[endpoint.operation] != nil || (endpoint.action != .call && endpoint.resource != nil)
  }
}

/// Where a list's answer stands in the whole list.
public struct Page: Sendable, Hashable {
  /// The number of the page, from 1.
  public let number: Int
  /// How many records a page has.
  public let size: Int
  /// How many records the whole list has.
  public let total: Int

  /// Whether records follow after this page.
  public var isLast: Bool { number * size >= total }
}
