@preconcurrency import Glibc

/// A buffered writer to a file or descriptor. Nothing is finished before `commit()`: a replacement that is
/// dropped leaves the old file as it was and no trace of itself.
public final class FileSink {
  /// Who may read what is written.
  public enum Access: Sendable {
    /// What the user's umask says, or what an existing file had: for exports.
    case shared
    /// What the user's umask says of a program.
    case executable
    /// The owner alone, 0600 from the first byte.
    case `private`

    var mode: mode_t {
      switch self {
      case .shared: 0o666
      case .executable: 0o777
      case .private: 0o600
      }
    }
  }

  private let descriptor: Descriptor
  private var replacement: Replacement?
  private var buffer: [UInt8] = []
  private static let capacity = 64 << 10

  /// Prepares a new content for a path, which `commit()` puts in place of the old one in one step. For shared
  /// files, links are followed, and a device or FIFO is written to directly.
  public init(replacing path: String, access: Access) throws(SystemError) {
    if access == .shared, let status = Files.status(path), status.kind == .other {
      descriptor = try Descriptor.open(path, O_WRONLY | O_NOCTTY)
    } else {
      let replacement = try Replacement(of: path, access: access)
      self.replacement = replacement
      descriptor = replacement.file
    }
  }

  /// Adds to the end of a file, which is made where there is none.
  public init(appendingTo path: String, access: Access) throws(SystemError) {
    descriptor = try Descriptor.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY, mode: access.mode)
  }

  /// Writes to a descriptor that someone else closes; `name` is what messages call it.
  public init(descriptor: Int32, name: String) {
    self.descriptor = Descriptor(descriptor, name: name, isOwned: false)
  }

  /// Adds bytes; 64 KB at a time reach the system.
  public func write(_ bytes: [UInt8]) throws(SystemError) {
    if bytes.count >= FileSink.capacity {
      try flush()
      return try descriptor.write(bytes)
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= FileSink.capacity { try flush() }
  }

  /// Adds text as UTF-8.
  public func write(_ text: String) throws(SystemError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= FileSink.capacity { try flush() }
  }

  /// Hands what is buffered to the system.
  public func flush() throws(SystemError) {
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try descriptor.write(buffer)
  }

  /// Makes everything written durable and, for a replacement, visible under its path. Call once, at the end
  /// (an appending sink may go on afterwards).
  public func commit() throws(SystemError) {
    try flush()
    try descriptor.sync()
    try replacement?.moveIntoPlace()
  }
}

/// A temporary file beside the one it will replace: `.NAME.PID-RANDOM.tmp`.
private final class Replacement {
  let file: Descriptor
  private let directory: Descriptor
  private let name: String
  private let temporaryName: String
  private var isInPlace = false

  init(of path: String, access: FileSink.Access) throws(SystemError) {
    try Files.refuseNUL(path, "write \(path)")
    let target = access == .shared ? (try? Files.realPath(path)) ?? path : path
    let (directoryPath, name) = Files.split(target)
    guard !name.isEmpty, name != ".", name != "..", !Files.isDirectory(target) else {
      throw SystemError(code: EISDIR, action: "write \(path)")
    }
    let directory = try Descriptor.open(directoryPath, O_RDONLY | O_DIRECTORY)
    Replacement.sweep(directory, name)
    let temporaryName = "\(Replacement.prefix(name))\(getpid())-\(Randomness.uuid()).tmp"
    let file = try Descriptor.open(
      temporaryName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
      mode: access.mode, in: directory)
    if access == .shared, let old = Files.status(target) { fchmod(file.number, mode_t(old.permissions)) }
    (self.directory, self.name, self.temporaryName, self.file) = (directory, name, temporaryName, file)
  }

  deinit { if !isInPlace { unlinkat(directory.number, temporaryName, 0) } }

  func moveIntoPlace() throws(SystemError) {
    guard renameat(directory.number, temporaryName, directory.number, name) == 0 else {
      throw .last("replace \(directory.name)/\(name)")
    }
    isInPlace = true
    try directory.sync()
  }

  /// Long names are shortened so that the temporary one fits into the 255 bytes of a name.
  private static func prefix(_ name: String) -> String {
    "." + String(decoding: name.utf8.prefix(180), as: UTF8.self) + "."
  }

  /// Removes what writers of the same file left when they were killed.
  private static func sweep(_ directory: Descriptor, _ name: String) {
    for entry in (try? Files.list(directory.name)) ?? [] {
      guard entry.hasPrefix(prefix(name)), entry.hasSuffix(".tmp") else { continue }
      let digits = entry.dropFirst(prefix(name).count).prefix { $0 != "-" }
      guard let process = pid_t(digits), kill(process, 0) != 0, errno == ESRCH else { continue }
      unlinkat(directory.number, entry, 0)
    }
  }
}
