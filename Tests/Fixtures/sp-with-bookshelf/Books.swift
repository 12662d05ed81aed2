import Catalog

/// The domain `books`.
enum Books {
  static let plugin = Plugin(
    name: "books", summary: "Books, and who has them", resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "books", singular: "book", label: "title", version: "updated_at", created: "created_at",
    columns: ["id", "title", "author", "pages", "lent_to"],
    importableBy: ["title", "author"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("title", .text, "Title", searched: true),
      .field("author", .text, "Who wrote it", searched: true),
      .field("pages", .integer, "Number of pages"),
      .field("lent_to", .text, "Who has it; null when it is on the shelf"),
      .field("created_at", .timestamp, "When it was added"),
      .field("updated_at", .timestamp, "When it was last changed"),
    ])

  private static let bookID = Parameter.id("bookId", of: "books", "Id of the book")

  private static let endpoints: [Endpoint] = [
    .list(
      "/books", "books list", of: "books", "List books",
      query: filters,
      examples: [.example("The long ones", "sp books list --min-pages 500")]),
    .get(
      "/books/{bookId}", "books get", of: "books", "Show a book",
      at: [bookID],
      examples: [.example("Who has it", "sp books get book-1 --fields lent_to")]),
    .create(
      "/books", "books create", of: "books", "Add a book",
      body: [
        .text("title", "Title", required: true),
        .text("author", "Who wrote it", required: true),
        .integer("pages", "Number of pages", in: 1...20_000),
      ],
      examples: [.example("One more", "sp books create --title Middlemarch --author 'George Eliot'")]),
    .update(
      "/books/{bookId}", "books update", of: "books", "Change a book",
      at: [bookID],
      body: [
        .text("title", "Title"),
        .text("author", "Who wrote it"),
        .integer("pages", "Number of pages", in: 1...20_000),
        .text("lent_to", "Who borrows it"),
      ],
      examples: [.example("Lend it", "sp books update book-1 --lent-to Ada")]),
    .delete(
      "/books/{bookId}", "books delete", of: "books", "Remove a book",
      at: [bookID],
      examples: [.example("Without being asked", "sp books delete book-1 --yes")]),
  ]

  private static let filters: [Parameter] = [
    .integer("page", "Number of the page; --limit is then its size", in: 1...1e9, default: "1", role: .page),
    .integer("limit", "Records per page", in: 1...50, default: "20", role: .pageSize),
    .text("sort", "Field to order by", role: .sort),
    .text("order", "Direction", allowed: ["asc", "desc"], role: .order),
    .text("author", "Only by this author", filter: .equals("author")),
    .integer("min_pages", "At least this long", in: 1...20_000, unit: "pages", filter: .atLeast("pages")),
  ]
}
