/// A status code; unknown codes are kept (RFC 9110 section 15).
public struct Status: Sendable, Hashable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// The three digits.
  public let code: Int

  /// Takes a code as it was received.
  public init(_ code: Int) { self.code = code }
  /// Takes a code as it is written.
  public init(integerLiteral value: Int) { code = value }

  /// 200, the request has succeeded.
  public static let ok: Status = 200
  /// 201, a resource has been made.
  public static let created: Status = 201
  /// 202, taken, but not yet done.
  public static let accepted: Status = 202
  /// 204, done, and nothing to say.
  public static let noContent: Status = 204
  /// 304, what the client has is still right.
  public static let notModified: Status = 304
  /// 400, the request cannot be understood.
  public static let badRequest: Status = 400
  /// 401, credentials are missing or wrong.
  public static let unauthorized: Status = 401
  /// 402, something must be paid first.
  public static let paymentRequired: Status = 402
  /// 403, these credentials may not do this.
  public static let forbidden: Status = 403
  /// 404, there is no such resource.
  public static let notFound: Status = 404
  /// 405, the resource knows other methods only.
  public static let methodNotAllowed: Status = 405
  /// 409, the request conflicts with the state of the resource.
  public static let conflict: Status = 409
  /// 410, the resource is gone for good.
  public static let gone: Status = 410
  /// 413, the body is too large.
  public static let contentTooLarge: Status = 413
  /// 422, understood, but not acceptable.
  public static let unprocessableContent: Status = 422
  /// 429, too many requests in too short a time.
  public static let tooManyRequests: Status = 429
  /// 500, the server has failed.
  public static let internalServerError: Status = 500
  /// 501, the server does not know the method.
  public static let notImplemented: Status = 501
  /// 502, a server behind the server has failed.
  public static let badGateway: Status = 502
  /// 503, not now.
  public static let serviceUnavailable: Status = 503
  /// 504, a server behind the server was too slow.
  public static let gatewayTimeout: Status = 504

  /// Whether the code is one of 2xx.
  public var isSuccess: Bool { code / 100 == 2 }
  /// Whether the code is one of 3xx that name another address; 304 is none.
  public var isRedirect: Bool { [301, 302, 303, 307, 308].contains(code) }
  /// Whether the code is one of 4xx.
  public var isClientError: Bool { code / 100 == 4 }
  /// Whether the code is one of 5xx.
  public var isServerError: Bool { code / 100 == 5 }

  /// The registered phrase, empty for an unregistered code.
  public var reason: String { Status.reasons[code] ?? "" }

  /// The code and its phrase: "404 Not Found".
  public var description: String { reason.isEmpty ? "\(code)" : "\(code) \(reason)" }
}

extension Status {
  private static let reasons: [Int: String] = [
    100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints",
    200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content",
    205: "Reset Content", 206: "Partial Content", 207: "Multi-Status", 208: "Already Reported",
    226: "IM Used",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    305: "Use Proxy", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    416: "Range Not Satisfiable", 417: "Expectation Failed", 421: "Misdirected Request",
    422: "Unprocessable Content", 423: "Locked", 424: "Failed Dependency", 425: "Too Early",
    426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported", 506: "Variant Also Negotiates",
    507: "Insufficient Storage", 508: "Loop Detected", 511: "Network Authentication Required",
  ]
}
