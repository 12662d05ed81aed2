@preconcurrency import Glibc
import Values

/// A program that answers on its standard output while we attend to all else it says: its input is fed to it, and what
/// it writes to standard error and to its channel is handed on as it comes.
///
/// It is in a session of its own, so that it cannot reach the terminal, and what it started ends with it. Its descriptor
/// 3 is the end of the channel to write to, its descriptor 4 the end to read from.
public final class GuestProcess {
  /// Why it was not left to end by itself.
  public enum Stop: Sendable, Hashable {
    case interrupted(Int32)
    case tookTooLong
    case noLongerWanted
  }

  /// Takes what the program writes to standard error.
  public var onError: ([UInt8]) throws -> Void = { _ in }
  /// Takes what the program writes to its channel.
  public var onMessage: ([UInt8]) throws -> Void = { _ in }
  /// Why we ended it; nil where we did not.
  public private(set) var stop: Stop?

  private let child: ChildProcess
  private var output: Descriptor?
  private var error: Descriptor?
  private var messages: Descriptor?
  private var input: Outlet
  /// What follows the first bytes of its input; not ours to close.
  private var source: Int32?
  private var replies: Outlet
  private var ending: (status: Int32, isKilled: Bool)?
  /// Uptime at which it is ended, or killed once it was asked to end.
  private var deadline: Int64?
  /// How long to wait for its end, which no descriptor tells; grows while it does not come.
  private var pause: Int64 = 1

  /// How long a program may take to tidy up when it is asked to end.
  private static let grace: Int64 = 2000
  /// How long we are deaf to its end while something it started holds its output open.
  private static let longestWait: Int64 = 100

  /// Starts a program, `withoutNetwork` where it is to have none; longer than `timeout`, and it is ended. Its input are
  /// the bytes, and behind them our own standard input where `followedByOurs`.
  public init(
    _ arguments: [String], input bytes: [UInt8], followedByOurs: Bool = false, environment: Environment,
    withoutNetwork: Bool = false, timeout: TimeSpan?
  ) throws(SystemError) {
    let name = arguments.first ?? ""
    func pipe(_ what: String) throws(SystemError) -> (read: Descriptor, write: Descriptor) {
      let ends = try Descriptor.pipe(name: "the \(what) of \(name)")
      // Above the numbers that the child gets: no dup2 there closes what another one needs.
      return (try ends.read.raised(), try ends.write.raised())
    }
    let (feed, output, error) = (try pipe("input"), try pipe("output"), try pipe("errors"))
    let (messages, replies) = (try pipe("channel"), try pipe("channel"))
    let channel = (reads: replies.read.number, writes: messages.write.number)
    child =
      withoutNetwork
      ? try ChildProcess(
        secluded: arguments, environment: environment, input: feed.read.number, output: output.write.number,
        error: error.write.number, channel: channel)
      : try ChildProcess(
        arguments, environment: environment, input: feed.read.number, output: output.write.number,
        error: error.write.number, channel: channel, inOwnSession: true)
    (self.output, self.error, self.messages) = (output.read, error.read, messages.read)
    source = followedByOurs ? STDIN_FILENO : nil
    input = Outlet(feed.write, bytes, endsWhenEmpty: !followedByOurs)
    self.replies = Outlet(replies.write, [], endsWhenEmpty: false)
    deadline = timeout.map { SystemClock.system.uptime() + $0.milliseconds }
  }

  deinit {
    guard ending == nil else { return }
    kill()
    _ = child.wait()
  }

  /// Sends bytes to the program's end of the channel; they go when it reads.
  public func reply(_ bytes: [UInt8]) { replies.add(bytes) }

