@preconcurrency import Glibc

/// Names a process so that a later one, also after a restart of the machine, can tell whether it still lives.
public struct ProcessIdentity: Sendable, Hashable, CustomStringConvertible {
  /// The form that is stored: `bootid:pid:starttime`.
  public var text: String

  /// The stored form again.
  public var description: String { text }

  /// This process.
  public static let current = ProcessIdentity(
    text: "\(SystemClock.system.bootID):\(getpid()):\(startTime(of: getpid()) ?? 0)")

  /// Whether the process of this stored form still runs; text of any other form names none that does.
  public static func isAlive(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == SystemClock.system.bootID,
      let process = pid_t(parts[1]), process > 0, let started = UInt64(parts[2])
    else { return false }
    return startTime(of: process) == started
  }

  /// Clock ticks from boot to the start of a process; nil when there is none or it has ended (a zombie).
  private static func startTime(of process: pid_t) -> UInt64? {
    guard let bytes = try? Files.readAll("/proc/\(process)/stat", limit: 4096),
      let name = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    // After "pid (name) " come the state (field 3) and, as field 22, the start time: proc_pid_stat(5).
    let fields = bytes[bytes.index(after: name)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 19, !fields[0].elementsEqual("Z".utf8), !fields[0].elementsEqual("X".utf8)
    else { return nil }
    return UInt64(String(decoding: fields[19], as: UTF8.self))
  }
}

/// What a program asks of its own process.
public enum CurrentProcess {
  /// Ends the process with a status, without running anything else: flush the console first.
  public static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

  /// The words after the program's name, nil in the place of one that is not UTF-8 text.
  public static var words: [String?] {
    CommandLine.unsafeArguments.dropFirst().map { word in word.flatMap { String(validatingCString: $0) } }
  }

  /// The path of the running executable.
  public static var executable: String? { try? Files.realPath("/proc/self/exe") }

  /// The peak of resident memory in bytes, for figures.
  public static var peakMemory: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}

extension CommandLine {
  fileprivate static var unsafeArguments: UnsafeBufferPointer<UnsafeMutablePointer<CChar>?> {
    UnsafeBufferPointer(start: unsafeArgv, count: Int(argc))
  }
}
