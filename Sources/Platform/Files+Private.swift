@preconcurrency import Glibc

extension Files {
  /// Replaces a file that only its owner may read, all or nothing: a reader, a crash or a full disk finds the
  /// old content or the new, complete and 0600 from the first byte. The caller holds the lock, if there is one.
  public static func writePrivate(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let sink = try FileSink(replacing: path, access: .private)
    try sink.write(bytes)
    try sink.commit()
  }

  /// Reads a file that holds secrets, nil when there is none. Refuses (`refusal` says why and what to type)
  /// without reading: a symbolic link, anything but a regular file, another owner, any permission for group
  /// or others, a second name (hard link), a directory that others may write to, more than `limit` bytes.
  public static func readPrivate(_ path: String, limit: Int) throws(SystemError) -> [UInt8]? {
    let action = "read \(path)"
    let (directoryPath, name) = split(path)
    let file: Descriptor
    do throws(SystemError) {
      let directory = try Descriptor.open(directoryPath, O_RDONLY | O_DIRECTORY)
      // O_NONBLOCK: opening a FIFO without a writer would wait for one.
      file = try Descriptor.open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, in: directory)
      try checkPrivate(try directory.status(), directoryPath, action)
    } catch {
      switch error.code {
      case ENOENT, ENOTDIR: return nil
      case ELOOP: throw SystemError(code: ELOOP, action: action, refused: "it is a symbolic link")
      default: throw error
      }
    }
    try checkPrivate(try file.status(), path, limit: limit, action)
    return try FileSource(file).readAll(limit: limit)
  }

  private static func checkPrivate(
    _ file: stat, _ path: String, limit: Int, _ action: String
  ) throws(SystemError) {
    func refuse(_ reason: String, _ remedy: String? = nil, code: Int32 = EPERM) -> SystemError {
      SystemError(code: code, action: action, refused: reason, remedy: remedy)
    }
    let mode = file.st_mode & 0o7777
    guard file.st_mode & S_IFMT == S_IFREG else { throw refuse("it is not a regular file") }
    guard file.st_uid == geteuid() else { throw refuse("it belongs to another user (uid \(file.st_uid))") }
    guard mode & 0o077 == 0 else {
      throw refuse("others may use it (mode 0\(String(mode, radix: 8)))", "chmod 600 \(quote(path))")
    }
    guard file.st_nlink == 1 else { throw refuse("it has \(file.st_nlink) names (hard links)") }
    guard file.st_size <= limit else {
      throw refuse("it is larger than \(limit) bytes", code: EFBIG)
    }
  }

  /// Who may write to the directory may put another file in place of ours.
  private static func checkPrivate(
    _ directory: stat, _ path: String, _ action: String
  ) throws(SystemError) {
    guard directory.st_uid == geteuid() || directory.st_uid == 0 else {
      throw SystemError(
        code: EPERM, action: action,
        refused: "its directory belongs to another user (uid \(directory.st_uid))")
    }
    guard directory.st_mode & 0o022 == 0 else {
      throw SystemError(
        code: EPERM, action: action, refused: "others may write to its directory",
        remedy: "chmod go-w \(quote(path))")
    }
  }

  /// A path as a shell takes it.
  public static func quote(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      byte > 0x7F || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
        || "/._-+,:@%".utf8.contains(byte)
    }
    return plain && !path.isEmpty ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
