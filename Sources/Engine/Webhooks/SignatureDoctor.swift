import Catalog
import Values

/// Finds out why a signature proves nothing: what would have to be otherwise for it to be right.
public struct SignatureDoctor {
  /// How it is signed.
  public var scheme: SignatureScheme
  /// The value of the header field.
  public var signature: String
  /// The body, to the byte.
  public var body: [UInt8]
  /// The secrets it may have been made with, and what people call each.
  public var secrets: [(name: String, secret: String)]
  /// Other secrets that are known here.
  public var others: [(name: String, secret: String)]
  /// What time it is.
  public var now: Timestamp
  /// How far a signed moment may be from now.
  public var tolerance: TimeSpan

  /// Examines a signature.
  public init(
    scheme: SignatureScheme, signature: String, body: [UInt8], secrets: [(name: String, secret: String)],
    others: [(name: String, secret: String)] = [], now: Timestamp,
    tolerance: TimeSpan = SignatureScheme.tolerance
  ) {
    self.scheme = scheme
    self.signature = signature
    self.body = body
    self.secrets = secrets
    self.others = others
    self.now = now
    self.tolerance = tolerance
  }

  /// A cause, and what to do about it.
  public struct Finding: Sendable, Hashable {
    /// One word for scripts: `secret`, `prefix`, `body`, `age`, `encoding`, `algorithm`, `header`.
    public var cause: String
    /// What is wrong, for people.
    public var message: String
    /// What to do.
    public var remedy: String
  }

  /// Nil when the signature is right; else the cause.
  public func examine() -> Finding? {
    do throws(SignatureScheme.Fault) {
      try verify(signature, body, secrets.map(\.secret), tolerance)
      return nil
    } catch {
      return cause(of: error)
    }
  }

  private func verify(
    _ value: String, _ body: [UInt8], _ secrets: [String], _ tolerance: TimeSpan? = nil
  ) throws(SignatureScheme.Fault) {
    try scheme.verify(
      [value], body: body, secrets: secrets.map { Array($0.utf8) }, now: now,
      tolerance: tolerance ?? TimeSpan(milliseconds: Int64.max / 4))
  }

  private func proves(_ value: String, _ body: [UInt8], _ secrets: [String]) -> Bool {
    do throws(SignatureScheme.Fault) {
      try verify(value, body, secrets)
      return true
    } catch { return false }
  }

  private func cause(of fault: SignatureScheme.Fault) -> Finding {
    let given = secrets.map(\.secret)
    switch fault {
    case .untimely:
      return Finding(
        cause: "age",
        message: "the signature is right, but \(fault.explanation(scheme)), more than \(tolerance.text)",
        remedy: "set the clocks, or take --tolerance for a replay")
    case .noSecret:
      return Finding(
        cause: "secret", message: "there is no secret to hold it against",
        remedy: "SP_WEBHOOK_SECRET, or sp webhooks secret NAME --stdin")
    default: break
    }
    return form(given) ?? ofBody(given) ?? ofSecret() ?? algorithm(given)
      ?? Finding(
        cause: fault == .different ? "secret" : "header", message: fault.explanation(scheme),
        remedy: fault == .different
          ? "check that secret and body are those of the sender, to the byte" : "see the sender's document")
  }

  // MARK: What may be otherwise

  /// A prefix too many or too few, white space, or base64 in place of digits.
  private func form(_ given: [String]) -> Finding? {
    let trimmed = signature.trimmingSpaces
    var candidates: [(value: String, cause: String, message: String, remedy: String)] = [
      (trimmed, "header", "white space stands around the signature", "take the value of the header alone"),
      (
        "sha256=\(trimmed)", "prefix", "the signature lacks the prefix sha256=",
        "send it as sha256=<digits>"
      ),
    ]
    if let equals = trimmed.firstIndex(of: "=") {
      candidates.append(
        (
          String(trimmed[trimmed.index(after: equals)...]), "prefix",
          "the signature has the prefix \(trimmed[...equals]), which this scheme does not",
          "send the digits alone"
        ))
    }
    let bare = trimmed.hasPrefix("sha256=") ? String(trimmed.dropFirst(7)) : trimmed
    if let bytes = Base64.decode(bare), bytes.count == 32 {
      let digits = Hex.encode(bytes)
      candidates.append(
        (
          trimmed == bare && scheme.isBare ? digits : "sha256=\(digits)", "encoding",
          "the digest is written in base64, not in hexadecimal digits", "write it as 64 hexadecimal digits"
        ))
    }
    for candidate in candidates where candidate.value != signature && proves(candidate.value, body, given) {
      return Finding(cause: candidate.cause, message: candidate.message, remedy: candidate.remedy)
    }
    return nil
  }

