import Platform
import Values

/// The bytes of a file or of standard input, whose beginning can be looked at first.
final class InputSource {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let headLength = 64 << 10

  let path: String
  /// Whether it can be read only once.
  var isStream: Bool { file.size == nil }
  /// Its first bytes, all of a small input.
  private(set) var head: [UInt8] = []
  private let file: FileSource
  private var headPosition = 0

  /// Opens a path, `-` for standard input, and refuses what holds no rows.
  init(_ path: String) throws(Failure) {
    self.path = path
    do throws(SystemError) {
      file = try path == "-" ? FileSource(descriptor: 0, name: "standard input") : FileSource(path: path)
      try readHead()
    } catch {
      throw InputSource.failure(path, error)
    }
    try refuseOtherContent()
  }

  /// How messages call it.
  var name: String { path == "-" ? "standard input" : path }

  /// Reads on from the beginning; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    guard headPosition < head.count else { return try file.read(into: buffer) }
    let part = head[headPosition...].prefix(buffer.count)
    buffer.copyBytes(from: part)
    headPosition += part.count
    return part.count
  }

  /// All of it; nil where it is longer than the limit.
  func readAll(limit: Int) throws(SystemError) -> [UInt8]? {
    var bytes = head
    headPosition = head.count
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: InputSource.headLength, alignment: 16)
    defer { chunk.deallocate() }
    while bytes.count <= limit {
      let count = try file.read(into: chunk)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
    return nil
  }

  private func readHead() throws(SystemError) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: InputSource.headLength, alignment: 16)
    defer { chunk.deallocate() }
    while head.count < InputSource.headLength {
      let rest = UnsafeMutableRawBufferPointer(rebasing: chunk[..<(InputSource.headLength - head.count)])
      let count = try file.read(into: rest)
      guard count > 0 else { return }
      head.append(contentsOf: chunk[..<count])
    }
  }

  private func refuseOtherContent() throws(Failure) {
    if head.count < InputSource.headLength, ImportFormat.text(head).isEmpty {
      throw .usage("\(name) is empty", hint: "give a file with a header and rows, or with JSON objects")
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw .usage("\(name) is UTF-16, not UTF-8", hint: "iconv -f UTF-16 -t UTF-8 converts it")
    }
    if head.starts(with: [0x50, 0x4B, 3, 4]) {
      throw .usage("\(name) is a workbook or an archive", hint: "save the sheet as CSV in UTF-8 first")
    }
    if head.starts(with: [0x1F, 0x8B]) {
      throw .usage("\(name) is compressed", hint: "gzip -dc FILE | sp … import -")
    }
  }

  /// A file that cannot be read is a wrong command line; says what to do.
  static func failure(_ path: String, _ error: SystemError) -> Failure {
    if error.isInterrupted {
      return Failure(.interrupted, "interrupted while reading \(path); nothing was sent")
    }
    let hint =
      if error.isMissing {
        "check the name; - reads standard input"
      } else if Files.isDirectory(path) {
        "a folder is read as Markdown files: leave --format-in out"
      } else {
        "check that you may read it: ls -l \(path)"
      }
    return .usage(error.description, hint: error.refusal?.remedy ?? hint)
  }
}
