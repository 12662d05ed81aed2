import Catalog
import Crealia
import HTTP
import Platform
import Shellia
import SnackPrompt
import SocialSync
import Storytelling
import Synchronization
import Testing
import Values

@testable import Sandbox

/// A service that tests play.
enum Played: String, Sendable {
  case snackprompt, shellia, socialsync, crealia, storytelling

  var provider: Catalog.Provider {
    switch self {
    case .snackprompt: SnackPrompt.provider
    case .shellia: Shellia.provider
    case .socialsync: SocialSync.provider
    case .crealia: Crealia.provider
    case .storytelling: Storytelling.provider
    }
  }

  var rules: LocalService {
    switch self {
    case .snackprompt: SnackPrompt.local
    case .shellia: Shellia.local
    case .socialsync: SocialSync.local
    case .crealia: Crealia.local
    case .storytelling: Storytelling.local
    }
  }
}

/// A sandbox in a directory of its own, with a clock that stands still until it is told to move.
final class Playground {
  static let root = "/snackprompt/api/v1"

  let host: SandboxHost
  let clock = StillClock()
  private let root: String
  private let directory: TemporaryDirectory

  /// A sandbox that plays one service.
  init(_ service: Played = .snackprompt, seeded isSeeded: Bool = false) throws {
    directory = try TemporaryDirectory()
    root = "/\(service.rawValue)\(service.provider.service().mount)"
    host = try Playground.host(at: directory.path + "/sandbox.db", clock: clock, playing: service)
    if isSeeded { try host.seed(service.rawValue) }
  }

  var path: String { directory.path + "/sandbox.db" }

  /// Another host over the same file, as another process would have it.
  func another() throws -> SandboxHost { try Playground.host(at: path, clock: clock) }

  static func host(
    at path: String, clock: StillClock, playing service: Played = .snackprompt
  ) throws -> SandboxHost {
    let time = SystemClock.system
    return try SandboxHost(
      path: path, catalog: Catalog([service.provider]), rules: [service.rawValue: { service.rules }],
      clock: SystemClock(now: { clock.now }, uptime: time.uptime, bootID: time.bootID, sleep: { _ in }))
  }

  /// Sends a request, given as its method and its path.
  @discardableResult
  func ask(_ request: String, _ body: String?, headers: Headers? = nil, isLocal: Bool = true) throws -> Heard
  {
    let words = request.split(separator: " ", maxSplits: 1).map(String.init)
    return try ask(words[0], words[1], body, headers: headers, isLocal: isLocal)
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
