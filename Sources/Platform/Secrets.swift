@preconcurrency import Glibc

/// Keeps secrets in memory out of core dumps and out of other programs' sight.
public enum Secrets {
  /// Call before the first secret is read: no core file, and no `/proc/PID/mem` or ptrace for other
  /// processes of the same user. Failure is no reason to stop, and is not reported.
  public static func guardProcess() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    // prctl is variadic, which Swift cannot call by name; the kernel's own signature is fixed.
    let setDumpable: Int32 = 4  // PR_SET_DUMPABLE in linux/prctl.h
    typealias Prctl = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
    guard let symbol = dlsym(nil, "prctl") else { return }
    _ = unsafeBitCast(symbol, to: Prctl.self)(setDumpable, 0, 0, 0, 0)
  }
}
