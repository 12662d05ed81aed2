import Engine
import Platform
import Values

/// What is known of all plugins without reading one of them: `plugin-index` in the data home, which may be deleted at
/// any time.
///
/// It holds as long as the names in the folders, the manifests and the file of grants are as they were by their times,
/// lengths and numbers.
struct ShelfIndex {
  /// A folder in which plugins are looked for.
  struct Root: Equatable {
    var path: String
    /// When names in it last changed; nil where that was too recent to trust.
    var modified: Int64?
    var entries: [Shelf.Entry]
  }

  private(set) var roots: [Root] = []
  /// The names of plugins that the user disabled.
  private(set) var disabled: Set<String> = []
  /// By what the file of grants is known that says which; nil where there was none.
  private var grants: FileStamp?
  /// Whether no file held it.
  private var isNew = true

  private static let heading = "sp plugin-index 4"
  private static func path(_ directories: Directories) -> String { "\(directories.data)/plugin-index" }

  /// The entries that are wanted, sorted by name.
  func entries(_ isWanted: (Shelf.Entry) -> Bool) -> [Shelf.Entry] {
    roots.flatMap { $0.entries.filter(isWanted) }.sorted { ($0.name, $0.folder) < ($1.name, $1.folder) }
  }

  /// Brings the index up to what is there now, reading only what has changed, and keeps it. A copy in the first folder
  /// is looked into where it is the one asked for.
  mutating func refresh(_ paths: [String], _ directories: Directories, asked name: String?) {
    let isChanged = look(into: paths, asked: name)
    if noteDisabled(directories) || isChanged { write(directories) }
  }

  /// Looks into the folders in which something changed; true where that tells something new.
  private mutating func look(into paths: [String], asked name: String?) -> Bool {
    let mayDiffer = { (entry: Shelf.Entry) in (!entry.isCopy || entry.name == name) && entry.isStale }
    var now: [Root] = []
    var isChanged = false
    for path in paths {
      guard let status = Files.status(path), status.kind == .directory else { continue }
      let known = roots.first { $0.path == path }
      if let known, known.modified == status.modified.milliseconds, !known.entries.contains(where: mayDiffer)
      {
        now.append(known)
      } else {
        let scanned = Root(scanning: path, at: status, known?.entries ?? [], isHome: path == paths[0])
        isChanged = isChanged || scanned != known
        now.append(scanned)
      }
    }
    isChanged = isChanged || now.count != roots.count
    roots = now
    return isChanged
  }

  /// Notes which plugins are disabled where the file of grants changed; true where it did.
  private mutating func noteDisabled(_ directories: Directories) -> Bool {
    let stamp = GrantBook.stamp(directories)
    guard stamp != grants else { return false }
    let records = (try? GrantBook.read(directories))?.records ?? [:]
    disabled = Set(records.filter { !$0.value.isEnabled }.map(\.key))
    grants = stamp
    return true
  }
}

// MARK: The file

extension ShelfIndex {
  /// Reads the index: lines of fields between tabs, which cost nothing to take apart. One that cannot be read counts as
  /// none.
  static func read(_ directories: Directories) -> ShelfIndex {
    guard let bytes = try? Files.readAll(path(directories), limit: 64 << 20) else { return ShelfIndex() }
    var index = ShelfIndex()
    index.isNew = false
    var lines = IndexLine.all(in: bytes)[...]
    guard lines.popFirst()?.fields == [heading], let known = lines.popFirst()?.fields, known.count > 1,
      known[0] == "grants"
    else { return ShelfIndex() }
    (index.grants, index.disabled) = (FileStamp(text: known[1]), Set(known.dropFirst(2)))
    for line in lines {
      if let entry = Shelf.Entry(line), let last = index.roots.indices.last {
        index.roots[last].entries.append(entry)
      } else if let root = Root(line) {
        index.roots.append(root)
      } else {
        return ShelfIndex()
      }
    }
    return index
  }

  /// Keeps the index where that is possible; it is a convenience.
  private mutating func write(_ directories: Directories) {
    guard !isNew || roots.contains(where: { !$0.entries.isEmpty }) else { return }
    isNew = false
    var lines = [
      IndexLine([ShelfIndex.heading]), IndexLine(["grants", grants?.text ?? ""] + disabled.sorted()),
    ]
    for root in roots { lines += [root.line] + root.entries.map(\.line) }
    let text = lines.map { $0.text + "\n" }.joined()
    try? Files.writePrivate(Array(text.utf8), to: ShelfIndex.path(directories))
  }
}

/// One line of the index.
private struct IndexLine {
  var fields: [String]

  init(_ fields: [String]) { self.fields = fields }

  /// The lines of a file, in one pass.
  static func all(in bytes: [UInt8]) -> [IndexLine] {
    bytes.withUnsafeBufferPointer { bytes in
      var lines: [IndexLine] = []
      var fields: [String] = []
      var (start, isEscaped) = (0, false)
      for (index, byte) in bytes.enumerated() {
        guard byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") else {
          if byte == UInt8(ascii: "\\") { isEscaped = true }
          continue
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        fields.append(isEscaped ? plain(text) : text)
        (start, isEscaped) = (index + 1, false)
        guard byte == UInt8(ascii: "\n") else { continue }
        lines.append(IndexLine(fields))
        fields = []
      }
      return lines
    }
  }

