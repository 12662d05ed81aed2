@preconcurrency import Glibc
import Synchronization

/// A thread of its own, for what would make the first one wait.
public final class Worker: Sendable {
  private let thread: pthread_t

  /// Starts a thread that runs `body` once.
  public init(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    let box = Box(body)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(box).toOpaque())
    guard code == 0 else {
      Unmanaged.passUnretained(box).release()
      throw SystemError(code: code, action: "start a thread")
    }
    self.thread = thread
  }

  /// Waits until the body is done; once.
  public func join() { pthread_join(thread, nil) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
