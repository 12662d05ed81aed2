import Sandbox
import Values

/// The rules of books beyond their rows.
enum LocalBooks {
  /// Changes a book; refuses to lend what is lent.
  @Sendable static func update(_ call: Call) throws(Refusal) -> Answer {
    let book = try call.records().get(call.id)
    if let holder = book["lent_to"]?.string, call.body["lent_to"]?.string != nil {
      throw .conflict("\(holder) has the book \(call.id)")
    }
    return try call.answer()
  }
}
