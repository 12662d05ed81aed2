import Catalog
import HTTP
import Platform
import Values

/// Sends calls to one service: credential, rate limit, retries, envelope, errors.
///
/// It knows no service by name; what differs is data in the service's table.
public final class Client {
  /// What a client works with.
  public struct Parts {
    /// The service's base address, without a final slash.
    public var address: Address
    /// What carries requests.
    public var transport: any Transport
    /// What proves who asks; nil when nothing is known or needed.
    public var credential: Credential?
    /// Finds a secret of the service beside its credential, by name.
    public var secret: (String) throws(Failure) -> Credential? = { _ in nil }
    /// The shared record of requests; nil where no limits hold.
    public var gate: RateGate?
    /// How long one request may take.
    public var timeout: TimeSpan
    /// Whether anything but reading is refused.
    public var isReadOnly = false
    /// Told each request and answer, for `--verbose`.
    public var trace: ((String) -> Void)?
  }

  let service: Service
  let clock: SystemClock
  private let parts: Parts
  private let redaction: Redaction
  private let retries = RetryPolicy()
  private var budget = RetryBudget()

  /// Makes a client of a service.
  public init(_ service: Service, _ parts: Parts, clock: SystemClock) {
    self.service = service
    self.parts = parts
    redaction = Redaction(secrets: [parts.credential?.secret].compactMap { $0 })
    self.clock = clock
  }

  /// Waits for the slot of a call that is to be sent as soon as it has one; nil where no limit holds.
  func reserve(_ rate: RateClass, isDoubtful: Bool = false) throws(Failure) -> RateGate.Slot? {
    do throws(Failure) { return try parts.gate?.take(rate) } catch {
      var failure = error
      failure.mayHaveBeenApplied = isDoubtful
      throw failure
    }
  }

  /// Gives back a slot that was not needed.
  func release(_ slot: RateGate.Slot?) { try? parts.gate?.release(slot) }

  /// Sends a call until it is answered or must not be tried again; throws what users are told.
  ///
  /// Without a slot that was reserved for it, it waits for one. A write that may have arrived in one attempt stays in
  /// doubt, whatever a later attempt is told. With a receiver the body of a success goes there, as it comes and
  /// without its envelope being opened.
  public func send(
    _ call: Call, in reserved: RateGate.Slot? = nil, into receiver: BodyReceiver? = nil
  ) throws(Failure) -> Answer {
    if parts.isReadOnly, call.method != .get { throw .readOnly(call.title) }
    let request = try self.request(for: call)
    let origin = parts.address.origin
    var slot = reserved
    var spent = 0
    var attempt = 1
    var isDoubtful = false
    while true {
      if slot == nil { slot = try reserve(call.rate, isDoubtful: isDoubtful) }
      var outcome = try exchange(request, call, in: slot, into: receiver)
      outcome.doubt(&isDoubtful)
      slot = nil
      switch retries.decision(
        attempt: attempt, outcome: outcome.forRetry, isReplayable: call.method.isIdempotent,
        random: Randomness.unit())
      {
      case .retry(let span, let cost)
      where Interrupt.requested == nil && !Interrupt.isPostponed && budget.spend(cost, on: origin):
        parts.trace?("again in \(span.text): \(outcome.summary)")
        clock.sleep(span)
        spent += cost
        attempt += 1
      default:
        if case .success = outcome.result { budget.succeed(on: origin, spent: spent) }
        return try answer(outcome, call)
      }
    }
  }

  /// The answer, or the failure without what must not be shown: a service may repeat a credential.
  private func answer(_ outcome: Outcome, _ call: Call) throws(Failure) -> Answer {
    do throws(Failure) { return try outcome.result.get() } catch {
      throw error.redacted(redaction).redacted(call.redaction)
    }
  }

  /// The HTTP request of a call, as `--dry-run` prints it and `send` sends it.
  public func request(for call: Call) throws(Failure) -> Request {
    let asked = call.address ?? parts.address.appending(path: call.path)
    guard var address = asked?.with(query: call.query.filter { !call.fields.contains($0.0) }) else {
      throw .usage("'\(call.path)' is not a path of \(service.title)")
    }
    var headers: Headers = ["Accept": call.accept]
    for (name, value) in call.query where call.fields.contains(name) { headers.set(name, value) }
    if let name = headers.firstInvalidName {
      throw .usage("'\(name)' has a value that no header field can have")
    }
    let isOwn = address.origin == parts.address.origin
    switch isOwn ? call.authentication ?? service.authentication : .none {
    case .secret(let name):
      guard let credential = try parts.secret(name) else { break }
      headers.set("Authorization", "Bearer \(credential.secret)")
    case .bearer, .optionalBearer:
      if let credential = parts.credential { headers.set("Authorization", "Bearer \(credential.secret)") }
    case .basic:
      guard let credential = parts.credential else { break }
      headers.set("Authorization", "Basic \(Base64.encode(Array(credential.secret.utf8)))")
    case .cookie(let name):
      if let credential = parts.credential { headers.set("Cookie", "\(name)=\(credential.secret)") }
    case .header(let name):
      if let credential = parts.credential { headers.set(name, credential.secret) }
    case .query(let name):
      if let credential = parts.credential { address = address.with(query: [(name, credential.secret)]) }
    case .none: break
    }
    if call.body != nil { headers.set("Content-Type", "application/json") }
    if let form = call.form { headers.set("Content-Type", form.contentType) }
    if let key = call.idempotencyKey { headers.set("Idempotency-Key", key) }
    guard let method = HTTP.Method(call.method.rawValue) else { throw .usage("\(call.title) has no method") }
    var request = Request(
      method, address, headers: headers, body: call.body.map { Array($0.text().utf8) },
      timeout: parts.timeout, isReplayable: call.method.isIdempotent)
    request.form = call.form
    // A large file takes its time, and that much no slower than 50 kB a second.
    if let form = call.form { request.timeout = parts.timeout + .milliseconds(form.count / 50) }
    return request
  }

