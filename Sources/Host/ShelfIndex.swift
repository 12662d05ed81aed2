import Engine
import Platform
import Values

/// What each folder of plugins held when it was last looked into, so that no manifest is read to find one:
/// `plugin-index.json` in the data home, which may be deleted at any time.
struct ShelfIndex: Equatable {
  struct Root: Equatable {
    var path: String
    /// When names in it last changed; nil where that was too recent to trust.
    var modified: Int64?
    var entries: [Shelf.Entry]
  }

  var roots: [Root] = []
  /// Whether no file held it.
  var isNew = false
  private static let version = 2

  private static func path(_ directories: Directories) -> String { "\(directories.data)/plugin-index.json" }

  /// Reads the index; one that cannot be read counts as none.
  static func read(_ directories: Directories) -> ShelfIndex {
    guard let bytes = try? Files.readAll(path(directories), limit: 64 << 20),
      let value = try? JSON.parse(bytes), value["version"]?.int == version, let roots = value["roots"]?.array
    else { return ShelfIndex(isNew: true) }
    return ShelfIndex(roots: roots.compactMap(Root.init))
  }

  /// Keeps the index where that is possible; it is a convenience.
  func write(_ directories: Directories) {
    guard roots.contains(where: { !$0.entries.isEmpty }) || !isNew else { return }
    let value: JSON = ["version": .number(.init(ShelfIndex.version)), "roots": .array(roots.map(\.json))]
    try? Files.writePrivate(Array(value.text().utf8), to: ShelfIndex.path(directories))
  }

  /// Has the folders that hold a plugin looked into again.
  mutating func distrust(_ name: String) {
    for index in roots.indices where roots[index].entries.contains(where: { $0.name == name }) {
      roots[index].modified = nil
    }
  }

  /// The index as the folders are now; looks only into those whose names have changed.
  func refreshed(_ paths: [String]) -> ShelfIndex {
    var index = ShelfIndex(isNew: isNew)
    for path in paths {
      let known = roots.first { $0.path == path }
      guard let status = Files.status(path), status.kind == .directory else { continue }
      if let known, let modified = known.modified, modified == status.modified.milliseconds {
        index.roots.append(known)
      } else {
        index.roots.append(Root(scanning: path, at: status, known?.entries ?? []))
      }
    }
    return index
  }
}

extension ShelfIndex.Root {
  /// How old a change must be for its time to tell it from the next one.
  private static let settled: Int64 = 50

  /// Looks into a folder; what is known of manifests that did not change is kept.
  fileprivate init(scanning path: String, at status: FileStatus, _ known: [Shelf.Entry]) {
    self.path = path
    let age = SystemClock.system.now().milliseconds - status.modified.milliseconds
    let folders = ((try? Files.list(path)) ?? []).filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
    let manifests = folders.map { Files.status("\($0)/\(Manifest.file)") }
    // A folder that is still empty gets its manifest without a change of names here.
    let isComplete = zip(folders, manifests).allSatisfy { $1 != nil || !Files.isDirectory($0) }
    modified = isComplete && age > Self.settled ? status.modified.milliseconds : nil
    entries = zip(folders, manifests).compactMap { folder, manifest in
      guard let manifest, manifest.kind == .regular else { return nil }
      let same = known.first {
        $0.folder == folder && $0.modified == manifest.modified.milliseconds && $0.size == manifest.size
      }
      return same ?? Shelf.Entry(reading: folder, manifest)
    }
  }

  fileprivate init?(_ json: JSON) {
    guard let path = json["path"]?.string, let entries = json["entries"]?.array else { return nil }
    self.path = path
    modified = json["modified"]?.int.map(Int64.init)
    self.entries = entries.compactMap(Shelf.Entry.init)
  }

  fileprivate var json: JSON {
    [
      "path": .string(path), "modified": modified.map { .number(.init(Int($0))) } ?? nil,
      "entries": .array(entries.map(\.json)),
    ]
  }
}

extension Shelf.Entry {
  /// What the manifest of a folder tells; of one that cannot be read, why.
  fileprivate init(reading folder: String, _ status: FileStatus) {
    let bytes = (try? Files.readAll("\(folder)/\(Manifest.file)", limit: Manifest.largest)) ?? []
    (name, summary, self.folder) = (Files.split(folder).name, "", folder)
    hash = SHA256.hex(of: bytes)
    (hasService, modified, size) = (false, status.modified.milliseconds, status.size)
    do throws(Failure) {
      let manifest = try Manifest.parse(bytes, path: "\(folder)/\(Manifest.file)")
      (name, summary, hasService) = (manifest.name, manifest.summary, manifest.service != nil)
      resources = manifest.plugin.resources.map(\.name)
    } catch {
      problem = error.message
    }
  }

  /// Whether the manifest is no longer the one that was read.
  var isStale: Bool {
    let status = Files.status("\(folder)/\(Manifest.file)")
    return status?.modified.milliseconds != modified || status?.size != size
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.string, let folder = json["folder"]?.string,
      let hash = json["hash"]?.string, let modified = json["modified"]?.int, let size = json["size"]?.int
    else { return nil }
    (self.name, self.folder, self.hash, self.size) = (name, folder, hash, size)
    self.modified = Int64(modified)
    summary = json["summary"]?.string ?? ""
    hasService = json["service"] == true
    resources = json["resources"]?.array?.compactMap(\.string) ?? []
    problem = json["problem"]?.string
  }

  fileprivate var json: JSON {
    [
      "name": .string(name), "summary": .string(summary), "folder": .string(folder), "hash": .string(hash),
      "service": .bool(hasService), "resources": .array(resources.map(JSON.string)),
      "problem": problem.map(JSON.string) ?? nil,
      "modified": .number(.init(Int(modified))), "size": .number(.init(size)),
    ]
  }
}
