import HTTP
import Testing

@Suite struct AddressTests {
  @Test(
    "URLs are taken apart and written in one form",
    arguments: [
      ("http://Example.COM", "http://example.com/"), ("HTTPS://a.b:443/x", "https://a.b/x"),
      ("http://a:80?q", "http://a/?q"), ("http://a:8080/b/../c/./d#f", "http://a:8080/c/d"),
      ("https://[::1]:9/x?a=[1]&b=%20", "https://[::1]:9/x?a=[1]&b=%20"), ("http://a:/x", "http://a/x"),
      ("http://a/../../x/..", "http://a/"), ("http://a/x/%2E%2e/y", "http://a/y"),
      ("http://a//x", "http://a//x"),
    ])
  func parses(text: String, canonical: String) throws {
    let address = try #require(Address(text))
    #expect(address.text == canonical && Address(canonical) == address)
    #expect(address.text == address.origin + address.target)
  }

  @Test(
    "What is no URL of the web, or would be read in two ways, is refused",
    arguments: [
      "", "example.com", "/x", "ftp://a/", "file:///etc/passwd", "http:/a", "http://", "http:///x",
      "http://u@a/",
      "http://u:p@a/", "http://a b/", "http://a/b c", "http://a/\r\nX: y", "http://a/\0", "http://a/é",
      "http://é/",
      "http://a:0/", "http://a:65536/", "http://a:+1/", "http://a:1x/", "http://[::1/", "http://[::1]x/",
      "http://[abc]/", "http://a/%2", "http://a/%zz", "http://a/\"", "http://a\\b/", "http://a/?<",
      "\u{FEFF}http://a/",
      "http://a%00b/",
    ])
  func refuses(text: String) { #expect(Address(text) == nil) }

  @Test(
    "References are resolved from where they stand",
    arguments: [
      ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
      ("//g", "http://g/"), ("?y", "http://a/b/c/d?y"), ("g?y", "http://a/b/c/g?y"),
      ("#s", "http://a/b/c/d?q"),
      ("", "http://a/b/c/d?q"), (".", "http://a/b/c/"), ("..", "http://a/b/"), ("../../../g", "http://a/g"),
      ("https://x/y", "https://x/y"), ("g:h", nil), ("javascript:x", nil), ("/a b", nil), ("//u@x/", nil),
      ("/x:y", "http://a/x:y"),
    ] as [(String, String?)])
  func resolves(reference: String, expected: String?) throws {
    #expect(try #require(Address("http://a/b/c/d?q")).resolving(reference)?.text == expected)
  }

  @Test(
    "A path is added with one slash, and never leads out",
    arguments: [
      ("http://a", "/x", "http://a/x"), ("http://a/v1/", "/x/y", "http://a/v1/x/y"),
      ("http://a/v1", "x", "http://a/v1/x"), ("http://a/v1?k=1", "/x", "http://a/v1/x?k=1"),
      ("http://a/v1", "/x/..", nil), ("http://a/v1", "/%2e%2E/x", nil), ("http://a/v1", "/x?y", nil),
      ("http://a/v1", "/x y", nil), ("http://a/v1", "/x#y", nil),
    ] as [(String, String, String?)])
  func appends(base: String, path: String, expected: String?) {
    #expect(Address(base)?.appending(path: path)?.text == expected)
  }

  @Test("Components are encoded and decoded once")
  func components() {
    #expect(Address.encode("a-Z_0.~ /?é%") == "a-Z_0.~%20%2F%3F%C3%A9%25")
    #expect(Address.decode("a%20%C3%a9+%2525") == "a é+%25")
    for broken in ["%", "%2", "%g0", "%ff"] { #expect(Address.decode(broken) == nil) }
    let address = Address("http://a/?x=1")?.with(query: [("q", "a&b"), ("tag", "é"), ("tag", "")])
    #expect(address?.text == "http://a/?x=1&q=a%26b&tag=%C3%A9&tag=")
  }

  @Test(
    "Only this machine is loopback",
    arguments: [
      ("localhost", true), ("127.0.0.1", true), ("127.255.0.9", true), ("[::1]", true), ("127.1", false),
      ("127.0.0.1.evil.example", false), ("127.0.0.256", false), ("localhost.evil.example", false),
      ("128.0.0.1", false),
    ])
  func loopback(host: String, expected: Bool) { #expect(Address("http://\(host)/")?.isLoopback == expected) }

  @Test("Header fields keep order and case, and compare without case")
  func headers() {
    var headers: Headers = ["A": "1", "b": "2", "a": "3"]
    #expect(headers["a"] == "1" && headers.all("A") == ["1", "3"] && headers["c"] == nil)
    headers.set("a", "4")
    headers.add("C", "5")
    #expect(headers == ["a": "4", "b": "2", "C": "5"])
    headers.remove("B")
    #expect(headers == ["a": "4", "C": "5"] && headers.firstInvalidName == nil)
    headers.add("X", "1\r\n")
    #expect(headers.firstInvalidName == "X")
    #expect(Method("BREW")?.isIdempotent == false && Method("a b") == nil && Method.put.isIdempotent)
    #expect(Status(404).description == "404 Not Found" && Status(799).description == "799")
  }
}
