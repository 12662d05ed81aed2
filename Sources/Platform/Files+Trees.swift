@preconcurrency import Glibc

extension Files {
  /// The paths of all regular files below a directory, relative to it and sorted; refuses links, devices and the like,
  /// and more than `limit` files.
  public static func tree(_ path: String, limit: Int) throws(SystemError) -> [String] {
    var found: [String] = []
    try gather(path, "", limit, &found)
    return found
  }

  private static func gather(
    _ root: String, _ below: String, _ limit: Int, _ found: inout [String]
  ) throws(SystemError) {
    let directory = below.isEmpty ? root : "\(root)/\(below)"
    for name in try list(directory) {
      let relative = below.isEmpty ? name : "\(below)/\(name)"
      let path = "\(root)/\(relative)"
      var status = stat()
      guard lstat(path, &status) == 0 else { throw .last("inspect \(path)") }
      switch FileStatus(status).kind {
      case .regular: found.append(relative)
      case .directory: try gather(root, relative, limit, &found)
      case .other:
        throw SystemError(code: EINVAL, action: "take \(path)", refused: "it is no file and no folder")
      }
      guard found.count <= limit else {
        throw SystemError(code: EFBIG, action: "take \(root)", refused: "it holds more than \(limit) files")
      }
    }
  }

  /// Copies a file that may be executed as the original may.
  public static func copy(_ path: String, to newPath: String) throws(SystemError) {
    guard let status = status(path) else { throw .last("inspect \(path)") }
    try makeDirectories(split(newPath).directory)
    let source = try FileSource(path: path)
    let sink = try FileSink(replacing: newPath, access: .private)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { break }
      try sink.write(Array(buffer[..<count]))
    }
    try sink.commit()
    if status.permissions & 0o100 != 0 { try makeExecutable(newPath) }
  }

  /// Lets its owner execute a file.
  public static func makeExecutable(_ path: String) throws(SystemError) {
    guard chmod(path, 0o700) == 0 else { throw .last("make \(path) executable") }
  }

  /// Makes a name that leads to another path.
  public static func link(_ path: String, to target: String) throws(SystemError) {
    guard symlink(target, path) == 0 else { throw .last("link \(path)") }
  }

  /// Whether the path itself is a link.
  public static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
