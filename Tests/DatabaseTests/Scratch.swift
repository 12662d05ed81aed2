import Database
import Glibc
import Testing
import Values

/// A directory of one test, removed with all it holds.
final class Scratch {
  let path: String

  init() throws {
    var template = Array("/tmp/sp-database-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { _ = try? run(["/bin/rm", "-rf", path]) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Runs a program to its end and returns its status, or 128 and the signal that ended it.
@discardableResult
func run(_ arguments: [String], environment: [String] = []) throws -> Int32 {
  try wait(for: spawn(arguments, environment: environment))
}

func spawn(_ arguments: [String], environment: [String] = []) throws -> pid_t {
  var pid: pid_t = 0
  var argv = arguments.map { strdup($0) } + [nil]
  var variables = (["PATH=/usr/bin:/bin"] + environment).map { strdup($0) } + [nil]
  defer { for text in argv + variables { free(text) } }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for output: Int32 in [1, 2] {
    posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
  }
  try #require(posix_spawnp(&pid, arguments[0], &actions, nil, &argv, &variables) == 0)
  return pid
}

func wait(for pid: pid_t) -> Int32 {
  var status: Int32 = 0
  while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
  return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
}

func read(_ path: String) throws -> [UInt8] {
  let file = try #require(fopen(path, "r"))
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

func write(_ bytes: [UInt8], to path: String) throws {
  let file = try #require(fopen(path, "w"))
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
}

/// The code of the error that `body` throws.
func code(_ body: () throws -> Void) -> ResultCode? {
  do {
    try body()
    return nil
  } catch {
    return (error as? DatabaseError)?.code
  }
}

func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return (error as? DatabaseError)?.message
  }
}
