import Platform
import Values

extension Multipart {
  /// A part as it arrived; its content is a piece of the body, not a copy.
  public struct Received: Sendable {
    /// The name of the field.
    public let name: String
    /// The name of the file; nil for a value that is none.
    public let filename: String?
    /// The media type; nil where the part does not say.
    public let type: String?
    /// The value.
    public let content: ArraySlice<UInt8>
  }

  /// Why a body is no form.
  public struct Problem: Error, Sendable, Hashable {
    /// For people, to follow "the form".
    public let reason: String
  }

  private enum Bound {
    static let parts = 64
    static let head = 8 << 10
    static let boundary = 70
  }

  /// Reads a body that a `Content-Type` calls a form: at most 64 parts, each with a name of its own.
  public static func parse(_ body: [UInt8], contentType: String) throws(Problem) -> [Received] {
    guard let boundary = boundary(in: contentType) else { throw Problem(reason: "names no boundary") }
    let mark = Array("--\(boundary)".utf8)
    let between = [0x0D, 0x0A] + mark
    guard body.starts(with: mark) else { throw Problem(reason: "does not begin with its boundary") }
    var parts: [Received] = []
    var position = mark.count
    while true {
      let rest = body[position...]
      if rest.starts(with: [0x2D, 0x2D]) { return parts }
      guard rest.starts(with: [0x0D, 0x0A]), parts.count < Bound.parts else {
        throw Problem(reason: parts.count < Bound.parts ? "has a broken boundary" : "has too many parts")
      }
      guard let end = body.firstIndex(of: between, from: position + 2) else {
        throw Problem(reason: "does not end")
      }
      let part = try received(body[(position + 2)..<end])
      guard !parts.contains(where: { $0.name == part.name }) else {
        throw Problem(reason: "has the field '\(part.name)' twice")
      }
      parts.append(part)
      position = end + between.count
    }
  }

  private static func received(_ part: ArraySlice<UInt8>) throws(Problem) -> Received {
    guard let end = Array(part.prefix(Bound.head)).firstIndex(of: [0x0D, 0x0A, 0x0D, 0x0A]) else {
      throw Problem(reason: "has a part whose head does not end")
    }
    let head = part[part.startIndex..<(part.startIndex + end)]
    var fields = Headers()
    for line in String(decoding: head, as: UTF8.self).replacing("\r\n", with: "\n").split(separator: "\n") {
      let halves = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
      guard halves.count == 2 else { throw Problem(reason: "has a part with a broken head") }
      fields.add(String(halves[0]), String(halves[1]))
    }
    guard let disposition = fields["Content-Disposition"], disposition.lowercased().hasPrefix("form-data"),
      let name = parameter("name", of: disposition)
    else { throw Problem(reason: "has a part without a name") }
    return Received(
      name: name, filename: parameter("filename", of: disposition), type: fields["Content-Type"],
      content: part[(part.startIndex + end + 4)...])
  }

  private static func boundary(in contentType: String) -> String? {
    guard contentType.prefix(while: { $0 != ";" }).lowercased().hasPrefix("multipart/form-data"),
      let boundary = parameter("boundary", of: contentType), !boundary.isEmpty,
      boundary.utf8.count <= Bound.boundary, boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    return boundary
  }

  /// The value of `name=` behind a semicolon, in quotes or not.
  static func parameter(_ name: String, of header: String) -> String? {
    var rest = header[...]
    while let semicolon = rest.firstIndex(of: ";") {
      rest = rest[header.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
      guard let equals = rest.firstIndex(of: "="), rest[..<equals].lowercased() == name else { continue }
      let value = rest[header.index(after: equals)...]
      guard value.first == "\"" else { return String(value.prefix { $0 != ";" && $0 != " " }) }
      return String(value.dropFirst().prefix { $0 != "\"" })
    }
    return nil
  }
}
