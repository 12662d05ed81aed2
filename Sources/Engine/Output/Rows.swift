import Database
import Values

/// Carries a list from its pages to the output: chooses, orders, counts, writes, and says when more exist.
///
/// Functions throw `Failure`, or `SystemError` when standard output takes no more.
public struct Rows {
  private var writer: ListWriter
  private let output: Output
  private let shape: RecordShape
  private let selection: Selection
  private let filter: RecordFilter?
  /// Records that wait for their order.
  private var held: [JSON] = []
  /// Whether records were left out that the limit had no room for.
  private var hasMore = false

  /// Starts a list; refuses a condition that is no SQL.
  public init(_ output: Output, shape: RecordShape, selection: Selection) throws(Failure) {
    self.output = output
    self.shape = shape
    self.selection = selection
    writer = output.list(shape)
    do throws(DatabaseError) {
      filter = try selection.condition.map { (condition) throws(DatabaseError) in
        try RecordFilter(condition, fields: shape.fields.map(\.name))
      }
    } catch {
      throw Rows.refused(error, shape)
    }
  }

  /// How many records are chosen so far.
  public var count: Int { writer.count + held.count }

  /// Takes a page; `hasMore` says that the service has others behind it. False when no other page is wanted.
  public mutating func page(_ records: [JSON], hasMore: Bool) throws -> Bool {
    let chosen = try chosen(of: records)
    guard selection.sort.isEmpty else {
      held += chosen
      trim(hold: selection.limit.map { 2 * $0 + Selection.usualLimit })
      return hasMore
    }
    let room = selection.limit.map { max(0, $0 - writer.count) } ?? chosen.count
    for record in chosen.prefix(room) { try writer.record(record) }
    try writer.endPage()
    let isFull = writer.count == selection.limit
    self.hasMore = chosen.count > room || (isFull && hasMore)
    return hasMore && !isFull
  }

  /// Writes what is held and closes the list. `total` is the number of records the service has, where known and
  /// where no condition chose among them; `isCut` says that it has more than it ever shows; `extra` are further
  /// members for `--meta`.
  public mutating func finish(
    _ source: AnswerSource, total: Int? = nil, isCut: Bool = false, extra: JSON.Object = .init()
  ) throws {
    try checkCondition()
    hasMore = hasMore || isCut
    trim(hold: selection.limit)
    if !selection.sort.isEmpty {
      for index in RecordSort.order(held, by: selection.sort) { try writer.record(held[index]) }
      held = []
    }
    let meta = meta(source, total: total, extra: extra)
    let footer = "\(shape.counted(writer.count)) · \(source.text(now: output.now))"
    try writer.end(meta: meta, footer: footer)
    if hasMore { output.note(isCut ? cutNote(total: total) : moreNote(total: total)) }
  }

  private func chosen(of records: [JSON]) throws(Failure) -> [JSON] {
    guard let filter else { return records }
    do {
      return try filter.matches(in: records).map { records[$0] }
    } catch {
      throw Rows.refused(error, shape)
    }
  }

  /// Where no record came that could tell, the declared fields tell whether the condition names one that exists.
  private func checkCondition() throws(Failure) {
    guard let filter, !shape.fields.isEmpty else { return }
    do throws(DatabaseError) { try filter.check() } catch { throw Rows.refused(error, shape) }
  }

  /// Keeps the first of the held records where they are more than `hold`, so that memory does not grow.
  private mutating func trim(hold: Int?) {
    guard let hold, let limit = selection.limit, held.count > hold else { return }
    held = RecordSort.order(held, by: selection.sort).prefix(limit).map { held[$0] }
    hasMore = true
  }

  private func meta(_ source: AnswerSource, total: Int?, extra: JSON.Object) -> JSON.Object {
    var meta = source.meta(now: output.now)
    meta["count"] = .number(.init(writer.count))
    meta["total"] = total.map { .number(.init($0)) }
    meta["more"] = .bool(hasMore)
    for member in extra.members { meta[member.key] = member.value }
    return meta
  }

  private func cutNote(total: Int?) -> String {
    let all = total.map { " of \(shape.counted($0))" } ?? " \(shape.name)"
    return "note: \(writer.count)\(all); the service shows no others"
  }

  private func moreNote(total: Int?) -> String {
    if let total, selection.condition == nil, total > writer.count {
      return "note: \(writer.count) of \(shape.counted(total)); --all gives every one, --limit N more"
    }
    return "note: more than these \(shape.counted(writer.count)) exist; --all gives every one, --limit N more"
  }
}

extension Rows {
  private static func refused(_ error: DatabaseError, _ shape: RecordShape) -> Failure {
    let unknown = "no such column: "
    let names = shape.fields.map(\.name)
    guard error.message.hasPrefix(unknown) else {
      return .usage("--where cannot be understood: \(error.message)")
    }
    let name = String(error.message.dropFirst(unknown.count))
    let near = Nearest.match(name, in: names).map { "did you mean \($0)?" }
    return .usage(
      "--where names '\(name)', which no \(shape.singular) has",
      hint: near ?? (names.isEmpty ? nil : "fields: \(names.joined(separator: ", "))"))
  }
}
