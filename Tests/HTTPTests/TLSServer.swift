@preconcurrency import Glibc
import Platform

/// A certificate authority made by `openssl` in a directory of its own.
struct Authority {
  static let isAvailable =
    (try? Subprocess.run(["openssl", "version"], environment: .process, inheritError: false).status) == 0

  private let directory: TemporaryDirectory
  private var path: String { directory.path }
  /// The authority's certificate.
  var file: String { "\(path)/ca.pem" }
  /// A directory in which OpenSSL finds it by the hash of its subject.
  var hashed: String { "\(path)/hashed" }

  init(_ name: String = "known") throws {
    directory = try TemporaryDirectory()
    try openSSL(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=\(name)", "-keyout", "\(path)/ca.key", "-out", file)
    let hash = try openSSL("x509", "-in", file, "-noout", "-subject_hash").prefix { $0 != "\n" }
    try Files.makeDirectories(hashed)
    symlink(file, "\(hashed)/\(hash).0")
  }

  /// Issues a certificate for one host name.
  func issue(_ name: String) throws -> (certificate: String, key: String) {
    let (certificate, key) = ("\(path)/\(name).pem", "\(path)/\(name).key")
    try openSSL(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-addext", "basicConstraints=CA:FALSE",
      "-CA", file, "-CAkey", "\(path)/ca.key", "-keyout", key, "-out", certificate)
    return (certificate, key)
  }
}

@discardableResult
private func openSSL(_ arguments: String...) throws -> String {
  let (status, output) = try Subprocess.run(
    ["openssl"] + arguments, environment: .process, timeout: .seconds(30), inheritError: false)
  if status != 0 { throw Exchange.Unusable(text: "openssl \(arguments) ended with \(status)") }
  return String(decoding: output, as: UTF8.self)
}

/// `openssl s_server` on a free port, which answers every GET with a page about the connection.
final class TLSServer {
  let port: Int
  private let process: pid_t

  init(_ authority: Authority, _ more: String...) throws {
    let (certificate, key) = try authority.issue("localhost")
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let arguments = [
      "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key,
    ]
    var pointers = (arguments + more).map { strdup($0) } + [nil]
    var process = pid_t()
    let code = posix_spawnp(&process, "openssl", &actions, nil, &pointers, environ)
    for pointer in pointers { free(pointer) }
    close(ends[1])
    defer { close(ends[0]) }
    self.process = process
    guard code == 0, let port = TLSServer.announcedPort(ends[0]) else {
      throw Exchange.Unusable(text: "openssl s_server did not start")
    }
    self.port = port
  }

  deinit {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// The port in the line `ACCEPT 127.0.0.1:40123`.
  private static func announcedPort(_ descriptor: Int32) -> Int? {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return nil }
      text += String(decoding: buffer[..<count], as: UTF8.self)
      for line in text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
      where line.hasPrefix("ACCEPT") {
        return line.split(separator: ":").last.flatMap { Int($0) }
      }
    }
  }
}
