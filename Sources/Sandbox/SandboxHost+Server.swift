import HTTP
import Values

extension SandboxHost {
  /// Answers a request of the HTTP server: every service is at `/<service>` followed by its documented path.
  public func serve(_ request: ServerRequest) -> ServerReply {
    let target = request.rawQuery.map { "\(request.rawPath)?\($0)" } ?? request.rawPath
    let reply = answer(
      SandboxRequest(
        method: request.method.name, target: target, headers: request.headers, body: request.body),
      turn: request.turn)
    return ServerReply(reply.response, delay: reply.delay, drop: reply.isDropped)
  }

  /// How large the body of a request may be whose row takes a file, and what a larger one is told; nil for any other.
  public func bodyLimit(_ method: Method, _ path: String) -> Server.BodyLimit? {
    guard let target = Target(path), let name = target.segments.first, let played = service(name),
      let match = try? played.router.match(method.name, target.segments.dropFirst()),
      let largest = match.route.endpoint.largestUpload
    else { return nil }
    let roomForHeads = 64 << 10
    return Server.BodyLimit(
      largest + roomForHeads, refusal: played.response(played.rules.tooLarge, to: match.route.endpoint))
  }
}
