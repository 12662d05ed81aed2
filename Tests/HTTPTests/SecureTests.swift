import HTTP
import Platform
import Testing
import Values

@Suite(.enabled(if: Authority.isAvailable, "openssl is needed to play a TLS server"))
struct SecureTests {
  /// What a client trusts: `known` issued the server's certificate, `other` did not.
  struct Trust: Sendable {
    var systemFile: Name?
    var systemDirectory: Name?
    var extra: Name?
    var host = "localhost"
    let expected: TransportError.Reason?
    enum Name: Sendable { case known, other, missing }
  }

  static let trusts: [Trust] = [
    Trust(expected: .untrusted),
    Trust(extra: .known, expected: nil),
    Trust(extra: .other, expected: .untrusted),
    Trust(extra: .known, host: "127.0.0.1", expected: .untrusted),
    Trust(extra: .missing, expected: .untrusted),
    Trust(systemFile: .known, expected: nil),
    Trust(systemFile: .known, extra: .other, expected: nil),
    Trust(systemFile: .other, extra: .known, expected: nil),
    Trust(systemFile: .other, expected: .untrusted),
    Trust(systemDirectory: .known, expected: nil),
    Trust(systemDirectory: .known, extra: .other, expected: nil),
    Trust(systemDirectory: .other, extra: .known, expected: nil),
    Trust(systemDirectory: .other, expected: .untrusted),
  ]

  @Test("A certificate counts when an authority of the system's, or the added one, vouches for the host")
  func trust() throws {
    let known = try Authority()
    let other = try Authority("other")
    let server = try TLSServer(known)
    for row in SecureTests.trusts {
      let file = { (name: Trust.Name) in
        name == .known ? known.file : name == .other ? other.file : "\(known.hashed)/none.pem"
      }
      var variables: [String: String] = [:]
      variables["SSL_CERT_FILE"] = row.systemFile.map(file)
      variables["SSL_CERT_DIR"] = row.systemDirectory.map { ($0 == .known ? known : other).hashed }
      let transport = Exchange.transport(variables, authority: row.extra.map(file))
      let request = try Exchange.request("https://\(row.host):\(server.port)/")
      let error = try? Exchange.failure(transport, request)
      #expect(
        error?.reason == row.expected && error?.sent != .perhaps, "\(row) \(error?.message ?? "answered")")
    }
  }

  @Test("TLS 1.1 and plain text on a secure port are no secure connection")
  func handshake() throws {
    let authority = try Authority()
    let old = try TLSServer(authority, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")
    let plain = Peer([[.text("HTTP/1.1 200 OK\r\n\r\n"), .stall]])
    defer { plain.close() }
    for port in [old.port, plain.port] {
      let transport = Exchange.transport(authority: authority.file)
      let error = try Exchange.failure(transport, Exchange.request("https://localhost:\(port)/", .post))
      #expect(error.reason == .tls && error.sent == .no, "\(error)")
    }
  }

  @Test("A proxy tunnels what is secure, sees no credentials, and may refuse")
  func tunnel() throws {
    let authority = try Authority()
    let server = try TLSServer(authority)
    let proxy = Peer([
      [.read, .text("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n"), .tunnel(server.port)],
      [.read, .text("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")],
      [.read, .reset],
    ])
    defer { proxy.close() }
    let variables = ["HTTPS_PROXY": "http://user:secret@127.0.0.1:\(proxy.port)"]
    let request = try Exchange.request(
      "https://localhost:\(server.port)/", headers: ["Authorization": "Bearer t"])
    let response = try Exchange.transport(variables, authority: authority.file).send(request)
    #expect(response.status == .ok && response.headers["X-Proxy"] == nil)
    let connect = try #require(proxy.requests.first)
    #expect(connect.hasPrefix("CONNECT localhost:\(server.port) HTTP/1.1\r\n"))
    #expect(!connect.contains("Bearer t"))
    for reason in [TransportError.Reason.proxy, .dropped] {
      let error = try Exchange.failure(Exchange.transport(variables, authority: authority.file), request)
      #expect(error.reason == reason && error.sent == .no && !error.message.contains("secret"), "\(error)")
    }
    let direct = Exchange.transport(
      variables.merging(["NO_PROXY": "localhost"]) { $1 }, authority: authority.file)
    #expect(try direct.send(request).status == .ok && proxy.connections == 3)
  }
}
