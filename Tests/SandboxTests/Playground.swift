import Catalog
import HTTP
import Platform
import SnackPrompt
import Synchronization
import Testing
import Values

@testable import Sandbox

/// A sandbox in a directory of its own, with a clock that stands still until it is told to move.
final class Playground {
  static let root = "/snackprompt/api/v1"

  let host: SandboxHost
  let clock = StillClock()
  private let root: String
  private let directory: TemporaryDirectory

  /// A sandbox that plays one service.
  init(
    _ provider: Catalog.Provider = SnackPrompt.provider,
    by rules: @escaping @Sendable () -> LocalService = { SnackPrompt.local }
  ) throws {
    directory = try TemporaryDirectory()
    root = "/\(provider.name)\(provider.service().mount)"
    host = try Playground.host(at: directory.path + "/sandbox.db", clock: clock, provider, by: rules)
  }

  var path: String { directory.path + "/sandbox.db" }

  /// Another host over the same file, as another process would have it.
  func another() throws -> SandboxHost { try Playground.host(at: path, clock: clock) }

  static func host(
    at path: String, clock: StillClock, _ provider: Catalog.Provider = SnackPrompt.provider,
    by rules: @escaping @Sendable () -> LocalService = { SnackPrompt.local }
  ) throws -> SandboxHost {
    let time = SystemClock.system
    return try SandboxHost(
      path: path, catalog: Catalog([provider]), rules: [provider.name: rules],
      clock: SystemClock(now: { clock.now }, uptime: time.uptime, bootID: time.bootID, sleep: { _ in }))
  }

  /// Sends a request below the mount from within the process and reads the answer.
  @discardableResult
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, headers: Headers? = nil, isLocal: Bool = true
  ) throws -> Heard {
    let given = headers ?? (body == nil ? [:] : ["Content-Type": "application/json"])
    let reply = host.answer(
      SandboxRequest(
        method: method, target: root + path, headers: given, body: Array((body ?? "").utf8),
        isLocal: isLocal))
    return try Heard(reply)
  }
}

/// A clock that tests move.
final class StillClock: Sendable {
  private let time = Mutex(Timestamp(year: 2025, month: 5, day: 11, hour: 22))

  var now: Timestamp { time.withLock(\.self) }

  func advance(_ span: TimeSpan) { time.withLock { $0 = $0 + span } }
}

/// An answer, read.
struct Heard {
  let reply: SandboxReply
  let json: JSON

  init(_ reply: SandboxReply) throws {
    self.reply = reply
    json = try JSON.parse(reply.response.body)
  }

  var status: Int { reply.response.status.code }
  var data: JSON { json["data"] ?? .null }
  var meta: JSON { json["meta"] ?? .null }
  var code: String? { json.value(at: "error.code")?.string }
  var ids: [String] { (data.value(at: "id")?.array ?? []).compactMap(\.string) }
}
