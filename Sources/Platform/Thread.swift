@preconcurrency import Glibc

/// A thread that does one thing, beside the first one.
final public class Thread: Sendable {
  private let thread: pthread_t

  /// Starts a thread that runs `body` once. Signals are for the thread that waits for them.
  public init(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    let handed = Unmanaged.passRetained(Work(body))
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, handed.toOpaque())
    guard code == 0 else {
      handed.release()
      throw SystemError(code: code, action: "start a thread")
    }
    self.thread = thread
  }

  /// Waits until it is done; once.
  public func join() { pthread_join(thread, nil) }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
