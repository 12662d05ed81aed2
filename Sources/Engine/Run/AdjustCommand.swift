import Catalog
import Database
import Platform
import Values

/// Changes one number in many records: chooses, shows, asks, and sends the changes through the queue.
struct AdjustCommand {
  let execution: Execution
  let adjustment: Adjustment

  private var session: Session { execution.session }
  private var invocation: Invocation { execution.invocation }

  init(_ execution: Execution, _ adjustment: Adjustment) {
    self.execution = execution
    self.adjustment = adjustment
  }

  /// A record and its new number.
  private struct Change {
    var id: String
    var label: JSON
    var old: JSON
    var new: JSON.Number

    var record: JSON { ["id": .string(id), "label": label, "from": old, "to": .number(new)] }
  }

  func run() throws(Failure) -> ExitCode {
    let rule = try Rule(invocation)
    let changes = try changes(rule)
    let shape = RecordShape("changes", singular: "change", id: "id", label: "label")
    guard !changes.isEmpty else {
      execution.output.note("nothing to change")
      try show(changes, shape)
      return .success
    }
    if invocation.flag("dry-run") {
      try show(changes, shape)
      return .success
    }
    if !invocation.flag("yes") {
      for change in changes.prefix(10) {
        session.console.report(
          Console.printable(
            "\(change.id)  \(change.old.text()) -> \(change.new.lexeme)  \(change.label.string ?? "")"))
      }
      if changes.count > 10 { session.console.report("and \(changes.count - 10) more") }
      try session.confirm("Make \(shape.counted(changes.count))?", invocation)
    }
    return try send(changes, shape)
  }

  private func show(_ changes: [Change], _ shape: RecordShape) throws(Failure) {
    var rows = try Rows(execution.output, shape: shape, selection: Selection(limit: nil))
    try Failure.local {
      _ = try rows.page(changes.map(\.record), hasMore: false)
      try rows.finish(.live, total: changes.count)
    }
  }

  // MARK: Choosing

  private func changes(_ rule: Rule) throws(Failure) -> [Change] {
    let row = try session.row(adjustment.list)
    guard let resource = row.resource else {
      throw Failure(.other, "\(adjustment.list) lists no records", code: "adjustment")
    }
    let listing = try session.listing(row, profile: execution.profile)
    let filter = try filter(resource)
    var changes: [Change] = []
    try listing.pages { records, _, _ throws(Failure) in
      for record in try chosen(records, filter, resource) {
        if let change = rule.change(record, resource, adjustment.field) { changes.append(change) }
      }
      return Interrupt.requested == nil
    }
    if Interrupt.requested != nil { throw Failure(.interrupted, "interrupted; nothing was sent") }
    return changes
  }

  private func filter(_ resource: Resource) throws(Failure) -> RecordFilter? {
    guard let condition = invocation.option("where") else { return nil }
    do throws(DatabaseError) {
      let filter = try RecordFilter(condition, fields: resource.fields.map(\.name))
      try filter.check()
      return filter
    } catch {
      throw .usage(
        "--where: \(error.message)", hint: "fields: \(resource.fields.map(\.name).joined(separator: ", "))")
    }
  }

  private func chosen(_ records: [JSON], _ filter: RecordFilter?, _ resource: Resource) throws(Failure)
    -> [JSON]
  {
    guard let filter else { return records }
    return try Failure.local { try filter.matches(in: records).map { records[$0] } }
  }

  // MARK: Sending

  private func send(_ changes: [Change], _ shape: RecordShape) throws(Failure) -> ExitCode {
    let row = try session.row(adjustment.update)
    let queue = try session.queue()
    let writes = changes.map { change in
      let call = Call(row.endpoint, path: [change.id])
      let body: JSON = .object(
        JSON.Object(unique: [.init(key: adjustment.field, value: .number(change.new))]))
      return NewWrite(
        profile: execution.profile, operation: row.endpoint.operation, path: call.path, body: body.text(),
        label: change.label.string ?? change.id, fingerprint: Randomness.bytes(16), origin: nil)
    }
    let job = try Failure.local {
      try queue.enqueue(
        writes, profile: execution.profile, service: execution.service.name, title: invocation.command.name)
    }
    if invocation.flag("queue") || invocation.flag("offline") {
      execution.output.note("queued as job \(job); sp queue run sends it")
      try show(changes, shape)
      return .success
    }
    return try drain(job, changes, shape)
  }

  private func drain(_ job: Int64, _ changes: [Change], _ shape: RecordShape) throws(Failure) -> ExitCode {
    let queue = try session.queue()
    let deadline = try invocation.span("within").map { session.clock.uptime() + $0.milliseconds }
    let progress = DrainProgress(
      session.console, total: changes.count, clock: session.clock, isQuiet: invocation.flag("quiet"))
    let drain = Drain(session, queue, deadline: deadline, observer: progress.observer)
    let summary = try Failure.local { try drain.run(.jobs([job])) }
    progress.end()
    try show(changes, shape)
    let left = try Failure.local { try queue.left(.jobs([job])) }
    if let failure = summary.failure(left: left) { throw failure }
    return summary.rejected > 0 ? .partial : .success
  }
}

/// How a number becomes another.
extension AdjustCommand {
  private struct Rule {
    private enum Step {
      case percent(Double)
      case amount(Double)
      case value(Double)
    }

    private let step: Step
    private let unit: Double
    private let least: Double
    private let most: Double

    init(_ invocation: Invocation) throws(Failure) {
      func number(_ name: String, _ fallback: Double) throws(Failure) -> Double {
        guard let text = invocation.option(name) else { return fallback }
        guard let value = JSON.Number(lexeme: text)?.double, value.isFinite else {
          throw .usage("--\(name) takes a number, not '\(text)'")
        }
        return value
      }
      switch (invocation.option("by"), invocation.option("to")) {
      case (let by?, nil): step = try Rule.step(by)
      case (nil, .some): step = .value(try number("to", 0))
      default: throw .usage("sp \(invocation.command.name) needs --by or --to", hint: "--by 5%")
      }
      unit = try number("round", 0.01)
      guard unit > 0 else { throw .usage("--round takes a number above 0") }
      least = try number("least", 0)
      most = try number("most", .greatestFiniteMagnitude)
    }

    private static func step(_ text: String) throws(Failure) -> Step {
      let isPercent = text.hasSuffix("%")
      var digits = isPercent ? text.dropLast() : text[...]
      if digits.hasPrefix("+") { digits = digits.dropFirst() }
      guard let value = JSON.Number(lexeme: String(digits))?.double, value.isFinite else {
        throw .usage("--by takes 5%, -10%, +2 or -1, not '\(text)'")
      }
      return isPercent ? .percent(value) : .amount(value)
    }

    /// What a record becomes; nil when it has no such number, or already the right one.
    func change(_ record: JSON, _ resource: Resource, _ field: String) -> Change? {
      guard let id = record[resource.id].map({ $0.string ?? $0.text() }), let old = record[field],
        let before = old.double
      else { return nil }
      let raw =
        switch step {
        case .percent(let percent): before * (1 + percent / 100)
        case .amount(let amount): before + amount
        case .value(let value): value
        }
      let rounded = (min(max(raw, least), most) / unit).rounded() * unit
      // Multiples of 0.01 are not exact in binary: what is written has no more digits than the unit.
      guard let new = JSON.Number((rounded * 1e6).rounded() / 1e6), new.double != before else { return nil }
      return Change(id: id, label: record[resource.label] ?? .null, old: old, new: new)
    }
  }
}
