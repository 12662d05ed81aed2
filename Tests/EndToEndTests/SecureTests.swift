import Platform
import Testing

/// HTTPS is verified, and goes through the proxy that the environment names.
@Suite struct SecureTests {
  /// Starts `openssl s_server` with a certificate for localhost; then `$port` is where, `$ca` who vouches for it.
  private static let server = #"""
    cd "$SP_HOME" && ca=$PWD/ca.pem && mkdir -p www/api/v1/prompts
    make() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "$@" 2>/dev/null; }
    make -subj /CN=authority -keyout ca.key -out ca.pem
    make -subj /CN=other -keyout other.key -out other.pem
    make -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext basicConstraints=CA:FALSE \
      -CA ca.pem -CAkey ca.key -keyout key.pem -out cert.pem
    body='{"success":true,"data":{"id":"p"}}'
    printf 'HTTP/1.1 200 OK\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' ${#body} "$body" > www/api/v1/prompts/p
    mkfifo said; (cd www && exec openssl s_server -accept 127.0.0.1:0 -HTTP -cert ../cert.pem -key ../key.pem) > said 2>&1 &
    server=$!; trap 'kill $server' EXIT; exec 3< said
    while read -r line <&3; do case $line in ACCEPT*) port=${line##*:}; break;; esac; done
    cat <&3 > /dev/null &
    export SP_SNACKPROMPT_TOKEN=sk_test_canary_1234567890
    sp config profile add live --set snackprompt.url=https://localhost:$port/api/v1 && sp config profile use live
    get() { sp prompts get p "$@"; echo " -> $?"; }

    """#

  @Test func certificates() throws {
    let outcome = try Sp().shell(
      SecureTests.server + #"""
        echo unknown; get
        sp config set tls.ca "$PWD/other.pem"; echo other; get
        sp config set tls.ca "$PWD/none.pem"; echo missing; get
        sp config set tls.ca "$ca"; echo known; get
        sp config profile add named --set snackprompt.url=https://127.0.0.1:$port/api/v1
        echo name; get --profile named
        sp config profile add plain --set snackprompt.url=http://127.0.0.1:$port/api/v1
        echo plain; get --profile plain
        sp config unset tls.ca; echo environment; SSL_CERT_FILE=$ca get
        """#)
    let parts = outcome.output.split(separator: "\n").map(String.init)
    func said(_ name: String) -> String {
      parts.drop { $0 != name }.dropFirst().prefix { $0.contains("{") || $0.contains("->") }.joined(
        separator: "\n")
    }
    for name in ["unknown", "other", "name"] {
      #expect(
        said(name).contains("is not to be trusted") && said(name).hasSuffix(" -> 5"), "\(outcome.output)")
      #expect(said(name).contains("tls.ca"), "\(said(name))")
    }
    #expect(said("missing").contains("none.pem") && said("missing").contains("tls.ca"), "\(outcome.output)")
    for name in ["known", "environment"] {
      #expect(said(name) == "{\"id\":\"p\"}\n -> 0", "\(outcome.output)")
    }
    #expect(said("plain").hasSuffix(" -> 5"), "\(outcome.output)")
    #expect(!outcome.output.contains("canary"))
  }

  @Test func proxies() throws {
    let proxy = Peer { request, _ in request.line.hasPrefix("CONNECT") ? .tunnel : .json(502, "{}") }
    let closed = Peer(.json(407, ""))
    defer {
      proxy.end()
      closed.end()
    }
    let outcome = try Sp().shell(
      SecureTests.server + #"""
        sp config set tls.ca "$ca"
        HTTPS_PROXY=http://me:canary@127.0.0.1:$PROXY get
        https_proxy=http://127.0.0.1:$PROXY get
        HTTPS_PROXY=http://127.0.0.1:$PROXY NO_PROXY=localhost get
        HTTPS_PROXY=http://127.0.0.1:$CLOSED get --fields id
        sp cache clear; HTTPS_PROXY=http://me:canary@127.0.0.1:$CLOSED get -v
        """#, environment: ["PROXY": "\(proxy.port)", "CLOSED": "\(closed.port)"])
    let answers = outcome.output.split(separator: "\n").filter { $0 == "{\"id\":\"p\"}" }
    #expect(answers.count == 4, "\(outcome.output)")
    #expect(outcome.output.contains("gives no connection to localhost"), "\(outcome.output)")
    #expect(
      outcome.output.contains("check HTTPS_PROXY") && outcome.output.hasSuffix(" -> 5\n"), "\(outcome.output)"
    )
    #expect(!outcome.output.contains("canary"), "\(outcome.output)")
    #expect(
      proxy.requests.count == 2 && proxy.requests.allSatisfy { $0.line.hasPrefix("CONNECT localhost:") })
    #expect(proxy.requests[0].header("Proxy-Authorization") != nil)
    #expect((proxy.requests + closed.requests).allSatisfy { $0.header("Authorization") == nil })
  }
}
