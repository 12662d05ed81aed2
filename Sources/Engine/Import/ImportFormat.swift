import Values

/// How the rows of an input are written.
enum ImportFormat: String, CaseIterable {
  case csv, tsv, json, jsonl, markdown

  /// The format a person names.
  init(named name: String) throws(Failure) {
    guard let format = ImportFormat.named(name.lowercased()) else {
      let names = ImportFormat.allCases.map(\.rawValue)
      throw .usage(
        "'\(name)' is no format to import",
        hint: Nearest.match(name, in: names).map { "did you mean \($0)?" }
          ?? "one of \(names.joined(separator: ", "))")
    }
    self = format
  }

  /// The format that the end of a file's name tells; nil where it tells none.
  init?(path: String) {
    guard let dot = path.lastIndex(of: "."),
      let format = ImportFormat.named(path[dot...].dropFirst().lowercased())
    else { return nil }
    self = format
  }

  /// The format that the first bytes of the content look like.
  init(content head: [UInt8]) {
    let bytes = ImportFormat.text(head)
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    switch bytes.first {
    case UInt8(ascii: "["): self = .json
    case UInt8(ascii: "{"): self = (try? JSON.parse(line)) == nil ? .json : .jsonl
    default:
      if line.starts(with: "---".utf8) {
        self = .markdown
      } else {
        let tabs = line.count { $0 == UInt8(ascii: "\t") }
        self = tabs > line.count { $0 == UInt8(ascii: ",") } ? .tsv : .csv
      }
    }
  }

  /// Whether the rows are lines of fields below a header.
  var isDelimited: Bool { self == .csv || self == .tsv }

  /// What separates the fields: spreadsheets of many countries write semicolons and call it CSV.
  func delimiter(in head: [UInt8]) -> UInt8 {
    guard self == .csv else { return UInt8(ascii: "\t") }
    let line = ImportFormat.text(head).prefix { $0 != UInt8(ascii: "\n") }
    let hasSemicolonsOnly = line.contains(UInt8(ascii: ";")) && !line.contains(UInt8(ascii: ","))
    return UInt8(ascii: hasSemicolonsOnly ? ";" : ",")
  }

  /// The bytes from the first that means something.
  static func text(_ head: [UInt8]) -> ArraySlice<UInt8> {
    let bytes = head.starts(with: InputSource.byteOrderMark) ? head[3...] : head[...]
    return bytes.drop { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
  }

  private static func named(_ name: String) -> ImportFormat? {
    switch name {
    case "tab": .tsv
    case "ndjson": .jsonl
    case "md": .markdown
    default: ImportFormat(rawValue: name)
    }
  }
}