  /// Reads standard output once, attending to everything else until there is some; 0 at its end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while let output {
      // What it wrote just before its end is in the pipe: only a look after the end tells that nothing is.
      let hadEnded = ending != nil
      guard try attend() else {
        if hadEnded { self.output = nil }
        continue
      }
      let count = Glibc.read(output.number, buffer.baseAddress, buffer.count)
      if count > 0 { return count }
      if count == 0 || errno != EINTR { self.output = nil }
    }
    return 0
  }

  /// Waits for the end, attending to what is still said, and returns the status as a shell tells it, and whether a
  /// signal ended the program. One whose output was not read to its end is asked to stop.
  public func finish() throws -> (status: Int32, isKilled: Bool) {
    if output != nil, stop == nil { end(.noLongerWanted) }
    output = nil
    while ending == nil { _ = try attend() }
    while let error, try take(error, onError) {}
    kill()
    return ending ?? (0, false)
  }

  /// Asks the program to end and gives it a moment; what is left then is killed.
  public func end(_ reason: Stop) {
    guard stop == nil else { return }
    stop = reason
    child.endGroup(reason == .interrupted(SIGINT) ? SIGINT : SIGTERM)
    deadline = SystemClock.system.uptime() + GuestProcess.grace
  }

  private func kill() {
    child.endGroup(SIGKILL)
    if ending == nil { child.end(SIGKILL) }
  }
}

// MARK: Attending

extension GuestProcess {
  /// Waits a moment until something can be done and does it; true where standard output can be read, or has ended.
  private func attend() throws -> Bool {
    var watched = [output, error, messages].map {
      pollfd(fd: $0?.number ?? -1, events: Int16(POLLIN), revents: 0)
    }
    watched += [input, replies].map { pollfd(fd: $0.wanted, events: Int16(POLLOUT), revents: 0) }
    let wake = stop == nil ? Interrupt.wakeDescriptor : -1
    watched.append(pollfd(fd: wake, events: Int16(POLLIN), revents: 0))
    watched.append(pollfd(fd: input.isIdle ? source ?? -1 : -1, events: Int16(POLLIN), revents: 0))
    poll(&watched, nfds_t(watched.count), patience)
    checkPatience()
    if watched[3].revents != 0 { input.feed() }
    if watched[4].revents != 0 { replies.feed() }
    if watched[6].revents != 0 { refill() }
    if watched[1].revents != 0, let error, try !take(error, onError) { self.error = nil }
    if watched[2].revents != 0, let messages, try !take(messages, onMessage) { self.messages = nil }
    if watched[0].revents != 0 { return true }
    if ending == nil { ending = child.endingIfEnded() }
    return false
  }

  /// Reads what our own input has for the program's.
  private func refill() {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 {
      input.add(Array(bytes[..<count]))
    } else if count == 0 || errno != EINTR && errno != EAGAIN {
      source = nil
      input.end()
    }
  }

  /// Hands on what is there; false at the end.
  private func take(_ descriptor: Descriptor, _ hand: ([UInt8]) throws -> Void) throws -> Bool {
    var ready = [pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)]
    guard poll(&ready, 1, 0) > 0 else { return ending == nil }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = Glibc.read(descriptor.number, &bytes, bytes.count)
    guard count > 0 else { return count < 0 && errno == EINTR }
    try hand(Array(bytes[..<count]))
    return true
  }

  /// How long to wait in milliseconds.
  private var patience: Int32 {
    let left = deadline.map { max(0, $0 - SystemClock.system.uptime()) } ?? GuestProcess.longestWait
    guard output == nil else { return Int32(clamping: min(left, GuestProcess.longestWait)) }
    defer { pause = min(2 * pause, GuestProcess.longestWait) }
    return Int32(clamping: min(left, pause))
  }

  /// Ends the program that an interrupt or its time asks to end; kills the one that was asked in vain.
  private func checkPatience() {
    if stop == nil, let signal = Interrupt.requested { end(.interrupted(signal)) }
    guard let deadline, SystemClock.system.uptime() >= deadline else { return }
    guard stop != nil else { return end(.tookTooLong) }
    kill()
    self.deadline = SystemClock.system.uptime() + GuestProcess.grace
  }
}
