@preconcurrency import Glibc
import Values

/// What is at a path.
public struct FileStatus: Sendable, Hashable {
  /// The kinds that matter to us.
  public enum Kind: Sendable { case regular, directory, other }
  /// Regular file, directory, or anything else (pipe, device, socket).
  public var kind: Kind
  /// The length in bytes.
  public var size: Int
  /// When the content last changed.
  public var modified: Timestamp
  /// The permission bits, such as `0o600`.
  public var permissions: Int
  /// Whether it belongs to the user of this process.
  public var isOurs: Bool
  /// Device and inode: the same file under any name.
  public var identity: [UInt64]

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    default: kind = .other
    }
    size = Int(status.st_size)
    modified = Timestamp(
      milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
    permissions = Int(status.st_mode & 0o7777)
    isOurs = status.st_uid == geteuid()
    identity = [UInt64(status.st_dev), UInt64(status.st_ino)]
  }
}

/// Whole files and directories by path. A path holding NUL is refused by every function (EINVAL).
public enum Files {
  /// What is at the path, links followed; nil when there is nothing or it cannot be reached.
  public static func status(_ path: String) -> FileStatus? {
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
    return FileStatus(status)
  }

  /// Whether there is anything at the path.
  public static func exists(_ path: String) -> Bool { status(path) != nil }

  /// Whether a directory is at the path.
  public static func isDirectory(_ path: String) -> Bool { status(path)?.kind == .directory }

  /// Whether this process may execute the file.
  public static func isExecutable(_ path: String) -> Bool {
    status(path)?.kind == .regular && access(path, X_OK) == 0
  }

  /// How many bytes there is room for where a path is; nil where that cannot be told.
  public static func room(at path: String) -> Int64? {
    var status = statvfs()
    guard !path.utf8.contains(0), statvfs(path, &status) == 0 else { return nil }
    return Int64(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
  }

  /// The content of a file; longer than `limit` bytes is an error (EFBIG), and never read to its end.
  public static func readAll(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
    try FileSource(path: path).readAll(limit: limit)
  }

  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  public static func list(_ path: String) throws(SystemError) -> [String] {
    let action = "list \(path)"
    try refuseNUL(path, action)
    guard let directory = opendir(path) else { throw .last(action) }
    defer { closedir(directory) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(directory) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .last(action) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes a file or a link; that there is none is no error.
  public static func remove(_ path: String) throws(SystemError) {
    let action = "remove \(path)"
    try refuseNUL(path, action)
    guard unlink(path) == 0 || errno == ENOENT else { throw .last(action) }
  }

  /// Removes a directory and everything in it, following no link; that there is none is no error.
  public static func removeTree(_ path: String) throws(SystemError) {
    var status = stat()
    try refuseNUL(path, "remove \(path)")
    guard lstat(path, &status) == 0 else { return }
    guard FileStatus(status).kind == .directory else { return try remove(path) }
    for name in try list(path) { try removeTree("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw .last("remove \(path)") }
  }

  /// Gives a file another name, replacing what has it.
  public static func rename(_ path: String, to newPath: String) throws(SystemError) {
    let action = "rename \(path) to \(newPath)"
    try refuseNUL(path + newPath, action)
    guard Glibc.rename(path, newPath) == 0 else { throw .last(action) }
  }

  /// Creates a directory and those above it, 0700 each, or for everyone what the umask says; existing ones stay as
  /// they are.
  public static func makeDirectories(_ path: String, shared: Bool = false) throws(SystemError) {
    let action = "create directory \(path)"
    try refuseNUL(path, action)
    func make() -> Bool { mkdir(path, shared ? 0o777 : 0o700) == 0 || errno == EEXIST && isDirectory(path) }
    if make() { return }
    let failure = SystemError.last(action)
    let parent = split(path).directory
    guard failure.code == ENOENT, parent != path else { throw failure }
    try makeDirectories(parent, shared: shared)
    guard make() else { throw .last(action) }
  }

  /// Removes a directory if nothing is in it; that there is none, or something in it, is no error.
  public static func removeEmptyDirectory(_ path: String) throws(SystemError) {
    let action = "remove \(path)"
    try refuseNUL(path, action)
    guard rmdir(path) == 0 || [ENOENT, ENOTEMPTY, EEXIST].contains(errno) else { throw .last(action) }
  }

  /// The absolute path of an existing file, without links.
  public static func realPath(_ path: String) throws(SystemError) -> String {
    let action = "find \(path)"
    try refuseNUL(path, action)
    guard let resolved = realpath(path, nil) else { throw .last(action) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The directory relative paths start from.
  public static func currentDirectory() throws(SystemError) -> String { try realPath(".") }

  /// The directory part and the last name of a path: `/a/b` is `/a` and `b`, `b` is `.` and `b`.
  public static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }

  /// Swift strings may hold NUL, where C would silently end the path.
  static func refuseNUL(_ path: String, _ action: String) throws(SystemError) {
    guard path.utf8.contains(0) else { return }
    throw SystemError(
      code: EINVAL, action: action.replacing("\0", with: "\\0"), refused: "the path holds a NUL byte")
  }
}
