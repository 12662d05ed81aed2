import App
import Platform
import Testing

/// The manual of `plugin.json` against what reads it.
@Suite struct ManifestMembersTests {
  /// Each object of a manifest: the section of the manual, and what of the source reads it.
  static let objects: [(section: String, file: String, readers: [String])] = [
    ("The manifest", "Manifest", ["Manifest"]),
    ("Grants", "Grant", ["Grant"]),
    ("A command", "Manifest+Commands", ["Command", "Example"]),
    ("An argument or an option", "Manifest+Commands", ["Parameter"]),
    ("A resource", "Manifest+Commands", ["Resource"]),
    ("A field", "Manifest+Commands", ["Resource.Field"]),
    ("A service", "Manifest+Service", ["Service", "Authentication", "Envelope", "Paging", "RateLimit"]),
    ("An endpoint", "Manifest+Service", ["Endpoint"]),
  ]

  /// Every member that is read is explained, and what is explained is read.
  @Test(arguments: objects) func isWhole(section: String, file: String, readers: [String]) throws {
    let documented = try Self.documented(section)
    let source = try Self.text("Sources/Host/\(file).swift")
    var read: Set<String> = []
    for reader in readers { read.formUnion(Self.members(in: source, of: reader)) }
    if section == "An endpoint" { read.formUnion(["command", "examples"]) }
    if section == "Grants" { read.remove("grants") }
    if section == "The manifest" { read.insert("grants") }
    #expect(read.count > 2)
    #expect(documented.subtracting(read).sorted() == [], "explained, and read by nothing")
    #expect(read.subtracting(documented).sorted() == [], "read, and explained nowhere")
  }

  /// The words of the entries' terms in a section of the page.
  private static func documented(_ section: String) throws -> Set<String> {
    let page = try #require(ManPages.all().first { $0.name == "sp-plugins.7" }).text
    let heading = section.contains(" ") ? "\"\(section)\"" : section
    let rest = try #require(page.split(separator: ".Ss \(heading)\n").dropFirst().first)
    let lines = rest.split(separator: "\n.Ss ")[0].split(separator: "\n")
    let terms = lines.filter { $0.hasPrefix(".It ") }.map { $0.dropFirst(4).drop { $0 != " " } }
    return Set(terms.flatMap { $0.split { !($0.isLetter || $0.isNumber) }.map(String.init) })
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try Files.readAll("\(HouseTests.package)/\(path)", limit: 1 << 20), as: UTF8.self)
  }

  /// The names that a type's declaration or extension asks its nodes for.
  private static func members(in source: String, of reader: String) -> Set<String> {
    let parts = source.split(separator: "\nextension ").flatMap { $0.split(separator: "\npublic struct ") }
    let own = parts.filter { $0.split { " :{".contains($0) }.first.map(String.init) == reader }
    let calls = [
      "text", "required", "flag", "integer", "number", "texts", "nodes", "node", "word", "span",
    ].map { ".\($0)(\"" }
    var found: Set<String> = []
    for part in own {
      for opening in calls + ["node, \"", "value[\""] {
        for piece in part.split(separator: opening, omittingEmptySubsequences: false).dropFirst() {
          found.insert(String(piece.prefix { $0 != "\"" }))
        }
      }
      if part.contains("Manifest.timeout(node") { found.insert("timeout") }
    }
    return found
  }
}
