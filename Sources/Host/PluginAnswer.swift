import Catalog
import Engine
import Platform
import Values

/// What a plugin writes to standard output, on its way to the user and, where they are records of a resource, to the
/// cache: memory does not grow with it.
final class PluginAnswer {
  private let program: Program
  private let guest: GuestProcess
  private let console: Console
  private let output: Output
  private let selection: Selection
  private let shape: RecordShape
  private var rows: Rows?
  /// Records that wait to be written together, until the plugin has nothing more at once.
  private var batch: [JSON] = []
  private var isFull = false
  private let isShown: Bool
  /// What the cache gets of it.
  private(set) var copy: AnswerCopy?

  private static let largestValue = 64 << 20
  private static let largestBatch = 256

  /// Prepares to hand on an answer, to the cache alone unless it `isShown`.
  init(
    _ session: Session, _ invocation: Invocation, _ program: Program, _ guest: GuestProcess,
    isShown: Bool = true
  ) throws(Failure) {
    (self.program, self.guest, console) = (program, guest, session.console)
    self.isShown = isShown
    copy = program.resource.flatMap { AnswerCopy(session, of: $0, from: program.plugin) }
    output = try Output(
      invocation, fallback: try session.settings()["output"], console: session.console,
      now: session.clock.now(), observer: session.observer)
    shape = program.resource.map { RecordShape($0, isWhole: true) } ?? .unknown
    selection = try Selection(invocation, resource: program.resource)
    if program.answer == .jsonl { try beginRows() }
  }

  private func beginRows() throws(Failure) {
    if isShown { rows = try Rows(output, shape: shape, selection: selection) }
  }

  /// Notes in the cache that the answer came to its end; `isAll` says that nothing narrowed it.
  func finishCopy(isAll: Bool) { copy?.finish(isWhole: isAll && !isFull) }

  /// Hands on the answer until it ends, or until no more of it is wanted.
  func show() throws {
    switch program.answer {
    case .text: try showText()
    case .jsonl: try showRecords()
    case .json: try showJSON()
    }
  }

  /// One value: a list is shown as its elements come, anything else once it is whole.
  private func showJSON() throws {
    var head: [UInt8] = []
    let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    while head.allSatisfy(isSpace), let more = try chunk() { head = Array(more.drop(while: isSpace)) }
    if head.first == UInt8(ascii: "[") {
      try beginRows()
      return try showRecords(behind: head)
    }
    guard !head.isEmpty else { return }
    while let more = try chunk() {
      head += more
      guard head.count <= PluginAnswer.largestValue else {
        throw Failure(
          .other, "the plugin '\(program.plugin)' answers with one JSON value of more than 64 MB",
          code: "plugin_answer", hint: "an array of records, or \"answer\": \"jsonl\", may be any length")
      }
    }
    let record = try JSON.parse(head)
    copy?.keep([record])
    if isShown { try output.record(record, shape) }
  }

  private func showRecords(behind head: [UInt8] = []) throws {
    var waiting = head[...]
    var splitter = JSONSplitter(limit: PluginAnswer.largestValue) { [self] buffer in
      if !waiting.isEmpty {
        let part = waiting.prefix(buffer.count)
        buffer.copyBytes(from: part)
        waiting = waiting.dropFirst(part.count)
        return part.count
      }
      try writeBatch()
      return try guest.read(into: buffer)
    }
    while !isFull, let value = try splitter.next() {
      batch.append(try parsed(value))
      if batch.count >= PluginAnswer.largestBatch { try writeBatch() }
    }
    try writeBatch()
    if isFull, try splitter.next() == nil { _ = try rows?.page([], hasMore: false) }
    try rows?.finish(.live)
  }

  /// A record; what is wrong with it is told by the line of the whole answer.
  private func parsed(_ value: (line: Int, bytes: [UInt8])) throws(JSONError) -> JSON {
    do throws(JSONError) { return try JSON.parse(value.bytes) } catch {
      throw JSONError(
        offset: error.offset, line: value.line + error.line - 1, column: error.column, reason: error.reason)
    }
  }

  private func writeBatch() throws {
    guard !batch.isEmpty else { return }
    copy?.keep(batch)
    if try rows?.page(batch, hasMore: true) == false { isFull = true }
    batch.removeAll(keepingCapacity: true)
  }

  /// Text as it is; what a terminal would obey is made visible.
  private func showText() throws {
    guard console.outputIsTerminal else {
      while let bytes = try chunk() {
        try console.write(bytes)
        try console.flush()
      }
      return
    }
    var line: [UInt8] = []
    while let bytes = try chunk() {
      line += bytes
      guard let end = line.lastIndex(of: UInt8(ascii: "\n")) ?? (line.count > 64 << 10 ? line.count - 1 : nil)
      else { continue }
      try console.write(Console.printable(String(decoding: line[...end], as: UTF8.self)))
      try console.flush()
      line.removeFirst(end + 1)
    }
    try console.write(Console.printable(String(decoding: line, as: UTF8.self)))
  }

  /// What comes next; nil at the end.
  private func chunk() throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = try bytes.withUnsafeMutableBytes { try guest.read(into: $0) }
    return count == 0 ? nil : Array(bytes[..<count])
  }
}
