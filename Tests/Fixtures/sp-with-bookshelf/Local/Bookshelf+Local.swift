import Sandbox
import Values

extension Bookshelf {
  /// How the sandbox plays the shelf.
  public static let local = LocalService(
    codes: [400: "INVALID", 401: "UNAUTHORIZED", 404: "NOT_FOUND", 409: "LENT", 429: "SLOW_DOWN"],
    meta: { ["page": .number(.init($0.number)), "total": .number(.init($0.total))] },
    handlers: ["books.update": LocalBooks.update])
}
