import Synchronization

/// Counts across threads.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func increment() { value.add(1, ordering: .sequentiallyConsistent) }

  var count: Int { value.load(ordering: .sequentiallyConsistent) }
}
