@preconcurrency import Glibc

/// A thread that does one thing after another, beside the thread that hands them over.
///
/// Few items wait between them: whoever is faster waits then, so that memory does not grow.
public final class Worker<Item: Sendable> {
  private let desk: Desk<Item>
  private var thread: Thread?

  /// Starts the thread, for which `room` items may wait; after an error that `body` throws, it does nothing more.
  public init(room: Int = 1, _ body: @escaping @Sendable (Item) throws -> Void) throws(SystemError) {
    let desk = Desk(room, body)
    self.desk = desk
    thread = try Thread { desk.run() }
  }

  deinit { try? finish() }

  /// Hands an item over, once there is room for it; throws what ended the work.
  public func hand(_ item: Item) throws { try desk.put(item) }

  /// Waits until all is done; throws what ended the work.
  public func finish() throws {
    desk.close()
    thread?.join()
    thread = nil
    if let error = desk.error { throw error }
  }
}

/// Where items pass from one thread to the other; every member is used with the lock held.
private final class Desk<Item: Sendable>: @unchecked Sendable {
  private let room: Int
  private let body: @Sendable (Item) throws -> Void
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var items: [Item] = []
  private var isClosed = false
  private var failure: (any Error)?

  init(_ room: Int, _ body: @escaping @Sendable (Item) throws -> Void) {
    self.room = room
    self.body = body
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(lock)
    change.deallocate()
    lock.deallocate()
  }

  var error: (any Error)? { withLock { failure } }

  func put(_ item: Item) throws {
    try withLock {
      while items.count == room, failure == nil { pthread_cond_wait(change, lock) }
      if let failure { throw failure }
      items.append(item)
      pthread_cond_broadcast(change)
    }
  }

  func close() {
    withLock {
      isClosed = true
      pthread_cond_broadcast(change)
    }
  }

  func run() {
    while let item = take() {
      do { try body(item) } catch {
        withLock {
          failure = error
          items = []
          pthread_cond_broadcast(change)
        }
        return
      }
    }
  }

  /// The next item; nil once no more will come.
  private func take() -> Item? {
    withLock {
      while items.isEmpty, !isClosed { pthread_cond_wait(change, lock) }
      defer { pthread_cond_broadcast(change) }
      return items.isEmpty ? nil : items.removeFirst()
    }
  }

  private func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body()
  }
}
