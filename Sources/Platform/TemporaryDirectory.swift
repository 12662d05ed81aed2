@preconcurrency import Glibc

/// A new directory, 0700, that is removed with everything in it when dropped.
public final class TemporaryDirectory {
  /// The absolute path.
  public let path: String

  /// Makes one under `TMPDIR`, or `/tmp`.
  public init(_ environment: Environment = .process) throws(SystemError) {
    let base = environment.nonEmpty("TMPDIR") ?? "/tmp"
    let action = "create a directory in \(base)"
    try Files.refuseNUL(base, action)
    var template = Array("\(base)/sp-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .last(action) }
    let name = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = try Files.realPath(name)
  }

  deinit { try? Files.removeTree(path) }
}
