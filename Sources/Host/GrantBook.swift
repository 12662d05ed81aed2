import Engine
import Platform
import Values

/// What the user granted to which plugin, and the files for which that holds: `plugin-grants.json` in the data home.
public struct GrantBook: Sendable {
  /// What was granted to one plugin.
  public struct Record: Sendable, Hashable {
    /// The folder it is in, without links.
    public var folder: String
    /// Whether its commands may be used.
    public var isEnabled = true
    /// Whether the folder is somebody's workplace, whose files may change.
    public var isLinked = false
    /// The SHA-256 of every file, by path.
    public var files: [String: String] = [:]
    /// What it may do.
    public var grant = Grant()
  }

  /// The records by the names of the plugins.
  public var records: [String: Record] = [:]
  private let path: String
  private static let largest = 64 << 20

  private static func path(_ directories: Directories) -> String { "\(directories.data)/plugin-grants.json" }

  /// By what the file is known not to have changed; nil where there is none.
  static func stamp(_ directories: Directories) -> FileStamp? { FileStamp(path(directories)) }

  /// Reads the file; there need be none.
  public static func read(_ directories: Directories) throws(Failure) -> GrantBook {
    var book = GrantBook(path: path(directories))
    let bytes = try Failure.local { try Files.readPrivate(book.path, limit: largest) }
    guard let bytes else { return book }
    let value: JSON
    do throws(JSONError) { value = try JSON.parse(bytes, as: .input) } catch {
      throw book.damaged("is not JSON: \(error)")
    }
    guard let plugins = value["plugins"]?.object, value["version"] == 1 else {
      throw book.damaged("is no file of grants that this sp knows")
    }
    for member in plugins.members {
      book.records[member.key] = try Record(ManifestNode(member.value, "\(book.path): \(member.key)"))
    }
    return book
  }

  /// Replaces the file in one step.
  public func write() throws(Failure) {
    let members = records.sorted { $0.key < $1.key }.map {
      JSON.Object.Member(key: $0.key, value: $0.value.json)
    }
    let value: JSON = ["version": 1, "plugins": .object(JSON.Object(unique: members))]
    try Failure.local { try Files.writePrivate(Array(value.text(.pretty).utf8), to: path) }
  }

  private func damaged(_ problem: String) -> Failure {
    Failure(
      .other, "\(path) \(problem)", code: "damaged",
      hint: "move it away, then sp plugin enable NAME grants anew")
  }
}

extension GrantBook.Record {
  fileprivate init(_ node: ManifestNode) throws(Failure) {
    folder = try node.required("folder")
    isEnabled = try node.flag("enabled")
    isLinked = try node.flag("linked")
    grant = try Grant(stored: node)
    for member in try node.node("files")?.value.object?.members ?? [] {
      files[member.key] = member.value.string
    }
  }

  fileprivate var json: JSON {
    var object = grant.json.object ?? .init()
    object["folder"] = .string(folder)
    object["enabled"] = .bool(isEnabled)
    object["linked"] = .bool(isLinked)
    object["files"] = .object(
      JSON.Object(
        unique: files.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
    return .object(object)
  }
}

/// The files of a plugin by their content.
enum Pins {
  private static let mostFiles = 10_000
  private static let largestFile = 1 << 30

  /// The SHA-256 of every file below a folder.
  static func of(_ folder: String) throws(Failure) -> [String: String] {
    try Failure.local {
      var pins: [String: String] = [:]
      for path in try Files.tree(folder, limit: mostFiles) { pins[path] = try hash("\(folder)/\(path)") }
      return pins
    }
  }

  private static func hash(_ path: String) throws -> String {
    let source = try FileSource(path: path)
    var hash = SHA256()
    var bytes = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = try bytes.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return Hex.encode(hash.finish()) }
      hash.update(bytes[..<count])
    }
  }

  /// What differs, in words; nil where nothing does.
  static func difference(_ now: [String: String], from then: [String: String]) -> String? {
    let changed = then.keys.filter { now[$0] != nil && now[$0] != then[$0] }.map { "\($0) changed" }
    let gone = then.keys.filter { now[$0] == nil }.map { "\($0) is gone" }
    let new = now.keys.filter { then[$0] == nil }.map { "\($0) is new" }
    let all = changed.sorted() + gone.sorted() + new.sorted()
    guard !all.isEmpty else { return nil }
    return all.prefix(3).joined(separator: ", ") + (all.count > 3 ? " and \(all.count - 3) more" : "")
  }
}
