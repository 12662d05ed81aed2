/// What a file is, told by its first bytes, else by its name.
public enum MediaType {
  /// The type of a file with that name and that beginning; `application/octet-stream` when neither tells.
  public static func of(name: String, head: some Sequence<UInt8>) -> String {
    let head = Array(head.prefix(16))
    return signed(head) ?? named(name) ?? "application/octet-stream"
  }

  /// How many bytes of a file `of` looks at.
  public static let headSize = 16

  /// The type that the first bytes tell; nil where they tell none.
  public static func signed(_ head: [UInt8]) -> String? {
    if head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) { return brand(head[8..<12]) }
    if head.count >= 12, head.starts(with: "RIFF".utf8) {
      return ["WAVE": "audio/wav", "WEBP": "image/webp", "AVI ": "video/x-msvideo"][text(head[8..<12])]
    }
    if head.count >= 2, head[0] == 0xFF, head[1] & 0xE6 == 0xE2 { return "audio/mpeg" }
    return signatures.first { head.starts(with: $0.bytes) }?.type
  }

  private static let signatures: [(bytes: [UInt8], type: String)] = [
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
    ([0xFF, 0xD8, 0xFF], "image/jpeg"),
    (Array("GIF87a".utf8), "image/gif"),
    (Array("GIF89a".utf8), "image/gif"),
    ([0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
    (Array("OggS".utf8), "audio/ogg"),
    (Array("ID3".utf8), "audio/mpeg"),
    (Array("fLaC".utf8), "audio/flac"),
    (Array("%PDF-".utf8), "application/pdf"),
    ([0x50, 0x4B, 0x03, 0x04], "application/zip"),
    ([0x7F, 0x45, 0x4C, 0x46], "application/x-executable"),
  ]

  private static func brand(_ brand: ArraySlice<UInt8>) -> String {
    switch text(brand) {
    case "M4A ", "M4B ": "audio/mp4"
    case "qt  ": "video/quicktime"
    case "avif": "image/avif"
    case "heic", "heix": "image/heic"
    default: "video/mp4"
    }
  }

  private static func named(_ name: String) -> String? {
    let ending = name.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased()
    return ending.flatMap { endings[$0] }
  }

  private static let endings = [
    "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "webm": "video/webm",
    "avi": "video/x-msvideo", "mp3": "audio/mpeg", "wav": "audio/wav", "ogg": "audio/ogg",
    "m4a": "audio/mp4", "flac": "audio/flac", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "webp": "image/webp", "pdf": "application/pdf", "txt": "text/plain",
    "csv": "text/csv", "json": "application/json", "html": "text/html", "svg": "image/svg+xml",
    "zip": "application/zip",
  ]

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
