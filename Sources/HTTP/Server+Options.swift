import Values

extension Server {
  /// Where a server listens, whom it answers, and how much it takes.
  public struct Options: Sendable {
    /// The literal addresses to listen on, all on the same port. Of several, those that this machine does not
    /// have are left out.
    public var addresses = ["127.0.0.1", "::1"]
    /// The port; 0 takes a free one.
    public var port = 0
    /// A Unix socket (mode 0600) to listen on as well; there the Host field is not compared.
    public var socketPath: String?
    /// Names beside the loopback names and `addresses` that a Host or Origin field may hold.
    public var allowHosts: [String] = []
    /// The most bytes of a body; more is answered with 413.
    public var bodyLimit = 10 << 20
    /// The most connections at once. When it is reached, those that have waited longest for a request go first.
    public var connectionLimit = 256
    /// The most requests on one connection.
    public var requestLimit = 1000
    /// How long a client may take.
    public var deadlines = Deadlines()

    /// The loopback addresses on a free port.
    public init() {}
  }

  /// How long a client may take; who is slower gets 408 or is cut.
  public struct Deadlines: Sendable {
    /// For a whole head, from its first byte.
    public var head = TimeSpan.seconds(10)
    /// For a body, before `bodyRate` counts.
    public var body = TimeSpan.seconds(20)
    /// The bytes a second that a longer body has to keep up.
    public var bodyRate = 500
    /// Between two requests, and before the first.
    public var idle = TimeSpan.seconds(5)
    /// Without taking a byte of an answer.
    public var write = TimeSpan.seconds(20)
    /// For bytes that nobody wants any more, after the last answer.
    public var drain = TimeSpan.seconds(1)
    /// For the answers that are owed when the server is stopped.
    public var shutdown = TimeSpan.seconds(5)

    /// The times above.
    public init() {}
  }
}

extension Server {
  /// How large the body of a request to one path may be.
  public struct BodyLimit: Sendable {
    /// The most bytes.
    public var bytes: Int
    /// What a larger one is answered; nil for 413.
    public var refusal: Response?

    /// Sets a limit.
    public init(_ bytes: Int, refusal: Response? = nil) {
      self.bytes = bytes
      self.refusal = refusal
    }
  }
}
