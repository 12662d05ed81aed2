import Values

/// What a JSON Web Token (RFC 7519) says of itself; nothing here proves it.
public struct JSONWebToken: Sendable {
  /// When it ends; nil where it does not say.
  public let expires: Timestamp?
  /// Whom it names; nil where it does not say.
  public let subject: String?

  /// Reads a signed token in compact form; nil for any other text.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let header = JSONWebToken.object(parts[0]), header["alg"]?.string != nil,
      let claims = JSONWebToken.object(parts[1])
    else { return nil }
    subject = claims["sub"]?.string
    // Years beyond 9999 are not a date any more, and would not fit.
    expires = claims["exp"]?.double.flatMap { seconds in
      (0..<253_402_300_800).contains(seconds) ? Timestamp(milliseconds: Int64(seconds * 1000)) : nil
    }
  }

  private static func object(_ part: String) -> JSON? {
    guard let bytes = Base64.decodeURL(part), let json = try? JSON.parse(bytes), json.object != nil else {
      return nil
    }
    return json
  }
}
