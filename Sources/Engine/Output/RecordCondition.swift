import Database
import Values

/// A condition in SQL over the fields of records, as `--where` takes it.
public struct RecordCondition {
  private let filter: RecordFilter
  private let origin: String

  /// Reads a condition; `origin` is what messages call it. Throws for what is no SQL.
  public init(_ text: String, from origin: String) throws(Failure) {
    self.origin = origin
    do throws(DatabaseError) { filter = try RecordFilter(text) } catch {
      throw RecordCondition.refused(error, origin)
    }
  }

  /// Whether it holds for one of these records; throws for a field that none of them has.
  public func holds(forAnyOf records: [JSON]) throws(Failure) -> Bool {
    do throws(DatabaseError) { return try !filter.matches(in: records).isEmpty } catch {
      throw RecordCondition.refused(error, origin)
    }
  }

  private static func refused(_ error: DatabaseError, _ origin: String) -> Failure {
    let unknown = "no such column: "
    guard error.message.hasPrefix(unknown) else {
      return .usage("\(origin) cannot be understood: \(error.message)")
    }
    return .usage(
      "\(origin) names '\(error.message.dropFirst(unknown.count))', which no record of the answer has")
  }
}
