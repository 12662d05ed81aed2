import Testing
import Values

@Suite struct BytesTests {
  /// The example of RFC 7693, and lengths around the block as `b2sum -l` has them.
  static let quickHashes: [(text: String, hex: String)] = [
    (
      "",
      "cae66941d9efbd404e4d88758ea67670"
    ),
    (
      "abc",
      "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    ),
    (
      "abc",
      "cf4ab791c62b8d2b2109c90275287816"
    ),
    (
      String(repeating: "q", count: 127),
      "a5699f86aebe89781eb136c4fef2ff9a"
    ),
    (
      String(repeating: "q", count: 128),
      "0a690307dcc3db3f75a0d3fd8c44d4406f8123e78364a2314f92bb5889270d46"
    ),
    (
      String(repeating: "q", count: 129),
      "894e2d9ebf54eedc8fa906fe23af3b49"
    ),
    (
      String(repeating: "q", count: 256),
      "e2"
    ),
    (
      String(repeating: "q", count: 257),
      "ebb7cb464d5c5f1f5175ba8c63cbdb28"
    ),
    (
      String(repeating: "q", count: 1000),
      "1c74684ca82ab457020c0569b490409ff05b820c54a3849f7b2e861e6851ebc8d8b91461c5067e38c58a71a30770a30f5cf4e54d43db79c45e7c4db969f50359"
    ),
  ]

  @Test(arguments: quickHashes) func hashesToAnySize(_ row: (text: String, hex: String)) {
    let hash = BLAKE2b.hash(Array(row.text.utf8), size: row.hex.utf8.count / 2)
    #expect(Hex.encode(hash) == row.hex)
  }

  /// FIPS 180-4 examples, and lengths around the block as `sha256sum` has them.
  static let hashes: [(text: String, hex: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "q", count: 55), "85528b5baff5639cb8e7daca79d085ac29ac0978e873ed7527158616b2b6c379"),
    (String(repeating: "q", count: 56), "f8ce2f8d6990c639668fe404262f35ed72d8bb145ad6bae786af7284447386df"),
    (String(repeating: "q", count: 63), "9b49777003a4143d8c3f4d3002eb631c6bda8b030a3ccc87f8a21d5f61c89e87"),
    (String(repeating: "q", count: 64), "ee8e658590c9a5e119400a774415a01db104de1ee6e2c29ec69aa73ef46544d2"),
    (String(repeating: "q", count: 65), "2b6c3f7f12b1b12fc5409626dc4e5302d8d37082cbeddea7755eac43aba039c8"),
    (String(repeating: "q", count: 119), "c8bc8a6e9626586bb888ad131d44ed2bd37fc608e902904ade3c566c4208e6ca"),
    (String(repeating: "q", count: 120), "77a2d49d72a11e41678c51f8f0cb67f5cb570f30370c3aeffe266a0d1ee43209"),
    (String(repeating: "q", count: 1000), "2e6bba1f3cf48fe45fa1c56e25b47fb622dde50eba1e17e0a72464e32bf4ab41"),
  ]

  @Test(arguments: hashes) func hashesWholeAndInPieces(_ row: (text: String, hex: String)) {
    let bytes = Array(row.text.utf8)
    #expect(SHA256.hex(of: bytes) == row.hex)
    for size in [1, 3, 63, 64, 65] {
      var hash = SHA256()
      for start in stride(from: 0, to: bytes.count, by: size) {
        hash.update(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(Hex.encode(hash.finish()) == row.hex)
    }
  }

  /// RFC 4231.
  static let codes: [(key: String, message: String, hex: String)] = [
    (
      "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      String(repeating: "aa", count: 131),
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ]

  @Test(arguments: codes) func authenticates(_ row: (key: String, message: String, hex: String)) throws {
    let key = try #require(Hex.decode(row.key))
    let message = try #require(Hex.decode(row.message))
    let code = HMAC.sha256(key: key, message)
    #expect(Hex.encode(code) == row.hex)
    #expect(HMAC.equal(code, code))
    #expect(!HMAC.equal(code, Array(code.dropLast())))
    for place in code.indices {
      var other = code
      other[place] ^= 0x80
      #expect(!HMAC.equal(code, other))
    }
  }

  static let encodings: [(text: String, base64: String, hex: String)] = [
    ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
    ("foob", "Zm9vYg==", "666f6f62"),
    ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"), ("~?>", "fj8+", "7e3f3e"),
    ("???", "Pz8/", "3f3f3f"),
  ]

  @Test(arguments: encodings) func encodes(_ row: (text: String, base64: String, hex: String)) {
    let bytes = Array(row.text.utf8)
    let url = Base64.encodeURL(bytes)
    #expect(Base64.encode(bytes) == row.base64)
    #expect(Base64.decode(row.base64) == bytes)
    #expect(!url.contains { "+/=".contains($0) })
    #expect(Base64.decodeURL(url) == bytes)
    #expect(Hex.encode(bytes) == row.hex)
    #expect(Hex.decode(row.hex.uppercased()) == bytes)
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "Zh==", "Zm9", "Z===", "Zg==Zg==", "Zm 9v", "Zm9-", "Zm9v\n", "=", "====",
  ])
  func refusesBase64(_ text: String) { #expect(Base64.decode(text) == nil) }

  @Test(arguments: ["Z", "Zh", "Zm9+", "Zm9v=", "Zg=", "Z g"])
  func refusesBase64OfURLs(_ text: String) { #expect(Base64.decodeURL(text) == nil) }

  @Test(arguments: ["0", "0g", "+1", "0x", " 0", "é"])
  func refusesHex(_ text: String) { #expect(Hex.decode(text) == nil) }

  static let invalid: [(bytes: [UInt8], offset: Int?)] = [
    ([], nil), (Array("plain ASCII of some length".utf8), nil),
    (Array("é日😀\u{7FF}\u{800}\u{FFFF}\u{10FFFF}\u{D7FF}\u{E000}".utf8), nil),
    ([0x80], 0), ([0xC2], 0), ([0xC1, 0xBF], 0), ([0xE0, 0x9F, 0xBF], 0), ([0xED, 0xA0, 0x80], 0),
    ([0xF0, 0x8F, 0xBF, 0xBF], 0),
    ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFF], 0), ([0xE2, 0x82], 0),
    ([0xE2, 0x28, 0xA1], 0),
    ([0xF0, 0x9F, 0x98, 0x28], 0), (Array("12345678é".utf8) + [0xC3, 0x28], 10),
    (Array("1234567".utf8) + [0xFE], 7),
  ]

  @Test(arguments: invalid) func findsTheFirstInvalidByte(_ row: (bytes: [UInt8], offset: Int?)) {
    #expect(row.bytes.withUnsafeBytes { UTF8Text.firstInvalid(in: $0) } == row.offset)
    #expect((String(validating: row.bytes, as: UTF8.self) == nil) == (row.offset != nil))
  }

  static let words: [(word: String, nearest: String?)] = [
    ("prmopts", "prompts"), ("prompt", "prompts"), ("PROMPTS", "prompts"), ("bundels", "bundles"),
    ("lsit", "list"), ("lst", "list"),
    ("get", "get"), ("gte", "get"), ("xyz", nil), ("x", nil), ("", nil), ("promptsssss", nil),
  ]

  @Test(arguments: words) func guessesTheWordMeant(_ row: (word: String, nearest: String?)) {
    #expect(Nearest.match(row.word, in: ["bundles", "list", "prompts", "get", "set"]) == row.nearest)
  }
}
