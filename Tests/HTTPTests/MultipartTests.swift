import Platform
import Testing
import Values

@testable import HTTP

/// Forms go out from files piece by piece and come in as they went out, and what is no form is refused.
@Suite struct MultipartTests {
  @Test func comesInAsItWentOut() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/clip"
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try Files.writePrivate(content, to: path)
    let form = Multipart([
      .init("title", .bytes(Array("É \"q\"\r\n--sp-".utf8))),
      .init("file", filename: "a\"b\r\n.mp4", type: "video/mp4", .file(path: path, size: content.count)),
    ])
    let bytes = try form.bytes()
    #expect(bytes.count == form.count)
    let parts = try Multipart.parse(bytes, contentType: form.contentType)
    #expect(parts.map(\.name) == ["title", "file"])
    #expect(Array(parts[0].content) == Array("É \"q\"\r\n--sp-".utf8))
    #expect(parts[1].filename == "a%22b%0D%0A.mp4" && parts[1].type == "video/mp4")
    #expect(Array(parts[1].content) == content)
    // Small pieces give the same bytes.
    let source = MultipartSource(form)
    var pieces: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 777, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { break }
      pieces += buffer[..<count]
    }
    #expect(pieces == bytes)
  }

  @Test func refusesAFileThatChanged() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/clip"
    try Files.writePrivate([1, 2, 3], to: path)
    let form = Multipart([.init("file", filename: "clip", .file(path: path, size: 5))])
    #expect(throws: SystemError.self) { try form.bytes() }
  }

  static let broken: [(body: String, type: String)] = [
    ("", "multipart/form-data; boundary=b"),
    ("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "multipart/form-data; boundary=b"),
    ("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"),
    ("--b\r\nno colon\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"),
    ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--", "multipart/form-data"),
    ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--", "text/plain; boundary=b"),
    (
      "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\ny\r\n--b--",
      "multipart/form-data; boundary=b"
    ),
    (
      "--b\r\nContent-Disposition: form-data; name=a\(String(repeating: "x", count: 9000))\r\n\r\nx\r\n--b--",
      "multipart/form-data; boundary=b"
    ),
  ]

  @Test(arguments: broken) func refuses(_ form: (body: String, type: String)) {
    #expect(throws: Multipart.Problem.self) {
      try Multipart.parse(Array(form.body.utf8), contentType: form.type)
    }
  }

  static let kinds: [(name: String, head: [UInt8], type: String)] = [
    ("a.txt", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
    ("a", Array("\0\0\0\u{20}ftypisom".utf8), "video/mp4"),
    ("a", Array("\0\0\0\u{20}ftypM4A ".utf8), "audio/mp4"),
    ("a", Array("RIFF\0\0\0\0WAVE".utf8), "audio/wav"),
    ("a", [0xFF, 0xFB, 0x90, 0], "audio/mpeg"),
    ("clip.MP4", [], "video/mp4"),
    ("folder.mp4/notes.txt", Array("hello".utf8), "text/plain"),
    ("noending", Array("hello".utf8), "application/octet-stream"),
  ]

  @Test(arguments: kinds) func tellsTheType(_ row: (name: String, head: [UInt8], type: String)) {
    #expect(MediaType.of(name: row.name, head: row.head) == row.type)
  }

  private static let now = Timestamp(year: 2026, month: 1, day: 1)

  static let cookies: [(text: String, value: String?, expires: Timestamp?)] = [
    ("s=abc", "abc", nil),
    ("s=a=b; Path=/; HttpOnly", "a=b", nil),
    (
      "s=x; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "x",
      Timestamp(year: 2026, month: 10, day: 21, hour: 7, minute: 28)
    ),
    (
      "s=x; Expires=Wed, 21-Oct-2026 07:28:00 GMT", "x",
      Timestamp(year: 2026, month: 10, day: 21, hour: 7, minute: 28)
    ),
    ("s=x; Max-Age=60; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "x", now + .minutes(1)),
    ("s=x; Max-Age=soon", "x", nil),
    ("=x", nil, nil),
    ("nothing", nil, nil),
  ]

  @Test(arguments: cookies) func readsCookies(_ row: (text: String, value: String?, expires: Timestamp?)) {
    let cookie = SetCookie(row.text, now: Self.now)
    #expect(cookie?.value == row.value)
    #expect(cookie?.expires == row.expires)
  }
}