  /// A body that is no longer the one that was signed.
  private func ofBody(_ given: [String]) -> Finding? {
    for (variant, what) in bodies where variant != body && proves(signature, variant, given) {
      return Finding(
        cause: "body", message: "the signature is that of the same body \(what)",
        remedy: "verify the raw bytes of the request, before anything reads or writes them")
    }
    return nil
  }

  private var bodies: [([UInt8], String)] {
    var variants: [([UInt8], String)] = [(body + [10], "with a line end behind it")]
    if let last = body.last, last == 10 {
      variants.append((Array(body.dropLast()), "without the line end behind it"))
      if body.dropLast().last == 13 {
        variants.append((Array(body.dropLast(2)), "without the line end behind it"))
      }
    }
    let crossed = String(decoding: body, as: UTF8.self).replacing("\r\n", with: "\n")
    variants.append((Array(crossed.utf8), "with \\n in place of \\r\\n"))
    guard let json = try? JSON.parse(body, as: .answer) else { return variants }
    let compact = json.text()
    var pretty: [UInt8] = []
    json.write(to: &pretty, style: .pretty)
    variants.append((Array(compact.utf8), "written anew without spaces (JSON.stringify of what was parsed)"))
    variants.append((pretty, "written anew with line breaks"))
    variants.append((Array(SignatureDoctor.escaped(compact).utf8), "with \\u escapes for what is not ASCII"))
    variants.append((Array(compact.replacing("/", with: "\\/").utf8), "with \\/ for every slash"))
    variants.append((Array(SignatureDoctor.spaced(json).utf8), "written anew with a space after , and :"))
    return variants
  }

  /// Another secret, or the same one read otherwise.
  private func ofSecret() -> Finding? {
    for (name, secret) in others where proves(signature, body, [secret]) {
      return Finding(
        cause: "secret", message: "it was signed with the secret of \(name)",
        remedy: "use that secret, or have the sender use the other")
    }
    for (name, secret) in secrets {
      var readings: [([UInt8], String)] = [
        (Array(secret.trimmingSpaces.utf8), "without the white space around it"),
        (Array("\(secret)\n".utf8), "with a line end behind it"),
      ]
      if let bytes = Hex.decode(secret) { readings.append((bytes, "read as hexadecimal digits")) }
      if let bytes = Base64.decode(secret) { readings.append((bytes, "read as base64")) }
      for (key, what) in readings
      where key != Array(secret.utf8) && scheme.isProven(signature, body, key, now) {
        return Finding(
          cause: "secret", message: "it was signed with the secret of \(name) \(what)",
          remedy: "keep the secret as the sender has it, to the byte")
      }
    }
    return nil
  }

  /// SHA-1 in place of SHA-256.
  private func algorithm(_ given: [String]) -> Finding? {
    let digits = signature.split(separator: "=").last.map(String.init) ?? signature
    guard signature.hasPrefix("sha1=") || digits.utf8.count == 40 else { return nil }
    return Finding(
      cause: "algorithm", message: "this is a SHA-1 signature, which proves nothing any more",
      remedy: "take the header \(scheme.header ?? "") with SHA-256")
  }

  private static func escaped(_ text: String) -> String {
    text.utf16.reduce(into: "") { escaped, unit in
      if unit < 0x80, let scalar = Unicode.Scalar(unit) {
        escaped.unicodeScalars.append(scalar)
      } else {
        let digits = String(unit, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }

  /// As Python's `json.dumps` writes by default, without its escapes.
  private static func spaced(_ json: JSON) -> String {
    switch json {
    case .array(let elements): "[\(elements.map(spaced).joined(separator: ", "))]"
    case .object(let object):
      "{\(object.members.map { "\(JSON.string($0.key).text()): \(spaced($0.value))" }.joined(separator: ", "))}"
    default: json.text()
    }
  }
}

extension SignatureScheme {
  fileprivate var isBare: Bool { if case .hexadecimal = self { true } else { false } }

  fileprivate func isProven(_ value: String, _ body: [UInt8], _ key: [UInt8], _ now: Timestamp) -> Bool {
    do throws(Fault) {
      try verify(
        [value], body: body, secrets: [key], now: now, tolerance: TimeSpan(milliseconds: Int64.max / 4))
      return true
    } catch { return false }
  }
}