  var text: String { fields.map(IndexLine.escaped).joined(separator: "\t") }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
  }

  private static func plain(_ text: String) -> String {
    var plain = ""
    var isEscape = false
    for scalar in text.unicodeScalars {
      if isEscape {
        plain.unicodeScalars.append(scalar == "t" ? "\t" : scalar == "n" ? "\n" : scalar)
      } else if scalar != "\\" {
        plain.unicodeScalars.append(scalar)
      }
      isEscape = scalar == "\\" && !isEscape
    }
    return plain
  }
}

extension ShelfIndex.Root {
  /// How old a change must be for its time to tell it from the next one.
  private static let settled: Int64 = 50

  /// Looks into a folder; what is known of manifests that did not change is kept.
  fileprivate init(scanning path: String, at status: FileStatus, _ known: [Shelf.Entry], isHome: Bool) {
    self.path = path
    let age = SystemClock.system.now().milliseconds - status.modified.milliseconds
    let folders = ((try? Files.list(path)) ?? []).filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
    let manifests = folders.map { Files.status("\($0)/\(Manifest.file)") }
    // A folder that is still empty gets its manifest without a change of names here.
    let isComplete = zip(folders, manifests).allSatisfy { $1 != nil || !Files.isDirectory($0) }
    modified = isComplete && age > Self.settled ? status.modified.milliseconds : nil
    let before = Dictionary(known.map { ($0.folder, $0) }) { first, _ in first }
    entries = zip(folders, manifests).compactMap { folder, manifest in
      guard let manifest, manifest.kind == .regular else { return nil }
      var entry =
        before[folder].flatMap { $0.stamp == FileStamp(manifest) ? $0 : nil }
        ?? Shelf.Entry(reading: folder, manifest)
      entry.isCopy = isHome && !Files.isLink(folder)
      return entry
    }
  }

  fileprivate init?(_ line: IndexLine) {
    guard line.fields.count == 3, line.fields[0] == "root" else { return nil }
    (path, modified, entries) = (line.fields[1], Int64(line.fields[2]), [])
  }

  fileprivate var line: IndexLine { IndexLine(["root", path, modified.map(String.init) ?? ""]) }
}

extension Shelf.Entry {
  /// What the manifest of a folder tells; of one that cannot be read, why.
  fileprivate init(reading folder: String, _ status: FileStatus) {
    let bytes = (try? Files.readAll("\(folder)/\(Manifest.file)", limit: Manifest.largest)) ?? []
    (name, self.folder, stamp) = (Files.split(folder).name, folder, FileStamp(status))
    do throws(Failure) {
      let manifest = try Manifest.parse(bytes, path: "\(folder)/\(Manifest.file)")
      (name, edition, summary) = (manifest.name, manifest.edition, manifest.summary)
      resources = manifest.plugin.resources.map(\.name)
      guard manifest.service != nil else { return }
      service = (try? JSON.parse(bytes, as: .input))?["service"]?.text()
    } catch {
      problem = error.message
    }
  }

  /// Whether the manifest is no longer the one that was read.
  fileprivate var isStale: Bool { FileStamp("\(folder)/\(Manifest.file)") != stamp }

  fileprivate init?(_ line: IndexLine) {
    let fields = line.fields
    guard fields.count >= 9, fields[0] == "plugin", let stamp = FileStamp(text: fields[3]) else { return nil }
    (name, folder, self.stamp, isCopy) = (fields[1], fields[2], stamp, fields[4] == "copy")
    (edition, summary) = (fields[5], fields[6])
    problem = fields[7].isEmpty ? nil : fields[7]
    service = fields[8].isEmpty ? nil : fields[8]
    resources = Array(fields[9...])
  }

  fileprivate var line: IndexLine {
    IndexLine(
      [
        "plugin", name, folder, stamp.text, isCopy ? "copy" : "", edition, summary, problem ?? "",
        service ?? "",
      ] + resources)
  }
}

/// By what a file is known not to have changed.
struct FileStamp: Hashable, Sendable {
  private var modified: Int64
  private var size: Int
  private var number: UInt64

  /// That of the file at a path; nil where there is none.
  init?(_ path: String) {
    guard let status = Files.status(path) else { return nil }
    self.init(status)
  }

  init(_ status: FileStatus) {
    (modified, size, number) = (status.modified.milliseconds, status.size, status.identity[1])
  }

  init?(text: String) {
    let parts = text.split(separator: ".")
    guard parts.count == 3, let modified = Int64(parts[0]), let size = Int(parts[1]),
      let number = UInt64(parts[2])
    else { return nil }
    (self.modified, self.size, self.number) = (modified, size, number)
  }

  var text: String { "\(modified).\(size).\(number)" }
}
