import Catalog
import Engine
import Platform
import Values

/// What a plugin says on standard error: error objects in our shape become errors, all else is shown line by line as a
/// terminal may show it.
final class ErrorLines {
  /// Whether it said anything.
  private(set) var hasSpoken = false
  private let console: Console
  private let form: OutputForm?
  private var line: [UInt8] = []
  /// A longer line is shown in pieces.
  private static let longest = 64 << 10

  init(console: Console, form: OutputForm?) {
    (self.console, self.form) = (console, form)
  }

  func take(_ bytes: [UInt8]) {
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if part.offset > 0 { show() }
      line += part.element
      if line.count > ErrorLines.longest { show() }
    }
  }

  func finish() { if !line.isEmpty { show() } }

  private func show() {
    defer { line.removeAll(keepingCapacity: true) }
    let text = String(decoding: line, as: UTF8.self)
    guard !text.isEmpty else { return }
    hasSpoken = true
    if text.hasPrefix("{"), let value = try? JSON.parse(text), let failure = Failure(object: value) {
      FailureRenderer(console: console, form: form).render(failure)
    } else {
      console.report(Console.printable(text))
    }
  }
}

extension Failure {
  /// Reads `{"error":{"kind":…,"message":…}}`; nil where it is none.
  init?(object value: JSON) {
    guard let error = value["error"], let message = error["message"]?.string else { return nil }
    let kind = ExitCode.allCases.first { $0.word == error["kind"]?.string } ?? .other
    self.init(
      kind, message, service: error["service"]?.string, status: error["status"]?.int,
      code: error["code"]?.string, request: error["request"]?.string,
      retryAfter: error["retry_after"]?.int.map { .seconds($0) }, hint: error["hint"]?.string,
      details: error["details"])
  }
}
