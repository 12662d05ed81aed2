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
}
