/// A request method; names are case-sensitive (RFC 9110 section 9.1).
public struct Method: Sendable, Hashable, CustomStringConvertible {
  /// The name as it stands in the request line.
  public let name: String

  private init(known name: String) { self.name = name }

  /// Takes any name that is a token; nil for the empty name and for characters that no token has.
  public init?(_ name: String) {
    guard Headers.isToken(name) else { return nil }
    self.name = name
  }

  /// Reads a resource.
  public static let get = Method(known: "GET")
  /// Reads a resource's header fields alone.
  public static let head = Method(known: "HEAD")
  /// Lets the resource process the body.
  public static let post = Method(known: "POST")
  /// Replaces the resource by the body.
  public static let put = Method(known: "PUT")
  /// Changes parts of the resource.
  public static let patch = Method(known: "PATCH")
  /// Removes the resource.
  public static let delete = Method(known: "DELETE")
  /// Asks what the resource allows.
  public static let options = Method(known: "OPTIONS")
  /// Asks for the request as it came.
  public static let trace = Method(known: "TRACE")
  /// Asks by the body what the resource answers.
  public static let query = Method(known: "QUERY")

  /// Whether the method asks for no change (RFC 9110 section 9.2.1).
  public var isSafe: Bool { [.get, .head, .options, .trace, .query].contains(self) }

  /// Whether sending twice has the effect of sending once (RFC 9110 section 9.2.2).
  public var isIdempotent: Bool { isSafe || self == .put || self == .delete }

  /// The name.
  public var description: String { name }
}
