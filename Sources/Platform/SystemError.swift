@preconcurrency import Glibc

/// A call to the operating system that failed, or a file that was refused: what was tried, and why it was not done.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Why a file was refused although it could have been opened, and what to type to make it acceptable.
  public struct Refusal: Sendable, Hashable {
    /// The reason, to follow "cannot read PATH: ".
    public var reason: String
    /// The shell command that mends it, where one does.
    public var remedy: String?
  }

  /// The error number (`errno`) taken at the failed call.
  public var code: Int32
  /// What was tried, as it reads after "cannot": `open /path`.
  public var action: String
  /// Set where the file was refused by a rule of ours and not by the system.
  public var refusal: Refusal?

  /// An error of the system's own.
  public init(code: Int32, action: String) {
    self.code = code
    self.action = action
  }

  /// A refusal by a rule of ours.
  public init(code: Int32, action: String, refused reason: String, remedy: String? = nil) {
    self.init(code: code, action: action)
    refusal = Refusal(reason: reason, remedy: remedy)
  }

  /// The error of the call that failed just now on this thread.
  static func last(_ action: String) -> SystemError { SystemError(code: errno, action: action) }

  /// The reason alone: "No space left on device".
  public var reason: String { refusal?.reason ?? String(cString: strerror(code)) }

  /// One line for people, without the remedy: "cannot open /path: No space left on device".
  public var description: String { "cannot \(action): \(reason)" }
}

extension SystemError {
  /// Whether the file or directory does not exist.
  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether the reader of our output went away: the program ends quietly, this is no failure.
  public var isClosedPipe: Bool { code == EPIPE }

  /// Whether the disk, the quota or the file-size limit is exhausted.
  public var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }

  /// Whether another program has the address.
  public var isInUse: Bool { code == EADDRINUSE }

  /// Whether the call was cut short because an interrupt was requested.
  public var isInterrupted: Bool { code == EINTR }

  /// Whether waiting took longer than allowed.
  public var isTimeout: Bool { code == ETIMEDOUT }

  /// Whether the system denied the access.
  public var isDenied: Bool { code == EACCES || code == EPERM }
}
