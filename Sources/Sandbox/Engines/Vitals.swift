import Platform

/// How the process that plays the services is, as the system tells it.
public struct Vitals: Sendable {
  /// Memory in use, in MB.
  public let memory: Int
  /// All memory there is, in MB.
  public let allMemory: Int
  /// How long the process has run, in seconds.
  public let uptime: Int

  /// The figures of the moment; 0 for what the system does not tell.
  public static var now: Vitals {
    let pages = Vitals.numbers("/proc/self/statm").dropFirst().first ?? 0
    let kilobytes = Vitals.numbers("/proc/meminfo").first ?? 0
    // The 22nd word, counted from the parenthesis that ends the program's name, is when it was started.
    let status = Vitals.text("/proc/self/stat").split(separator: ")").last ?? ""
    let ticks = status.split(separator: " ").dropFirst(19).first.flatMap { Int($0) } ?? 0
    let boot = Vitals.text("/proc/uptime").split(separator: " ").first.flatMap { Double($0) } ?? 0
    return Vitals(
      memory: (pages * 4096) >> 20, allMemory: kilobytes >> 10, uptime: max(0, Int(boot) - ticks / 100))
  }

  private static func numbers(_ path: String) -> [Int] {
    text(path).split { !$0.isNumber }.compactMap { Int($0) }
  }

  private static func text(_ path: String) -> String {
    String(decoding: (try? Files.readAll(path, limit: 1 << 16)) ?? [], as: UTF8.self)
  }
}
