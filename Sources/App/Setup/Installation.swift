import Engine
import Manual
import Platform
import Values

/// The files of `sp` below a prefix: the program, the completions of the shells, the manual.
///
/// What was put there, and which directories were made for it, is kept in a list below the prefix, so that exactly
/// that can be removed again.
struct Installation {
  /// One file.
  struct File {
    enum Content { case program, text(String) }

    /// Its path below the prefix.
    let path: String
    let content: Content
  }

  /// What is to happen, or has happened, to a file.
  enum Change: String { case create, replace, remove, keep }

  let prefix: String
  /// Where the program is that runs now.
  let program: String

  /// Where the list is, below the prefix.
  private static let listPath = "share/sp/installed.json"

  /// Everything there is to install, rendered from the tables.
  static func files(_ table: CommandTable) -> [File] {
    let scripts = CompletionScripts.all().map { script in
      File(path: "share/\(script.installedPath)", content: .text(script.text))
    }
    let pages = ManPages.all(of: table).map { page in
      File(path: "share/man/man\(page.name.suffix(1))/\(page.name)", content: .text(page.text))
    }
    return [File(path: "bin/sp", content: .program)] + scripts + pages
  }

  func absolute(_ path: String) -> String { prefix == "/" ? "/\(path)" : "\(prefix)/\(path)" }

  // MARK: Planning

  /// What installing these files changes, also those of an earlier installation that are no longer among them.
  func plan(_ files: [File]) throws -> [(path: String, change: Change)] {
    let old = try installed()?.files ?? []
    let gone = old.filter { path in !files.contains { $0.path == path } && Files.exists(absolute(path)) }
    return try files.map { ($0.path, try change($0)) } + gone.map { ($0, .remove) }
  }

  private func change(_ file: File) throws -> Change {
    let path = absolute(file.path)
    guard let status = Files.status(path) else { return .create }
    switch file.content {
    case .program: return status.identity == Files.status(program)?.identity ? .keep : .replace
    case .text(let text):
      guard status.kind == .regular, status.size == text.utf8.count else { return .replace }
      return try Files.readAll(path, limit: status.size) == Array(text.utf8) ? .keep : .replace
    }
  }

  /// What removing changes; nil when nothing was installed.
  func removal() throws -> [(path: String, change: Change)]? {
    try installed()?.files.filter { Files.exists(absolute($0)) }.map { ($0, .remove) }
  }

  // MARK: Doing

  /// Puts the files in place, each in one step.
  func install(_ files: [File], _ plan: [(path: String, change: Change)]) throws {
    let old = try installed()
    let paths = files.map(\.path)
    let missing = missingDirectories(paths + [Installation.listPath])
    // The list comes first: what follows may be cut short and can be removed all the same.
    try Files.makeDirectories(Files.split(absolute(Installation.listPath)).directory, shared: true)
    try write(
      List(files: paths + (old?.files ?? []), directories: (old?.directories ?? []) + missing))
    for (file, step) in zip(files, plan) where step.change != .keep { try put(file) }
    for step in plan where step.change == .remove { try Files.remove(absolute(step.path)) }
    try write(List(files: paths, directories: (old?.directories ?? []) + missing))
  }

  /// Removes what was installed, and the directories that were made for it as far as nothing else is in them.
  func remove() throws {
    guard let list = try installed() else { return }
    for path in list.files { try Files.remove(absolute(path)) }
    try Files.remove(absolute(Installation.listPath))
    for path in list.directories.sorted(by: >) { try Files.removeEmptyDirectory(absolute(path)) }
  }

  private func put(_ file: File) throws {
    let path = absolute(file.path)
    try Files.makeDirectories(Files.split(path).directory, shared: true)
    switch file.content {
    case .text(let text):
      let sink = try FileSink(replacing: path, access: .shared)
      try sink.write(text)
      try sink.commit()
    case .program: try copyProgram(to: path)
    }
  }

  private func copyProgram(to path: String) throws {
    let source = try FileSource(path: program)
    let sink = try FileSink(replacing: path, access: .executable)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return try sink.commit() }
      try sink.write(Array(buffer[..<count]))
    }
  }

  /// The directories of files that are not there yet, below the prefix; the prefix itself as an empty path.
  private func missingDirectories(_ paths: [String]) -> [String] {
    var missing: Set<String> = []
    for path in paths {
      var steps = path.split(separator: "/").dropLast()
      while !Files.isDirectory(absolute(steps.joined(separator: "/"))) {
        missing.insert(steps.joined(separator: "/"))
        guard steps.popLast() != nil else { break }
      }
    }
    return missing.sorted()
  }
}

// MARK: The list

extension Installation {
  private struct List {
    var files: [String]
    var directories: [String]
  }

  private func installed() throws -> List? {
    let path = absolute(Installation.listPath)
    guard Files.exists(path) else { return nil }
    let json = try JSON.parse(Files.readAll(path, limit: 1 << 20))
    func paths(_ name: String) throws -> [String] {
      let paths = json[name]?.array?.compactMap(\.string) ?? []
      guard paths.allSatisfy({ !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") }) else {
        throw Failure(
          .other, "\(path) names files outside of \(prefix)", code: "installed",
          hint: "remove that file, then sp setup again")
      }
      return paths
    }
    return List(files: try paths("files"), directories: try paths("directories"))
  }

  private func write(_ list: List) throws {
    func array(_ paths: [String]) -> JSON { .array(Set(paths).sorted().map(JSON.string)) }
    let json: JSON = ["files": array(list.files), "directories": array(list.directories)]
    let sink = try FileSink(replacing: absolute(Installation.listPath), access: .shared)
    try sink.write(json.text() + "\n")
    try sink.commit()
  }
}
