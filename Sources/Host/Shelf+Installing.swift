import Engine
import Platform
import Values

extension Shelf {
  /// A plugin that is about to be taken in: shown to the user before anything is changed.
  public struct Candidate: Sendable {
    /// Where it is now, without links.
    public let folder: String
    /// What it says about itself.
    public let manifest: Manifest
    /// The SHA-256 of every file.
    public let files: [String: String]
    /// What it would be allowed on this system.
    public let grant: Grant
  }

  /// Reads the plugin in a folder; refuses one that could not run.
  public func candidate(_ folder: String) throws(Failure) -> Candidate {
    guard Files.isDirectory(folder) else {
      throw .usage("\(folder) is no folder with a \(Manifest.file)", hint: "sp plugin new NAME makes one")
    }
    let place = try Failure.local { try Files.realPath(folder) }
    let manifest = try Manifest.read(folder: place)
    let files = try Pins.of(place)
    try manifest.checkExecutable(in: place)
    return Candidate(folder: place, manifest: manifest, files: files, grant: manifest.wants.heldHere)
  }

  /// Refuses a second plugin of a name; the one that `sp plugin add` put here is replaced.
  public func checkIsFree(_ name: String) throws(Failure) {
    guard let other = entries(named: name).first(where: { $0.folder != "\(home)/\(name)" }) else { return }
    throw Failure(
      .usage, "there is a plugin '\(name)' already, in \(other.folder)", code: "ambiguous",
      hint: "sp plugin remove \(name)")
  }

  /// Copies a plugin to the data home and notes what it may do, for exactly these files.
  public func add(_ candidate: Candidate) throws(Failure) -> String {
    let name = candidate.manifest.name
    let target = "\(home)/\(name)"
    let (coming, going) = ("\(home)/.\(name).new", "\(home)/.\(name).old")
    let book = try Failure.local {
      try directories.make(home)
      let lock = try FileLock(path: "\(directories.data)/plugins.lock", wait: .seconds(5))
      defer { lock.unlock() }
      try Files.removeTree(coming)
      try Files.removeTree(going)
      for path in candidate.files.keys {
        try Files.copy("\(candidate.folder)/\(path)", to: "\(coming)/\(path)")
      }
      if let difference = Pins.difference(try Pins.of(coming), from: candidate.files) {
        try Files.removeTree(coming)
        throw Failure(.other, "the files changed while they were copied: \(difference)", hint: "try again")
      }
      if Files.exists(target) || Files.isLink(target) { try Files.rename(target, to: going) }
      try Files.rename(coming, to: target)
      try Files.removeTree(going)
      return try grant(candidate, in: try Files.realPath(target), isLinked: false)
    }
    try book.write()
    changed()
    return target
  }

  /// Leads to a plugin where it is, for whoever works on it: its files may change.
  public func link(_ candidate: Candidate) throws(Failure) -> String {
    let target = "\(home)/\(candidate.manifest.name)"
    let book = try Failure.local {
      try directories.make(home)
      guard !Files.exists(target) || Files.isLink(target) else {
        throw Failure.usage(
          "there is a copy of '\(candidate.manifest.name)' already",
          hint: "sp plugin remove \(candidate.manifest.name)")
      }
      try Files.remove(target)
      try Files.link(target, to: candidate.folder)
      return try grant(candidate, in: candidate.folder, isLinked: true)
    }
    try book.write()
    changed()
    return target
  }

  /// Notes what a plugin may do where it is, for the files as they are.
  public func enable(_ candidate: Candidate) throws(Failure) {
    let isLinked = Files.isLink("\(home)/\(candidate.manifest.name)")
    try grant(candidate, in: candidate.folder, isLinked: isLinked).write()
    changed()
  }

  private func grant(_ candidate: Candidate, in folder: String, isLinked: Bool) throws(Failure) -> GrantBook {
    var book = try GrantBook.read(directories)
    var record = GrantBook.Record(folder: folder)
    record.isLinked = isLinked
    record.files = isLinked ? [:] : candidate.files
    record.grant = candidate.grant
    book.records[candidate.manifest.name] = record
    return book
  }

  /// Keeps a plugin's commands from being used.
  public func disable(_ name: String) throws(Failure) {
    var book = try GrantBook.read(directories)
    guard book.records[name] != nil else {
      throw Failure(
        .notFound, "the plugin '\(name)' was never enabled", code: "no_plugin", hint: "sp plugin list")
    }
    book.records[name]?.isEnabled = false
    try book.write()
    changed()
  }

  /// Removes a plugin that is here, or the link to it, and what was granted to it.
  public func remove(_ name: String) throws(Failure) {
    let place = "\(home)/\(name)"
    var book = try GrantBook.read(directories)
    guard Manifest.isWord(name), Files.exists(place) || Files.isLink(place) || book.records[name] != nil
    else {
      if let entry = entries(named: name).first {
        throw .usage("\(entry.folder) is not mine to remove", hint: "sp plugin disable \(name)")
      }
      throw Failure(.notFound, "there is no plugin '\(name)'", code: "no_plugin", hint: "sp plugin list")
    }
    try Failure.local { try Files.removeTree(place) }
    book.records[name] = nil
    try book.write()
    changed()
  }
}

extension Manifest {
  /// Refuses a folder whose executable is missing or may not be executed.
  public func checkExecutable(in folder: String) throws(Failure) {
    guard let executable else { return }
    let path = "\(folder)/\(executable)"
    guard Files.status(path)?.kind == .regular else {
      throw .usage("\(folder) has no '\(executable)', which its manifest names as the executable")
    }
    guard Files.isExecutable(path) else {
      throw .usage("\(path) may not be executed", hint: "chmod +x \(Files.quote(path))")
    }
  }
}
