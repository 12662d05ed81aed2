import Platform
import Values

/// A body of parts, as forms send files (RFC 7578); files are read while they are sent.
public struct Multipart: Sendable {
  /// One value of the form.
  public struct Part: Sendable {
    /// Where the value is.
    public enum Content: Sendable {
      /// Here.
      case bytes([UInt8])
      /// In a file of that size.
      case file(path: String, size: Int)
    }

    /// The name of the field.
    public var name: String
    /// The name of the file; nil for a value that is none.
    public var filename: String?
    /// The media type.
    public var type: String?
    /// The value.
    public var content: Content

    /// Makes a part of a value.
    public init(_ name: String, filename: String? = nil, type: String? = nil, _ content: Content) {
      self.name = name
      self.filename = filename
      self.type = type
      self.content = content
    }
  }

  /// The parts in order.
  public let parts: [Part]
  private let boundary: String

  /// Makes a form; what stands between its parts is drawn at random, so that no file holds it.
  public init(_ parts: [Part]) {
    self.parts = parts
    boundary = "sp-\(Hex.encode(Randomness.bytes(16)))"
  }

  /// The value of `Content-Type`.
  public var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  /// How many bytes the body has.
  public var count: Int {
    segments.reduce(0) { total, segment in
      switch segment {
      case .bytes(let bytes): total + bytes.count
      case .file(_, let size): total + size
      }
    }
  }

  /// The body at once, for whoever needs it so.
  public func bytes() throws(SystemError) -> [UInt8] {
    let source = MultipartSource(self)
    return try [UInt8](throwingCapacity: count) { buffer throws(SystemError) in try source.read(into: buffer)
    }
  }

  /// The body as what stands between the parts, and the parts.
  var segments: [Part.Content] {
    parts.flatMap { [.bytes(head(of: $0)), $0.content, .bytes([0x0D, 0x0A])] }
      + [.bytes(Array("--\(boundary)--\r\n".utf8))]
  }

  private func head(of part: Part) -> [UInt8] {
    var text = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Multipart.quoted(part.name))\""
    if let filename = part.filename { text += "; filename=\"\(Multipart.quoted(filename))\"" }
    if let type = part.type { text += "\r\nContent-Type: \(type)" }
    return Array("\(text)\r\n\r\n".utf8)
  }

  /// A name as browsers write it: without quotes and line ends, which would end it.
  private static func quoted(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\"": text += "%22"
      case "\r": text += "%0D"
      case "\n": text += "%0A"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Reads the body of a form piece by piece; each file is open only while it is read.
final class MultipartSource {
  private var segments: ArraySlice<Multipart.Part.Content>
  private var offset = 0
  private var file: FileSource?

  init(_ form: Multipart) { segments = form.segments[...] }

  /// Fills the buffer as far as there is something; 0 at the end. A file that is shorter or longer than it was is
  /// an error (EIO): what was promised cannot be sent.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    var filled = 0
    while filled < buffer.count, let segment = segments.first {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count: Int
      switch segment {
      case .bytes(let bytes): count = copy(bytes, to: room)
      case .file(let path, let size): count = try read(path, size, into: room)
      }
      filled += count
      offset += count
      if count == 0 {
        segments = segments.dropFirst()
        (offset, file) = (0, nil)
      }
    }
    return filled
  }

  private func copy(_ bytes: [UInt8], to room: UnsafeMutableRawBufferPointer) -> Int {
    let part = bytes[offset...].prefix(room.count)
    room.copyBytes(from: part)
    return part.count
  }

  private func read(
    _ path: String, _ size: Int, into room: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Int {
    let source: FileSource
    if let file { source = file } else { source = try FileSource(path: path) }
    file = source
    guard source.size == size else { throw MultipartSource.changed(path) }
    guard offset < size else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: room.prefix(size - offset))
    let count = try source.read(into: part)
    guard count > 0 else { throw MultipartSource.changed(path) }
    return count
  }

  private static func changed(_ path: String) -> SystemError {
    SystemError(code: 5, action: "read \(path)", refused: "it changed while it was sent")
  }
}

extension [UInt8] {
  /// Fills an array by reading until there is no more.
  fileprivate init(
    throwingCapacity capacity: Int, _ read: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Int
  ) throws(SystemError) {
    self.init(repeating: 0, count: capacity)
    var filled = 0
    while filled < capacity {
      let count = try withUnsafeMutableBufferPointer { bytes throws(SystemError) in
        try read(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[filled...])))
      }
      guard count > 0 else { break }
      filled += count
    }
    removeLast(capacity - filled)
  }
}
