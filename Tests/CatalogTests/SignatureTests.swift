import Catalog
import Testing
import Values

/// Signatures of webhooks: what is proven, and why the rest is not.
@Suite struct SignatureTests {
  static let secret = Array("whsec_test".utf8)
  static let body = Array(#"{"event":"sale.completed","data":{"title":"Été","amount":45.10}}"#.utf8)
  static let now = Timestamp(year: 2026, month: 2, day: 4, hour: 14, minute: 30)

  static let schemes: [SignatureScheme] = [
    .hexadecimal(header: "x-signature"), .prefixed(header: "X-Hub-Signature-256"),
    .timestamped(header: "Stripe-Signature"),
  ]

  private static func fault(
    _ scheme: SignatureScheme, _ values: [String], body: [UInt8] = body, secrets: [[UInt8]] = [secret],
    now: Timestamp = now
  ) -> SignatureScheme.Fault? {
    do throws(SignatureScheme.Fault) {
      try scheme.verify(values, body: body, secrets: secrets, now: now)
      return nil
    } catch { return error }
  }

  /// No single bit of the body, the secret or the digest may change.
  @Test(arguments: schemes) func everyBitCounts(_ scheme: SignatureScheme) throws {
    let value = try #require(scheme.sign(Self.body, secret: Self.secret, at: Self.now))
    #expect(Self.fault(scheme, [value]) == nil)
    for index in Self.body.indices {
      for bit in 0..<8 {
        var other = Self.body
        other[index] ^= 1 << UInt8(bit)
        #expect(Self.fault(scheme, [value], body: other) == .different)
      }
    }
    for index in Self.secret.indices {
      var other = Self.secret
      other[index] ^= 1
      #expect(Self.fault(scheme, [value], secrets: [other]) == .different)
    }
    let characters = Array(value)
    for index in characters.indices.suffix(64) {
      var other = characters
      other[index] = other[index] == "0" ? "1" : "0"
      #expect(Self.fault(scheme, [String(other)]) == .different)
    }
  }

  /// No single bit of the header field's value may change either, its moment included; but digits may be of either case.
  @Test(arguments: schemes) func everyBitOfTheValueCounts(_ scheme: SignatureScheme) throws {
    let value = Array(try #require(scheme.sign(Self.body, secret: Self.secret, at: Self.now)).utf8)
    for index in value.indices {
      for bit in 0..<8 {
        var other = value
        other[index] ^= 1 << UInt8(bit)
        let isOtherCase = bit == 5 && index >= value.count - 64 && (0x61...0x66).contains(value[index])
        let text = String(decoding: other, as: UTF8.self)
        #expect((Self.fault(scheme, [text]) == nil) == isOtherCase, "\(text)")
      }
    }
  }

  /// A value, and what is wrong with it.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var scheme: SignatureScheme
    var values: [String]
    var fault: SignatureScheme.Fault?

    init(
      _ name: String, _ scheme: SignatureScheme, _ values: [String], _ fault: SignatureScheme.Fault?
    ) {
      testDescription = name
      self.scheme = scheme
      self.values = values
      self.fault = fault
    }
  }

  private static let digest = Hex.encode(HMAC.sha256(key: secret, body))
  private static func stripe(_ seconds: String, key: [UInt8] = secret) -> String {
    Hex.encode(HMAC.sha256(key: key, Array("\(seconds).".utf8) + body))
  }
  private static let t = String(now.milliseconds / 1000)

  static let cases: [Case] = [
    Case("none", schemes[0], [], .missing),
    Case("two", schemes[0], [digest, digest], .repeated),
    Case("upper case", schemes[0], [digest.uppercased()], nil),
    Case("truncated", schemes[0], [String(digest.dropLast())], .malformed("has 63 characters, not 64")),
    Case(
      "no digits", schemes[0], [String(repeating: "g", count: 64)],
      .malformed("has other characters than 0-9 and a-f")),
    Case(
      "prefix where none belongs", schemes[0], ["sha256=\(digest)"], .malformed("has 71 characters, not 64")),
    Case("no prefix", schemes[1], [digest], .malformed("does not begin with sha256=")),
    Case("sha1", schemes[1], ["sha1=\(digest.prefix(40))"], .malformed("does not begin with sha256=")),
    Case("another secret first", schemes[2], ["t=\(t),v1=\(stripe(t, key: [1])),v1=\(stripe(t))"], nil),
    Case("another scheme beside it", schemes[2], ["t=\(t),v0=abc,v1=\(stripe(t))"], nil),
    Case("bad digits beside it", schemes[2], ["t=\(t),v1=zz,v1=\(stripe(t))"], nil),
    Case("no v1", schemes[2], ["t=\(t),v0=\(stripe(t))"], .malformed("has no v1 of 64 hexadecimal digits")),
    Case("no t", schemes[2], ["v1=\(stripe(t))"], .malformed("has no t")),
    Case(
      "t twice", schemes[2], ["t=\(t),t=\(t),v1=\(stripe(t))"],
      .malformed("has no single t of 1 to 12 digits")),
    Case(
      "t in another notation", schemes[2], ["t=1e9,v1=\(stripe("1e9"))"],
      .malformed("has no single t of 1 to 12 digits")),
    Case("nothing", schemes[2], [""], .malformed("has a part without =")),
  ]

  @Test(arguments: cases) func forms(_ row: Case) {
    #expect(Self.fault(row.scheme, row.values) == row.fault)
  }

  @Test(arguments: [-301, -300, 300, 301]) func age(_ seconds: Int) throws {
    let scheme = Self.schemes[2]
    let value = try #require(scheme.sign(Self.body, secret: Self.secret, at: Self.now))
    let fault = Self.fault(scheme, [value], now: Self.now + .seconds(seconds))
    #expect(fault == (abs(seconds) <= 300 ? nil : .untimely(.seconds(seconds))))
  }

  @Test func emptySecretsProveNothing() throws {
    let value = try #require(Self.schemes[0].sign(Self.body, secret: [], at: Self.now))
    #expect(Self.fault(Self.schemes[0], [value], secrets: [[]]) == .noSecret)
    #expect(Self.fault(Self.schemes[0], [value], secrets: []) == .noSecret)
  }
}