  /// One attempt, and what it means.
  private struct Outcome {
    var result: Swift.Result<Answer, Failure>
    var forRetry: RetryPolicy.Outcome
    var summary: String
    /// Where a read is to be asked instead.
    var target: Address?

    /// Hands the doubt of one attempt on to the next.
    mutating func doubt(_ isDoubtful: inout Bool) {
      guard case .failure(var failure) = result else { return }
      isDoubtful = isDoubtful || failure.mayHaveBeenApplied
      failure.mayHaveBeenApplied = isDoubtful
      result = .failure(failure)
    }
  }

  /// One attempt in a slot, with up to five redirects of a read followed within its own origin; each hop takes a slot
  /// of its own.
  private func exchange(
    _ first: Request, _ call: Call, in slot: RateGate.Slot?, into receiver: BodyReceiver?
  ) throws(Failure) -> Outcome {
    var request = first
    var outcome = once(request, call, in: slot, into: receiver)
    for _ in 0..<5 {
      guard let target = outcome.target else { break }
      request.address = target
      outcome = once(request, call, in: try reserve(call.rate), into: receiver)
    }
    return outcome
  }

  private func once(
    _ request: Request, _ call: Call, in slot: RateGate.Slot?, into receiver: BodyReceiver?
  ) -> Outcome {
    parts.trace?("\(request.method) \(call.redaction.text(redaction.address(request.address)))")
    parts.gate?.open(slot)
    do throws(TransportError) {
      let response = try carry(request, into: receiver)
      parts.trace?("\(response.status)")
      if receiver != nil, response.status.isSuccess {
        try? parts.gate?.settle(
          slot, response.status.code, retryAfter: nil,
          reading: service.reading(response.headers, response.status))
        let answer = Answer(
          status: response.status.code, headers: response.headers, body: .null, payload: .null)
        return Outcome(
          result: .success(answer), forRetry: .answered(response, retryAfter: nil),
          summary: "\(response.status)")
      }
      let body = response.body.isEmpty ? JSON.null : try? JSON.parse(response.body, as: .answer)
      let wait = service.retryAfter(response, body, now: clock.now())
      try? parts.gate?.settle(
        slot, response.status.code, retryAfter: wait,
        reading: service.reading(response.headers, response.status))
      return Outcome(
        result: read(response, body, call, at: request.address),
        forRetry: .answered(response, retryAfter: wait, envelope: isOwnError(body) ? .error : .absent),
        summary: "\(response.status)", target: call.success == nil ? target(of: response, to: request) : nil)
    } catch {
      try? parts.gate?.settle(slot, nil, retryAfter: nil)
      return Outcome(result: .failure(failure(error, call)), forRetry: .failed(error), summary: error.message)
    }
  }

  private func carry(_ request: Request, into receiver: BodyReceiver?) throws(TransportError) -> Response {
    guard let receiver else { return try parts.transport.send(request) }
    return try parts.transport.send(request, into: receiver)
  }

  /// Where a link of an answer leads: as it stands, or below the service's origin, which is the base address without
  /// the path at which the endpoints begin. Nil where it leads to no web address.
  func address(of link: String) -> Address? {
    let base = parts.address
    guard link.hasPrefix("/"), !link.hasPrefix("//"), base.path.hasSuffix(service.mount) else {
      return base.resolving(link)
    }
    return Address(base.origin + base.path.dropLast(service.mount.utf8.count) + link)
  }

  /// Whether a body is in the service's own error form.
  private func isOwnError(_ body: JSON?) -> Bool { body?.value(at: service.envelope.message)?.string != nil }

  private func read(_ response: Response, _ body: JSON?, _ call: Call, at address: Address)
    -> Swift.Result<Answer, Failure>
  {
    let isExpected = call.success == response.status.code
    if response.status.isRedirect, !isExpected {
      return .failure(strayRedirect(response, call, from: address))
    }
    guard response.status.isSuccess || isExpected else { return .failure(refusal(response, body, call)) }
    if response.status.isRedirect {
      return .success(
        Answer(status: response.status.code, headers: response.headers, body: .null, payload: .null))
    }
    guard let body else {
      return .failure(unreadable(response.status.code, call, "something that is not JSON"))
    }
    if service.denies(body) { return .failure(refusal(response, body, call)) }
    guard let answer = service.opened(body, response, call) else {
      let place = call.data ?? service.envelope.data
      let reason = response.body.isEmpty ? "an empty body" : "JSON that has no '\(place)'"
      return .failure(unreadable(response.status.code, call, reason))
    }
    return .success(answer)
  }

  /// Where a read is to be asked instead; nil when it is not sent on, or to another origin.
  private func target(of response: Response, to request: Request) -> Address? {
    guard response.status.isRedirect, request.method == .get,
      let target = response.headers["Location"].flatMap({ request.address.resolving($0) }),
      target.origin == request.address.origin
    else { return nil }
    return target
  }
}
