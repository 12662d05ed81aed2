import HTTP
import Platform
import Values

/// Where `--save` puts a file.
enum SavePlace: Hashable {
  /// Standard output.
  case output
  /// A folder, under the name that the service gives.
  case folder(String)
  /// This path.
  case file(String)

  /// Reads the value of the option; without one it is the folder the command was typed in.
  init(_ text: String?) throws(Failure) {
    switch text {
    case nil: self = .folder(".")
    case "-"?: self = .output
    case ""?: throw .usage("--save is empty; it takes a folder, a name, or -")
    case let path?:
      if Files.isDirectory(path) {
        self = .folder(path)
      } else if path.hasSuffix("/") {
        throw .usage("--save \(path): there is no such folder", hint: "mkdir -p \(path)")
      } else {
        self = .file(path)
      }
    }
  }

  /// The path of a file that the service calls `name`; nil for standard output.
  func path(naming name: String) -> String? {
    switch self {
    case .output: nil
    case .folder("."): name
    case .folder(let folder): folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    case .file(let path): path
    }
  }
}

/// Names that services give to files.
enum FileName {
  private static let longest = 200

  /// The name in the answer's `Content-Disposition` (RFC 6266), made harmless; nil where it gives none.
  static func offered(_ headers: Headers) -> String? {
    guard let field = headers["Content-Disposition"] else { return nil }
    var plain: String?
    for part in parts(of: field) {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { continue }
      let value = String(sides[1]).trimmingSpaces
      switch String(sides[0]).trimmingSpaces.lowercased() {
      case "filename*" where value.lowercased().hasPrefix("utf-8'"):
        let encoded = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        if let name = Address.decode(String(encoded)).flatMap(harmless) { return name }
      case "filename": plain = unquoted(value)
      default: continue
      }
    }
    return plain.flatMap(harmless)
  }

  /// The last part of an address's path, made harmless.
  static func last(of address: Address) -> String? {
    guard let last = address.path.split(separator: "/").last else { return nil }
    return harmless(Address.decode(String(last)) ?? String(last))
  }

  /// A name that stays in its folder, does not hide, and can be typed; nil where nothing of it is left.
  static func harmless(_ name: String) -> String? {
    let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
    let shown = last.unicodeScalars.filter { scalar in
      scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
    }
    let text = String(String.UnicodeScalarView(shown)).trimmingSpaces.drop { $0 == "." || $0 == "-" }
    var kept = String(text)
    while kept.utf8.count > longest { kept.removeLast() }
    return kept.isEmpty ? nil : kept
  }

  /// Splits a field at semicolons outside quotes.
  private static func parts(of field: String) -> [Substring] {
    var isQuoted = false
    return field.split { character in
      if character == "\"" { isQuoted.toggle() }
      return character == ";" && !isQuoted
    }
  }

  private static func unquoted(_ value: String) -> String {
    guard value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 else { return value }
    return String(value.dropFirst().dropLast()).replacing("\\\"", with: "\"")
  }
}
