import Catalog
import HTTP
import Platform
import Values

/// Takes what senders of webhooks send: knows the webhook by its path, proves the sender, keeps the event, answers.
///
/// Events that came at the same time are kept in one commit, which takes as long as that of one; none is answered before.
public final class Receiver {
  /// A webhook that is listened for.
  public struct Door: Sendable {
    /// The service it belongs to.
    public var service: String
    /// The webhook.
    public var webhook: Webhook
    /// The secrets that are good now.
    public var secrets: [[UInt8]]
    /// What a sender that asks first must know; nil where none asks.
    public var greeting: [UInt8]?
    /// Whether events without proof are kept too.
    public var admitsUnsigned: Bool

    /// Opens a door.
    public init(
      service: String, webhook: Webhook, secrets: [[UInt8]], greeting: [UInt8]? = nil,
      admitsUnsigned: Bool = false
    ) {
      self.service = service
      self.webhook = webhook
      self.secrets = secrets
      self.greeting = greeting
      self.admitsUnsigned = admitsUnsigned
    }
  }

  /// Which events go where.
  public struct Rule: Sendable, Hashable {
    /// The event's name; `*` stands for any characters.
    public var pattern: String
    /// Where to.
    public var target: Inbox.Target

    /// Declares a rule.
    public init(_ pattern: String, _ target: Inbox.Target) {
      self.pattern = pattern
      self.target = target
    }

    /// Whether it is for an event.
    func applies(to name: String) -> Bool { Wildcard.matches(pattern, name) }
  }

  /// What there is to tell of a request.
  public enum Report {
    /// An event was kept.
    case kept(ReceivedEvent)
    /// It was here before.
    case known(ReceivedEvent)
    /// It is none of those asked for.
    case ignored(ReceivedEvent)
    /// It was refused; why.
    case refused(String)
  }

  /// The most bytes of a body.
  public static let bodyLimit = 5 << 20

  private let doors: [Door]
  private let rules: [Rule]
  private let wanted: [String]
  private let inbox: Inbox
  private let clock: SystemClock
  private let report: (Report) -> Void
  /// What is to be kept at the end of the turn.
  private var unsettled: [Inbox.Arrival] = []

  /// Receives for these doors; `wanted` are patterns of the events to keep, all when empty.
  public init(
    _ doors: [Door], rules: [Rule], wanted: [String] = [], inbox: Inbox, clock: SystemClock,
    report: @escaping (Report) -> Void
  ) {
    self.doors = doors
    self.rules = rules
    self.wanted = wanted
    self.inbox = inbox
    self.clock = clock
    self.report = report
  }

  /// Answers one request; nil where that is for `settle`, because an event is to be kept first.
  public func answer(_ request: ServerRequest) -> Response? {
    guard let door = doors.first(where: { $0.takes(request.rawPath) }) else {
      report(.refused("\(request.method) \(request.rawPath): no webhook is listened for at this path"))
      return Response(status: .notFound)
    }
    switch request.method {
    case .post: return receive(request, door)
    case .get where door.webhook.greets: return greet(request, door)
    default:
      return Response(
        status: .methodNotAllowed, headers: ["Allow": door.webhook.greets ? "GET, POST" : "POST"])
    }
  }

  /// Keeps the events of a turn and answers each, in their order; 200 only once they are on disk.
  public func settle() -> [Response] {
    let arrivals = unsettled
    unsettled = []
    do {
      return zip(arrivals, try inbox.keep(arrivals)).map { arrival, number in
        var event = arrival.event
        guard let number else {
          report(.known(event))
          return .json(["received": true, "duplicate": true])
        }
        event.number = number
        report(.kept(event))
        return .json(["received": true])
      }
    } catch {
      // The senders try again as long as they are not told that the event arrived.
      return arrivals.map { arrival in
        report(.refused("\(arrival.event.name) cannot be kept: \(error)"))
        return Response(status: .serviceUnavailable, headers: ["Retry-After": "5"])
      }
    }
  }

  private func receive(_ request: ServerRequest, _ door: Door) -> Response? {
    let scheme = door.webhook.signature
    var isVerified = scheme != .none
    do throws(SignatureScheme.Fault) {
      let values = scheme.header.map(request.headers.all) ?? []
      try scheme.verify(values, body: request.body, secrets: door.secrets, now: clock.now())
    } catch {
      report(.refused("\(door.webhook.name): \(error.explanation(scheme))"))
      return Response(status: .unauthorized)
    }
    if !isVerified, !door.admitsUnsigned {
      report(.refused("\(door.webhook.name) sends without a signature; --allow-unsigned takes it"))
      return Response(status: .unauthorized)
    }
    isVerified = isVerified && scheme != .none
    let json = try? JSON.parse(request.body, as: .answer)
    let event = ReceivedEvent(
      service: door.service, webhook: door.webhook.name, name: door.webhook.eventName(in: json),
      identity: door.webhook.identity(of: request.body, json), headers: request.headers, body: request.body,
      isVerified: isVerified, received: clock.now())
    guard wanted.isEmpty || wanted.contains(where: { Wildcard.matches($0, event.name) }) else {
      report(.ignored(event))
      return .json(["received": true, "ignored": true])
    }
    let targets = rules.filter { $0.applies(to: event.name) }.map(\.target)
    unsettled.append(Inbox.Arrival(event: event, targets: targets))
    return nil
  }

  /// Meta's question whether it is welcome: the challenge goes back to whoever knows the token.
  private func greet(_ request: ServerRequest, _ door: Door) -> Response {
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    let token = Array((query["hub.verify_token"] ?? "").utf8)
    guard query["hub.mode"] == "subscribe", let greeting = door.greeting, HMAC.equal(token, greeting),
      let challenge = query["hub.challenge"], Receiver.isChallenge(challenge)
    else {
      report(.refused("\(door.webhook.name): a greeting with another token, or without a challenge"))
      return Response(status: .forbidden)
    }
    return Response(
      status: .ok,
      headers: ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"],
      body: Array(challenge.utf8))
  }

  private static func isChallenge(_ text: String) -> Bool {
    (1...256).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-._".utf8.contains(byte)
        }
      }
  }
}

extension Receiver.Door {
  /// Whether a request to a path is for it: `/<name>`, or where the service's document has it.
  func takes(_ path: String) -> Bool { path == "/\(webhook.name)" || path == webhook.path }
}

extension SignatureScheme.Fault {
  /// What happened, for the log of whoever listens.
  public func explanation(_ scheme: SignatureScheme) -> String {
    let header = scheme.header ?? "signature"
    return switch self {
    case .missing: "the header \(header) is missing"
    case .repeated: "the header \(header) is there more than once"
    case .malformed(let problem): "the header \(header) \(problem)"
    case .untimely(let span):
      span.milliseconds < 0
        ? "it was signed \(TimeSpan(milliseconds: -span.milliseconds).text) ahead of now"
        : "it was signed \(span.text) ago"
    case .different: "the signature is that of another body or another secret"
    case .noSecret: "there is no secret to hold it against"
    }
  }
}
