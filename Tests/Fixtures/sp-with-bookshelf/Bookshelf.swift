import Catalog
import Values

/// A shelf of books that friends borrow from.
public enum Bookshelf {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "bookshelf",
    domains: [
      .init("books", "Books, and who has them") { Books.plugin }
    ]
  ) { service }

  static let service = Service(
    name: "bookshelf",
    title: "Bookshelf",
    summary: "Books that friends borrow",
    addresses: [.init("production", "https://bookshelf.example/v1")],
    mount: "/v1",
    authentication: .bearer,
    envelope: Envelope(data: "data", meta: "meta", code: "error.code", message: "error.message"),
    paging: .pages(largest: 50, total: "meta.total"),
    limits: [
      RateLimit(.read, 60, per: .minutes(1)),
      RateLimit(.write, 10, per: .minutes(1)),
    ],
    retryHints: [.header("Retry-After")],
    probe: "/books?limit=1")
}
